"""What is new in a story since a day: the dates that its file gives, newest first."""

from __future__ import annotations

from operator import itemgetter

from bot.core.model import Fact, Story
from bot.matching.chat.replies import CORRECTIONS, day, reply_to


def news(story: Story, since: str) -> str:
    """The facts that were corrected or checked, or are as of, the day `since` or later."""
    newest = (_newest(fact) for fact in story.facts if fact.is_known)
    found = sorted((it for it in newest if it[0] >= since), key=itemgetter(0), reverse=True)
    lines = [line for _, line in found[:CORRECTIONS]]
    if len(found) > CORRECTIONS:
        lines.append(f"And {len(found) - CORRECTIONS} more, each shown with its answer.")
    published = story.published or ""
    if published >= since:
        lines.insert(0, f"The story itself was published on {day(published)}.")
    if found or published >= since:
        return "\n".join((f"New or checked since {day(since)}:", *lines))
    return f"Nothing on file has a date since {day(since)}. {reply_to('checked', story)}"


def _newest(fact: Fact) -> tuple[str, str]:
    """The newest date of a fact, or nothing, and its line."""
    correction = f": {fact.correction}" if fact.correction else ""
    on, how, more = max(
        (fact.revised or "", "revised", correction),
        (fact.as_of or "", "as of", ""),
        (fact.checked or "", "checked", ""),
        key=itemgetter(0),
    )
    return on, f"- {fact.title} ({how} {on and day(on)}){more}"
