"""What commands start from: the environment, the knowledge file and the service."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from bot.core.errors import NoModelError, SettingsError

if TYPE_CHECKING:
    from bot.core.service import QuestionService
    from bot.ports.embedder import Embedder

ENV_FILE = ".env"

SEMANTIC = "STORYBOT_SEMANTIC"
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})

MANY = 1_000
"""Texts that take a second or two to embed, or to ask."""

SLOW = 0.5
"""Seconds after which a start says what it is busy with; from the cache it takes 0.1."""

_QUOTED = re.compile(r"""\s*(["'])(.*?)\1\s*(?:#.*)?""")
"""A value in quotes, and a comment that may follow."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Meant(NamedTuple):
    """What the options say to answer from, and how; None where they say nothing."""

    knowledge: str | None = None
    semantic: bool | None = None


class Opened(NamedTuple):
    """A service, and what to build the next one from when its file changes."""

    service: QuestionService
    path: Path
    embedder: Embedder | None


def story_options(command: _Command) -> _Command:
    """`--knowledge` and `--semantic` as one argument `meant`.

    They stand before or behind the subcommand; what stands behind it counts.
    """
    for option in (
        click.option(
            "--semantic/--no-semantic",
            default=None,
            expose_value=False,
            callback=_note("semantic"),
            help="Also compare what questions mean: needs the extra “semantic”.",
        ),
        click.option(
            "--knowledge",
            metavar="FILE",
            expose_value=False,
            callback=_note("knowledge"),
            help="The facts to answer from.",
        ),
    ):
        command = option(command)
    return command


def _note(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def note(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        meant = ctx.params.get("meant") or ctx.obj or Meant()
        ctx.params["meant"] = meant if value is None else meant._replace(**{name: value})

    return note


def environment() -> dict[str, str]:
    """The variables of `.env` in the working directory, and above them the real ones."""
    path = Path(ENV_FILE)
    try:
        return {**read_env_file(path), **os.environ}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path.resolve()} cannot be read ({error}): save it as UTF-8, readable by this user."
        ) from None


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines of a .env file; quotes around a value are taken off, `#` starts a comment.

    Empty when there is no such file; raises `SettingsError` naming the line that makes no sense.
    """
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for number, raw in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        line = raw.strip().removeprefix("export ")
        if not line or line.startswith("#"):
            continue
        name, equals, text = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise SettingsError(f"{path}:{number}: write NAME=value, or start the line with #.")
        quoted = _QUOTED.fullmatch(text)
        found[name.strip()] = quoted[2] if quoted else f" {text}".partition(" #")[0].strip()
    return found


def story_path(
    named: str | None,
    environ: Mapping[str, str],
    tell: Callable[[str], None] | None = None,
    warn: Callable[[str], None] | None = None,
    article: str | None = None,
) -> Path:
    """The knowledge file meant. Where none is named, `tell` hears that the one in this folder is
    used, or `warn` that it is the story that storybot came with; with an article, `must_fit` says
    that it is the wrong one."""
    from bot.compose.stories import find_knowledge

    path = find_knowledge(named, environ)
    if is_shipped(path, named, environ):
        if article is None:
            (warn or warn_person)(
                f"No knowledge file is named, and there is no {path.name} here: this is the story "
                "that storybot came with. Name yours with --knowledge FILE."
            )
    elif not _is_named(named, environ):
        (tell or warn_person)(f"Using {path.name} of this folder.")
    return path


def is_shipped(path: Path, named: str | None, environ: Mapping[str, str]) -> bool:
    """Whether `path` is the story that storybot came with, for want of another."""
    return not _is_named(named, environ) and path.parent != Path.cwd()


def _is_named(named: str | None, environ: Mapping[str, str]) -> bool:
    return bool(named or environ.get("STORYBOT_KNOWLEDGE"))


def open_service(
    meant: Meant,
    environ: Mapping[str, str],
    tell: Callable[[str], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> QuestionService:
    """The service for the knowledge file meant; as `open_story`."""
    return open_story(meant, environ, tell, warn).service


def open_story(
    meant: Meant,
    environ: Mapping[str, str],
    tell: Callable[[str], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Opened:
    """The knowledge file meant and its service; `tell` hears of drafts, and if it takes a while.

    Where the semantic extra is meant and cannot be had, `warn` hears why, and the service does
    without. Raises `UnusableInputError`, `KnowledgeError` or `SettingsError`.
    """
    from bot.compose.stories import build_service

    tell = tell or _tell_person
    path = story_path(meant.knowledge, environ, tell, warn)
    embedder = open_embedder(meant, environ, tell, warn)
    with telling_when_slow(f"Reading {path.name} …", tell):
        opened = Opened(build_service(path, environ, embedder), path, embedder)
    if drafts := opened.service.story.drafts:
        tell(f"{path.name}: facts that are drafts, and so are not told: {drafts}")
    return opened


def open_embedder(
    meant: Meant,
    environ: Mapping[str, str],
    tell: Callable[[str], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Embedder | None:
    """The embedder, where it is meant and can be had; otherwise as `open_story` says."""
    if not _is_semantic(meant, environ):
        return None
    from bot.compose.stories import find_embedder

    tell = tell or _tell_person
    try:
        with telling_when_slow("Loading the semantic model …", tell):
            return find_embedder(environ, telling_progress(tell))
    except NoModelError as error:
        (warn or warn_person)(f"Going on without the semantic extra: {error}")
        return None


def _is_semantic(meant: Meant, environ: Mapping[str, str]) -> bool:
    if meant.semantic is not None:
        return meant.semantic
    value = environ.get(SEMANTIC, "").strip().lower()
    if value not in YES | NO:
        raise SettingsError(f"{SEMANTIC}={value} makes no sense: write 1 or 0.")
    return value in YES


def telling_progress(
    tell: Callable[[str], None], what: str = "phrasings are embedded"
) -> Callable[[int, int], None]:
    """Says at each quarter how many of many texts are done."""
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        quarter = 4 * done // total
        if total >= MANY and quarter > told:
            told = quarter
            tell(f"{done:,} of {total:,} {what}")

    return progress


def warn_person(sentence: str) -> None:
    """Say something on standard error."""
    click.echo(sentence, err=True)


def _tell_person(sentence: str) -> None:
    if sys.stderr.isatty():
        click.echo(sentence, err=True)


@contextmanager
def telling_when_slow(sentence: str, tell: Callable[[str], None] | None = None) -> Iterator[None]:
    """Says `sentence` if what is done meanwhile takes a while: to `tell`, else in a terminal."""
    from threading import Timer

    timer = Timer(SLOW, tell or _tell_person, (sentence,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
