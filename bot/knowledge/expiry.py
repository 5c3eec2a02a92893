"""Whether a file's dates agree, and which of its facts have expired: lints of `storybot check`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.model import Story
from bot.knowledge.review import Flaw

KIND = "expired"


def expiry(story: Story) -> Iterator[Flaw]:
    """What is wrong with the days until which the story and its facts are sure to hold."""
    if story.expires:
        yield from _judged(story, None, story.expires, story.checked)
    for fact in story.facts:
        if fact.expires:
            yield from _judged(story, fact.id, fact.expires, fact.checked)


def _judged(story: Story, fact: str | None, expires: str, checked: str | None) -> Iterator[Flaw]:
    what = "it" if fact else "the story"
    before = max((checked or "", "checked"), (story.published or "", "published"))
    if expires < before[0]:
        message = f"{what} expires on {expires}, before it was {before[1]} on {before[0]}"
        remedy = 'write a later day under "expires", or correct the other date'
        yield Flaw("problem", fact, message, remedy, "expires", KIND)
    elif story.today and expires < story.today:
        message = f"{what} expired on {expires}, so readers are told that it may have changed"
        remedy = 'compare it with the source, and set "checked" and "expires" anew'
        yield Flaw("advice", fact, message, remedy, "expires", KIND)
