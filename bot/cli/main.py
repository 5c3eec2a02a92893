"""The command `storybot`: finds the subcommand, and says errors in plain sentences."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from bot import __version__
from bot.cli.environment import Meant
from bot.core.errors import StorybotError, UnusableInputError

COMMANDS = {
    "ask": "bot.cli.ask",
    "chat": "bot.cli.chat",
    "draft": "bot.cli.draft",
    "import": "bot.cli.imports",
    "export": "bot.cli.export",
    "coverage": "bot.cli.coverage",
    "check": "bot.cli.check",
    "diff": "bot.cli.diff",
    "preview": "bot.cli.preview",
    "desk": "bot.cli.desk",
    "inbox": "bot.cli.inbox",
    "corrections": "bot.cli.corrections",
    "eval": "bot.cli.evaluate",
    "report": "bot.cli.report",
    "serve": "bot.cli.serve",
    "mcp": "bot.cli.mcp",
    "doctor": "bot.cli.doctor",
    "key": "bot.cli.key",
}
"""The module of each subcommand; its function there has the name of the last part."""

INTERRUPTED = 130
"""The exit status shells give to what Ctrl-C ended."""


_OF_OUTPUT = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF})
"""Errors of writing what is said, if they name no file."""


class _Sentence(click.ClickException):
    """An error that a person can act on, as it stands on standard error."""

    def __init__(self, error: StorybotError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_status  # type: ignore[misc]  # click asks for it so

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


class Storybot(click.Group):
    """Imports a subcommand when it is called: `ask` must not wait for what `serve` needs."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """The help comes from here."""
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:
            raise _was_read() from None

    def list_commands(self, _ctx: click.Context, /) -> list[str]:
        """The subcommands in the order in which a reader meets them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str, /) -> click.Command | None:
        """The subcommand of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), module.rpartition(".")[2])
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; its errors become one sentence and an exit status."""
        try:
            try:
                _must_be_somewhere()
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except StorybotError as error:
            raise _Sentence(error) from None
        except BrokenPipeError:
            raise _was_read() from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None


def _must_be_somewhere() -> None:
    try:
        os.getcwd()
    except FileNotFoundError:
        raise UnusableInputError(
            "The working folder was deleted: change to one that is there, and start again."
        ) from None


def _was_read() -> click.exceptions.Exit:
    """The end where whoever read the output has read enough."""
    _discard_output()
    return click.exceptions.Exit(0)


def _discard_output() -> None:
    """Let Python flush what is left into nothing when it ends, rather than complain."""
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_streams() -> None:
    """Where a standard stream was closed before the start, nothing: no file may take its place."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.fstat(number)
                continue
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


@click.group(
    cls=Storybot,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command explains itself: storybot ask --help",
)
@click.option(
    "--knowledge",
    metavar="FILE",
    help="The facts to answer from; otherwise STORYBOT_KNOWLEDGE, knowledge.yaml here, or the "
    "file that storybot brings.",
)
@click.option(
    "--semantic/--no-semantic",
    default=None,
    help="Also compare what questions mean, with the extra “semantic”; otherwise as "
    "STORYBOT_SEMANTIC says.",
)
@click.version_option(__version__, prog_name="storybot", message="%(prog)s %(version)s")
@click.pass_context
def storybot(ctx: click.Context, knowledge: str | None, semantic: bool | None) -> None:
    """Ask a news story questions; every answer comes from curated, sourced facts.

    For example: storybot ask what is this story about
    """
    ctx.obj = Meant(knowledge, semantic)


def main() -> None:
    """The console script: what cannot be shown in the terminal's encoding becomes “?”.

    Status 2 where the output cannot be written.
    """
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        try:
            storybot(prog_name="storybot")
        finally:
            if not sys.stdout.closed:  # as it is where the reader has read enough
                sys.stdout.flush()
    except OSError as error:
        if error.errno not in _OF_OUTPUT or error.filename is not None:
            raise
        said = os.strerror(error.errno)
        with suppress(OSError):
            click.echo(f"The output cannot be written: {said}.", err=True)
        _discard_output()
        sys.exit(2)
