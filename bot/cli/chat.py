"""`storybot chat`: a conversation in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from bot.cli.environment import Meant, environment, open_service, story_options
from bot.cli.judged import judge_option, judged

if TYPE_CHECKING:
    from bot.cli.conversation import Conversation


@click.command(short_help="Talk with the story in the terminal.")
@judge_option
@story_options
def chat(judge: bool, meant: Meant) -> None:
    """Talk with the story: follow-up questions may leave out what was just said.

    Suggestions have numbers; type one to take it. /topics lists what you can ask, /why shows how a
    reply came about, /proof the quote behind it; “bye”, /quit or Ctrl-D ends. In a terminal the
    story's questions complete as you type.

    \b
    For example:
      storybot chat
      storybot chat --knowledge my-story.yaml
      printf 'What happened?\\nAnd why?\\n' | storybot chat
    """
    from bot.cli.conversation import Conversation
    from bot.cli.terminal import screen_of

    environ = environment()
    with judged(open_service(meant, environ), environ, wanted=judge) as service:
        _talk(Conversation(service, screen_of(sys.stdout, environ)), environ)


def _talk(conversation: Conversation, environ: Mapping[str, str]) -> None:
    in_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if in_terminal:
        click.echo(f"{conversation.greeting()}\n", color=True)
    for line in _typed(conversation.complete, environ) if in_terminal else _piped():
        said = conversation.respond(line)
        if said is None:
            return
        if said:
            click.echo(f"{said}\n", color=True)
        if conversation.is_over:
            return


def _typed(complete: Callable[[str], Sequence[str]], environ: Mapping[str, str]) -> Iterator[str]:
    from bot.cli.conversation import COMMANDS
    from bot.cli.prompt import typed_lines
    from bot.folders import cache_folder

    return typed_lines(COMMANDS, complete, cache_folder(environ))


def _piped() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")
