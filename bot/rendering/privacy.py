"""What `/privacy` says: which data there are, for how long, and what is kept of the reader."""

from __future__ import annotations

from typing import Any

from bot.core.model import Story
from bot.counting import counted
from bot.ports.records import CONVERSATION, Kept, Retention
from bot.rendering.card import PRIVACY, Card
from bot.rendering.language import said_in


def privacy(
    retention: Retention, kept: Kept | None, story: Story, *, is_judged: bool = False
) -> Card:
    """What is kept in general, and of this reader; `kept` is None where that could not be read.

    Where replies are judged, that the words of questions go to whoever judges is said, too.
    """
    said, language = said_in(story.language), story.language
    judged = [said.PRIVACY_JUDGE] if is_judged else []
    if not retention.records:
        lines = (said.PRIVACY_NOTHING, _memory(said), *judged)
        return Card("\n".join(lines), language=language)
    kinds = "\n".join(f"- {kind}" for kind in (*_kinds(retention, said), *judged))
    body = f"{said.PRIVACY_KEPT}\n{kinds}\n\n{_of_reader(kept, story, said)}"
    return Card(body, more=PRIVACY, language=language)


def _kinds(retention: Retention, said: Any) -> list[str]:
    def days(number: int) -> str:
        return counted(number, *said.DAYS)

    kinds = [kind.format(days=days(retention.records)) for kind in said.PRIVACY_RECORDS]
    kinds.append(said.PRIVACY_TEXTS.format(days=days(retention.texts)))
    if retention.misses is not None:
        kinds.append(said.PRIVACY_MISSES.format(days=days(retention.misses)))
    return [*kinds, *said.PRIVACY_PASSING, _memory(said)]


def _memory(said: Any) -> str:
    return str(said.PRIVACY_MEMORY.format(minutes=round(CONVERSATION / 60)))


def _of_reader(kept: Kept | None, story: Story, said: Any) -> str:
    if kept is None:
        return str(said.PRIVACY_UNREADABLE)
    if not kept.votes and not kept.texts:
        return str(said.PRIVACY_NONE_OF_YOU)
    lines = [said.PRIVACY_OF_YOU]
    for vote in kept.votes:
        fact = story.fact(vote.fact)
        label = said.UP_LABEL if vote.up else said.DOWN_LABEL
        lines.append(f"- {vote.day}: {label} ({fact.title if fact else vote.fact})")
    for text in kept.texts:
        kind = said.PRIVACY_KINDS.get(text.kind, text.kind)
        lines.append(f"- {text.day}: {kind} “{text.text}” ({said.UNTIL.format(day=text.until)})")
    return "\n".join(lines)
