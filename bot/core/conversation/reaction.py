"""What is said about the last reply, not the story: that one, who says so, tell me more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.language.language import Dialogue
from bot.core.model import Fact

OFFERED = 3
"""Facts at most that more is told of at once."""


def choice_in(normalised: str, offered: Sequence[str], said: Dialogue) -> str | None:
    """The id among those `offered` that the text takes: "the second one", or "yes" to the only."""
    if len(offered) == 1 and said.yes.fullmatch(normalised):
        return offered[0]
    found = said.takes.fullmatch(normalised)
    if found is None or said.places[found[1]] >= len(offered) or not offered:
        return None
    return offered[said.places[found[1]]]


def is_choice(normalised: str, said: Dialogue) -> bool:
    """Whether the text takes one of a list by its place, whether or not there is a list."""
    return said.takes.fullmatch(normalised) is not None


def wants_evidence(normalised: str, said: Dialogue) -> bool:
    """Whether the text asks who says what was told, or what it is known from."""
    return said.wants_evidence.fullmatch(normalised) is not None


def wants_more(normalised: str, said: Dialogue) -> bool:
    """Whether the text asks for more of what was told."""
    return said.wants_more.fullmatch(normalised) is not None


def further(told: Fact, facts: Sequence[Fact], known: Sequence[str]) -> tuple[Fact, ...]:
    """What leads on from `told` and is not `known`: its "see_also", then its topic."""
    new = dict.fromkeys(it for it in _kin(told, facts) if it is not told and it.id not in known)
    return tuple(new)[:OFFERED]


def _kin(told: Fact, facts: Sequence[Fact]) -> Iterator[Fact]:
    by_id = {fact.id: fact for fact in facts}
    yield from (by_id[one] for one in told.see_also if one in by_id)
    if told.topic is not None:
        yield from (fact for fact in facts if fact.topic == told.topic and fact.is_known)
