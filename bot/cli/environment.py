"""What commands start from: the environment, the knowledge file and the service."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.core.errors import SettingsError

if TYPE_CHECKING:
    from bot.core.service import QuestionService

ENV_FILE = ".env"

SLOW = 0.5
"""Seconds after which a start says what it is busy with; from the cache it takes 0.1."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def knowledge_option(command: _Command) -> _Command:
    """`--knowledge FILE` behind the subcommand; it stands above the one before it."""
    return click.option(
        "--knowledge",
        metavar="FILE",
        help="The facts to answer from.",
        callback=lambda ctx, _, value: value or ctx.obj,
    )(command)


def environment() -> dict[str, str]:
    """The variables of `.env` in the working directory, and above them the real ones."""
    path = Path(ENV_FILE)
    try:
        if not path.is_file():
            return dict(os.environ)
        from bot.settings import read_env_file

        return {**read_env_file(path), **os.environ}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path.resolve()} cannot be read ({error}): save it as UTF-8, readable by this user."
        ) from None


def open_service(
    knowledge: str | None,
    environ: Mapping[str, str],
    tell: Callable[[str], None] | None = None,
) -> QuestionService:
    """The service for the knowledge file meant; `tell` hears of it when that takes a while.

    Raises `UnusableInputError` or `KnowledgeError`.
    """
    from bot.compose import build_service, find_knowledge

    path = find_knowledge(knowledge, environ)
    with _telling_when_slow(tell or _tell_person, f"Reading {path.name} for the first time …"):
        return build_service(path, environ)


def _tell_person(sentence: str) -> None:
    if sys.stderr.isatty():
        click.echo(sentence, err=True)


@contextmanager
def _telling_when_slow(tell: Callable[[str], None], sentence: str) -> Iterator[None]:
    from threading import Timer

    timer = Timer(SLOW, tell, (sentence,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
