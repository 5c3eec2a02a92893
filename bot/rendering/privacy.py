"""What `/privacy` says: which data there are, for how long, and what is kept of the reader."""

from __future__ import annotations

from bot.core.conversation.memory import LIFETIME
from bot.core.model import Story
from bot.core.ports import Kept, Retention
from bot.rendering import texts
from bot.rendering.card import PRIVACY, Card


def privacy(
    retention: Retention, kept: Kept | None, story: Story, *, is_judged: bool = False
) -> Card:
    """What is kept in general, and of this reader; `kept` is None where that could not be read.

    Where replies are judged, that the words of questions go to whoever judges is said, too.
    """
    judged = [texts.PRIVACY_JUDGE] if is_judged else []
    if not retention.records:
        return Card("\n".join((texts.PRIVACY_NOTHING, _memory(), *judged)))
    kinds = "\n".join(f"- {kind}" for kind in (*_kinds(retention), *judged))
    return Card(f"{texts.PRIVACY_KEPT}\n{kinds}\n\n{_of_reader(kept, story)}", more=PRIVACY)


def _kinds(retention: Retention) -> list[str]:
    kinds = [kind.format(days=retention.records) for kind in texts.PRIVACY_RECORDS]
    kinds.append(texts.PRIVACY_TEXTS.format(days=retention.texts))
    if retention.misses is not None:
        kinds.append(texts.PRIVACY_MISSES.format(days=retention.misses))
    return [*kinds, *texts.PRIVACY_PASSING, _memory()]


def _memory() -> str:
    return texts.PRIVACY_MEMORY.format(minutes=round(LIFETIME / 60))


def _of_reader(kept: Kept | None, story: Story) -> str:
    if kept is None:
        return texts.PRIVACY_UNREADABLE
    if not kept.votes and not kept.texts:
        return texts.PRIVACY_NONE_OF_YOU
    lines = [texts.PRIVACY_OF_YOU]
    for vote in kept.votes:
        fact = story.fact(vote.fact)
        label = texts.UP_LABEL if vote.up else texts.DOWN_LABEL
        lines.append(f"- {vote.day}: {label} ({fact.title if fact else vote.fact})")
    for text in kept.texts:
        kind = texts.PRIVACY_KINDS.get(text.kind, text.kind)
        lines.append(f"- {text.day}: {kind} “{text.text}” ({texts.UNTIL.format(day=text.until)})")
    return "\n".join(lines)
