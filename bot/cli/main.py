"""The command `storybot`: finds the subcommand, and says errors in plain sentences."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from bot import __version__
from bot.cli.environment import Meant
from bot.core.errors import StorybotError

COMMANDS = {
    "ask": "bot.cli.ask",
    "chat": "bot.cli.chat",
    "check": "bot.cli.check",
    "eval": "bot.cli.evaluate",
    "serve": "bot.cli.serve",
    "doctor": "bot.cli.doctor",
    "key": "bot.cli.key",
}
"""The module of each subcommand; its function there has the name of the last part."""

INTERRUPTED = 130
"""The exit status shells give to what Ctrl-C ended."""


class _Sentence(click.ClickException):
    """An error that a person can act on, as it stands on standard error."""

    def __init__(self, error: StorybotError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_status  # type: ignore[misc]  # click asks for it so

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


class Storybot(click.Group):
    """Imports a subcommand when it is called: `ask` must not wait for what `serve` needs."""

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
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except StorybotError as error:
            raise _Sentence(error) from None
        except BrokenPipeError:  # whoever read the output has read enough
            _discard_output()
            raise click.exceptions.Exit(0) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None


def _discard_output() -> None:
    """Let Python flush what is left into nothing when it ends, rather than complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    """The console script: what cannot be shown in the terminal's encoding becomes “?”."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    storybot(prog_name="storybot")
