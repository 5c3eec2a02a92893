"""A small invented story, and ways to run commands on it."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import storybot
from bot.compose.stories import service_for
from bot.core.model import Story
from bot.core.service import QuestionService
from bot.knowledge.loader import parse

STORY = """\
version: 1
story:
  title: The ferry of Halm
  publisher: The Halm Courier
  url: https://courier.example/ferry
  published: 2031-04-03
topics:
  - {id: boat, title: The boat}
facts:
  - id: cost
    topic: boat
    status: attributed
    according_to: the harbour office
    questions: [How much did the ferry cost?, price of the ferry, what was paid for the ferry]
    answer: The ferry cost 48 million crowns.
    as_of: 2031-04-02
    correction: An earlier version said 38 million.
    quotes: [{text: the ferry cost us 48 million crowns, line: 12}]
    asks: [How much did the ferry cost?]
    never: [Who is the captain of the ferry?]
  - id: captain
    topic: boat
    questions: [Who is the captain of the ferry?, who steers the ferry, name of the captain]
    answer: Mara Quill is the captain of the ferry.
  - id: launch
    questions: [When was the ferry launched?, date of the launch]
    answer: The ferry was launched on 9 March 2031.
  - id: no-menu
    status: unknown
    questions: [What food is served on board?, is there a restaurant on board]
    answer: The story does not say what food is served on board.
"""

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in an empty folder, with an empty cache."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


_TOUCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@pytest.fixture
def signals_and_logs() -> Iterator[None]:
    """Signals and logging as they were."""
    handlers = {number: signal.getsignal(number) for number in _TOUCHED}
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)
    root.handlers[:], root.level = before, level
    logging.getLogger("bot").setLevel(logging.NOTSET)


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """The knowledge file of the story."""
    path = tmp_path / "ferry.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def service() -> QuestionService:
    """A service for the story."""
    return service_for(parse(STORY.encode(), "ferry.yaml"))


@pytest.fixture
def story(service: QuestionService) -> Story:
    """The story itself."""
    return service.story


@pytest.fixture
def run(ferry: Path) -> Run:
    """Runs `storybot` on the story with arguments and, if given, standard input."""

    def command(*arguments: str, stdin: str | bytes | None = None, known: bool = True) -> Result:
        chosen = ("--knowledge", str(ferry)) if known else ()
        return CliRunner().invoke(storybot, [*chosen, *arguments], input=stdin)

    return command
