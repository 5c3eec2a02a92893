"""`storybot preview`: one fact's reply as each surface shows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.cli.environment import Meant, environment, story_path, warn_person
from bot.core.errors import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.core.model import Story
    from bot.rendering.card import Card
    from bot.rendering.surfaces import Control, ShownLine, ShownMessage

NEAR = 3
"""Ids that an error names at most for one that the file has not."""

LIKE = 60
"""Of 100, from which an id may be the one that was meant."""


def _completed(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """The ids that begin so, for the shell."""
    try:
        return [fact.id for fact in _story(ctx.params.get("knowledge"), lambda _: None).facts
                if fact.id.startswith(typed)]  # fmt: skip
    except Exception:  # a shell that completes has nowhere to show what is wrong with a file
        return []


@click.command(short_help="Show a fact's reply as each surface would.")
@click.argument("fact", shell_complete=_completed)
@click.option("--knowledge", metavar="FILE", help="The knowledge file.")
@click.option("--json", "as_json", is_flag=True, help="Print the messages as they are sent.")
@click.pass_context
def preview(ctx: click.Context, fact: str, knowledge: str | None, as_json: bool) -> None:
    """Show the reply that states FACT, an id, as Discord, Slack, the terminal and a screen reader
    have it. A draft is shown too, though nobody is told it yet.

    \b
    For example:
      storybot preview cost --knowledge my-story.yaml
      storybot preview cost --json
    """
    from bot.rendering.buttons import Audience
    from bot.rendering.card import fact_card
    from bot.rendering.discord.message import message
    from bot.rendering.plain import plain
    from bot.rendering.slack import slack
    from bot.rendering.surfaces import on_discord, on_slack

    story = _story(knowledge or (ctx.obj or Meant()).knowledge)
    found = story.fact(fact)
    if found is None:
        raise UnusableInputError(_unknown(fact, story))
    if not found.answer:
        raise UnusableInputError(f'The draft "{fact}" has no answer yet: write one first.')
    shown = fact_card(found, story.without_drafts())
    audience = Audience(asker="reader")
    discord, to_slack = message(shown, audience), slack(shown, audience)
    if as_json:
        payloads = {"fact": fact, "discord": discord, "slack": to_slack}
        texts = {"terminal": _terminal(shown), "screen_reader": plain(shown)}
        click.echo(json.dumps(payloads | texts, indent=2, ensure_ascii=False))
        return
    parts = {
        "Discord": "\n".join(_lines(on_discord(discord))),
        "Slack": "\n".join(_lines(on_slack(to_slack))),
        "Terminal": _terminal(shown),
        "Screen reader": plain(shown),
    }
    click.echo("\n\n".join(f"{click.style(name, bold=True)}\n{it}" for name, it in parts.items()))
    if found.draft:
        click.echo("\nIt is a draft: readers are not told it yet.", err=True)


def _story(knowledge: str | None, say: Callable[[str], None] = warn_person) -> Story:
    from bot.knowledge.loader import load

    return load(story_path(knowledge, environment(), say, say))


def _unknown(fact: str, story: Story) -> str:
    from rapidfuzz import fuzz, process

    ids = [it.id for it in story.facts]
    near = process.extract(fact.casefold(), ids, scorer=fuzz.WRatio, limit=NEAR, score_cutoff=LIKE)
    hint = f"; near it are {', '.join(it for it, _, _ in near)}" if near else ""
    return f'The file has no fact "{fact}"{hint}.'


def _terminal(shown: Card) -> str:
    from bot.cli.terminal import Screen, reply_text

    return reply_text(shown, Screen())


def _lines(message: ShownMessage) -> Iterator[str]:
    """A message in a terminal: small print dim, links behind their words, buttons in brackets."""
    for line in message.lines:
        text = _line(line)
        yield click.style(text, dim=True) if line.small else text
    for row in message.rows:
        yield " ".join(map(_control, row))


def _line(line: ShownLine) -> str:
    return "".join(f"{it.text} <{it.url}>" if it.url else it.text for it in line.spans)


def _control(control: Control) -> str:
    options = f" ▾ {' | '.join(control.options)}" if control.options else ""
    return f"[{control.label}{options}]"
