"""What a line of the log may hold, whoever wrote it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bot.cli.logs
from bot.cli.logs import FIELDS, OneLine, start_logging

OURS = str(Path(bot.cli.logs.__file__).with_name("serve.py"))
THEIRS = "/usr/lib/python3/site-packages/chatlib/client.py"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before, level


def record(path: str, message: str, *args: Any, trouble: Any = None) -> logging.LogRecord:
    return logging.LogRecord("some.logger", logging.ERROR, path, 7, message, args, trouble)


def trouble() -> Any:
    try:
        raise ValueError("sesame\nWho paid?")
    except ValueError as error:
        return (ValueError, error, error.__traceback__)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_record_is_one_line_without_secrets_and_messages_of_exceptions(form: str) -> None:
    line = OneLine(["sesame", ""], form).format(
        record(OURS, "it %s\n%s", "failed", "sesame", trouble=trouble())
    )
    assert "\n" not in line
    assert "it failed" in line
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "sesame" not in line
    assert "paid" not in line


def test_json_lines_hold_the_allowed_fields_and_no_others() -> None:
    rich = record(OURS, "ready", trouble=trouble())
    rich.question = "Who paid?"
    assert tuple(json.loads(OneLine(form="json").format(rich))) == FIELDS
    plain = json.loads(OneLine(form="json").format(record(OURS, "ready")))
    assert tuple(plain) == FIELDS[:4]


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        ("got %s from %s", ("Who paid?", 4815162342), "got … from …"),
        ("HTTP %d after %.1f s, 100%%", (404, 1.25), "HTTP 404 after 1.25 s, 100%"),
        ("%(count)d of %(what)s", ({"count": 3, "what": "Who paid?"},), "3 of …"),
        ("too few: %s %s", ("Who paid?",), "too few: … …"),
        ("lost: %s", (TimeoutError("Who paid?"),), "lost: TimeoutError"),
        (
            "a request: Who paid?",
            (),
            "[withheld], for it may hold readers' words; said at client:7",
        ),
    ],
)
def test_of_what_libraries_say_only_template_and_numbers_are_told(
    message: str, args: tuple[Any, ...], said: str
) -> None:
    line = OneLine().format(record(THEIRS, message, *args))
    assert line.endswith(f" ERROR some.logger: {said}")


def test_of_a_message_without_arguments_what_its_source_says_is_told(tmp_path: Path) -> None:
    library = tmp_path / "client.py"
    library.write_text(
        "import logging\n"
        "def run(asked):\n"
        "    log = logging.getLogger('some.logger')\n"
        "    log.warning('logging in')\n"
        "    log.warning(\n"
        "        f'could not reach {asked}, '\n"
        "        f'trying again in {2} s'\n"
        "    )\n"
        "    log.log(30, 'a number')\n"
        "    log.warning(asked)\n"
    )
    said: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(OneLine().format(record).partition("some.logger: ")[2])

    handler = Lines()
    logging.getLogger().addHandler(handler)
    there: dict[str, Any] = {}
    exec(compile(library.read_text(), str(library), "exec"), there)
    there["run"]("Who paid?")
    logging.getLogger().removeHandler(handler)
    assert said == [
        "logging in",
        "could not reach …, trying again in … s",
        "a number",
        "[withheld], for it may hold readers' words; said at client:10",
    ]


def test_a_library_that_is_given_our_logger_is_still_a_library() -> None:
    foreign = logging.LogRecord("bot.x", logging.WARNING, THEIRS, 7, "Who paid?", (), None)
    assert "paid" not in OneLine().format(foreign)


def test_the_level_holds_for_everybody() -> None:
    start_logging("debug", ())
    assert logging.getLogger("bot.adapters").isEnabledFor(logging.DEBUG)
    assert logging.getLogger("discord.gateway").isEnabledFor(logging.DEBUG)
    start_logging("error", ())
    assert not logging.getLogger("slack_bolt").isEnabledFor(logging.WARNING)
