"""What readers did with the answers, as the editors may see it: nobody's name, no platform's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReaderText:
    """Words of a reader: a "report" on a fact, a "question" sent to the editors, or a "miss".

    `at` counts seconds since 1970. `asker` is a number that tells one reader of these texts
    from another, and nothing else.
    """

    id: str
    at: float
    kind: str
    fact: str | None
    text: str
    asker: str = ""


@dataclass(frozen=True, slots=True)
class EditorDecision:
    """What an editor decided in their channel on the text `id`: the `kind` as `Resolution` has it,
    for which fact, with which answer, and how the file changed by it, if the bot changed it.

    `editor` is the platform and its id of a person; empty where they wished to be forgotten.
    """

    id: str
    at: float
    kind: str
    editor: str
    fact: str | None = None
    text: str | None = None
    patch: str | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes on a fact, of all its versions."""

    up: int = 0
    down: int = 0


ANSWER, DOUBT, OFFER, OPEN, DECLINE, CHAT = "answer", "doubt", "offer", "open", "decline", "chat"
KINDS = (ANSWER, DOUBT, OFFER, OPEN, DECLINE, CHAT)
"""Outcomes of replies, those told apart that state a fact: a suggestion that is told with doubt,
and a refusal for which the file has a fact, mostly that the story leaves it open."""


def kind_of(outcome: str, *, has_fact: bool) -> str:
    """The kind of a reply that was recorded with that outcome."""
    if not has_fact:
        return OFFER if outcome == "suggest" else outcome
    return {"suggest": DOUBT, "decline": OPEN}.get(outcome, outcome)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was recorded since a day. `outcomes` counts replies, `unsure` those by fact that told
    it with doubt, `votes` are by fact. `days` counts replies of each of `KINDS` by day (UTC, such
    as 2031-04-03), `told` those that told a fact, with doubt or without, by fact."""

    texts: tuple[ReaderText, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)
    unsure: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[str, Votes] = field(default_factory=dict)
    days: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)
    decisions: tuple[EditorDecision, ...] = ()
