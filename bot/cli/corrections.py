"""`storybot corrections`: what was corrected, and what of it still stands in chats as it was."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from bot.cli.environment import Meant, environment, story_options, warn_person
from bot.core.errors import UnusableInputError
from bot.counting import counted

if TYPE_CHECKING:
    from bot.application.corrections import Outdated
    from bot.core.model import Story
    from bot.ports.corrections import StandingPost

    Waiting = list[tuple[Outdated, Sequence[StandingPost]]]


@click.command(short_help="What was corrected, and where that is still to be told.")
@click.option("--dry-run", is_flag=True, help="Also name the messages that are to be changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@story_options
def corrections(dry_run: bool, as_json: bool, meant: Meant) -> None:
    """Show the corrections of the file, last ones first, and how many messages of the last
    STORYBOT_CORRECT_DAYS days tell what is no longer so.

    `storybot serve` changes these by itself, once each. This command changes nothing; with
    --dry-run it names the messages.

    \b
    For example:
      storybot corrections
      storybot corrections --dry-run --json
    """
    import asyncio

    from bot.application.corrections import outdated
    from bot.compose.examining import read_told
    from bot.compose.stories import find_knowledge
    from bot.knowledge.loader import load

    environ = environment()
    story = load(find_knowledge(meant.knowledge, environ)).without_drafts()
    told = {}
    try:
        told = asyncio.run(read_told(environ, story.key, time.time()))
    except UnusableInputError as error:
        warn_person(f"{str(error).partition(':')[0]}, so which messages wait is not known.")
    waiting: Waiting = [
        (one, told[platform][one.told])
        for platform in told
        for one in outdated([*told[platform]], story)
    ]
    if as_json:
        click.echo(json.dumps(_as_object(story, waiting), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(story, waiting, names=dry_run)))


def _as_text(story: Story, waiting: Waiting, *, names: bool) -> Iterator[str]:
    corrected = [it for it in story.facts if it.correction]
    for fact in sorted(corrected, key=lambda it: it.revised or "", reverse=True):
        yield f"{fact.revised or 'no day'}  {fact.id}: {fact.correction}"
    if not corrected:
        yield "No fact has a correction."
    posts = sum(len(found) for _, found in waiting)
    yield f"{counted(posts, 'message is', 'messages are')} still to be changed."
    for one, found in waiting:
        what = "withdrawn" if one.fact is None else "corrected"
        yield f"  {one.told.fact}, {what}: {counted(len(found), 'message')}"
        if names:
            for it in found:
                yield f"    {it.post.platform} {it.post.channel} {it.post.message}"


def _as_object(story: Story, waiting: Waiting) -> dict[str, Any]:
    return {
        "corrections": [
            {"fact": it.id, "revised": it.revised, "correction": it.correction}
            for it in story.facts
            if it.correction
        ],
        "waiting": [
            {
                "fact": one.told.fact,
                "change": "withdraw" if one.fact is None else "correct",
                "messages": [
                    {
                        "platform": it.post.platform,
                        "channel": it.post.channel,
                        "message": it.post.message,
                    }
                    for it in found
                ],
            }
            for one, found in waiting
        ],
    }
