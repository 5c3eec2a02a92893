"""What is said about the last reply, not the story: that one, who says so, tell me more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.matcher import Reaction
from bot.core.model import Fact, Story

OFFERED = 3
"""Facts at most that more is told of at once."""


def choice_in(reaction: Reaction, offered: Sequence[str]) -> str | None:
    """The id among those `offered` that is taken: "the second one", or "yes" to the only one."""
    if len(offered) == 1 and reaction.agrees:
        return offered[0]
    if reaction.takes is None or reaction.takes >= len(offered):
        return None
    return offered[reaction.takes]


def further(told: Fact, story: Story, known: Sequence[str]) -> tuple[Fact, ...]:
    """What leads on from `told` and is not `known`: its "see_also", then its topic."""
    new = dict.fromkeys(it for it in _kin(told, story) if it is not told and it.id not in known)
    return tuple(new)[:OFFERED]


def _kin(told: Fact, story: Story) -> Iterator[Fact]:
    yield from filter(None, map(story.fact, told.see_also))
    if told.topic is not None:
        yield from (fact for fact in story.facts if fact.topic == told.topic and fact.is_known)
