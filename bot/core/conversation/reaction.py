"""What is said about the last reply, not the story: that one, who says so, tell me more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.core.model import Fact

_YES = re.compile(
    r"(?:(?:yes|yeah|yep|yup|sure|correct|exactly|right|ok|okay|please|that|one|it|is|do|i|meant|"
    r"mean) ?){1,4}"
)
"""Agreement with the one question that was offered."""

_PLACES = {
    "1": 0, "first": 0, "2": 1, "second": 1, "3": 2, "third": 2, "last": -1,
}  # fmt: skip
_PLACE = re.compile(rf"(?:the |number |option |no )?({'|'.join(_PLACES)})(?: one)?(?: please)?")

_EVIDENCE = re.compile(
    r"(?:and |but |ok |so )?(?:says who|who (?:says|said|claims|told you) (?:so|that|this|it)|"
    r"according to (?:whom|who)|(?:what is (?:the|your) |your )?(?:source|sources|proof|evidence)|"
    r"(?:are you )?(?:really |quite |so )?(?:sure|certain|serious)(?: about (?:that|this|it))?|"
    r"is (?:that|this|it) (?:true|right|so|confirmed|certain)|"
    r"how do you know(?: (?:that|this|it))?|where (?:did|do) you (?:get|have) (?:that|this|it)"
    r"(?: from)?)"
)
_MORE = re.compile(
    r"(?:(?:and|ok|please|can you|could you) )?(?:(?:tell|give|show) (?:me|us) )?(?:some |any )?"
    r"(?:more(?: (?:details|information|info))?|(?:what|anything|something) else|go on|continue|"
    r"keep going)(?: (?:is there|please|(?:about|on) (?:that|this|it)))*"
)

OFFERED = 3
"""Facts at most that more is told of at once."""


def choice_in(normalised: str, offered: Sequence[str]) -> str | None:
    """The id among those `offered` that the text takes: "the second one", or "yes" to the only."""
    if len(offered) == 1 and _YES.fullmatch(normalised):
        return offered[0]
    found = _PLACE.fullmatch(normalised)
    if found is None or _PLACES[found[1]] >= len(offered) or not offered:
        return None
    return offered[_PLACES[found[1]]]


def is_choice(normalised: str) -> bool:
    """Whether the text takes one of a list by its place, whether or not there is a list."""
    return _PLACE.fullmatch(normalised) is not None


def wants_evidence(normalised: str) -> bool:
    """Whether the text asks who says what was told, or what it is known from."""
    return _EVIDENCE.fullmatch(normalised) is not None


def wants_more(normalised: str) -> bool:
    """Whether the text asks for more of what was told."""
    return _MORE.fullmatch(normalised) is not None


def further(told: Fact, facts: Sequence[Fact], known: Sequence[str]) -> tuple[Fact, ...]:
    """What leads on from `told` and is not `known`: its "see_also", then its topic."""
    new = dict.fromkeys(it for it in _kin(told, facts) if it is not told and it.id not in known)
    return tuple(new)[:OFFERED]


def _kin(told: Fact, facts: Sequence[Fact]) -> Iterator[Fact]:
    by_id = {fact.id: fact for fact in facts}
    yield from (by_id[one] for one in told.see_also if one in by_id)
    if told.topic is not None:
        yield from (fact for fact in facts if fact.topic == told.topic and fact.is_known)
