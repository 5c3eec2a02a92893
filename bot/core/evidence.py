"""What speaks for and against the facts that may answer a question, as numbers with names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.model import Fact, GuardNote

_MISMATCHES = frozenset({"opposite", "number", "year", "reason", "kind"})
_DOUBTS = frozenset({"negation", "thing", "untold", "unheard", "subject", "name"})

BARS_TELLING = frozenset({"gap", "asker", "barred"})
BARS_OFFER = frozenset({"answerer"})
BARS_ANSWER = BARS_TELLING | BARS_OFFER | _MISMATCHES | {"never"}
BARS_IN_SHORT_FILE = BARS_ANSWER | _DOUBTS
"""Guards that bar a fact from being told even with doubt, from being offered, from answering, and
from answering in a file of few facts, where no other candidate comes near by chance. The verifier
weighs most of them, too."""


@dataclass(frozen=True, slots=True)
class FactEvidence:
    """What was found about one fact that may answer.

    `likelihood`, 0 to 1, says how likely it answers, `meant` how likely it is meant, whatever the
    guards say; `backing`, 0 to 1, how many phrasings it has, and `unlisted`, 0 to 1, how little the
    file lists of what its story does not tell, beside so many. `is_phrasing` says that the question
    is one of these, word for word, and not completed by a conversation. `figures` are what the
    likelihoods rest on, in the order of `Evidence.fields`. `nearest` is the largest cosine to one
    of its phrasings, `covered` the share of the question's words that it speaks of, `kinds_missed`
    counts kinds of thing asked for that it does not tell. `denies` says that its answer contradicts
    the question; it is looked at only where the guard "opposite" or "year" spoke.
    """

    fact: Fact
    likelihood: float
    meant: float
    backing: float
    unlisted: float
    nearest: float
    covered: float
    kinds_missed: float
    is_phrasing: bool
    denies: bool
    figures: tuple[float, ...]
    guards: tuple[GuardNote, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found about one question: the first facts, at least one, as they were ranked.

    `fields` names their figures. `has_details` says that the question has words beside names,
    `asks_kind` that it asks for a kind of thing (who, when, why …), `is_short_file` that so few
    facts are on file that none comes near by chance.
    `unseen` is the share of it that the whole file has never heard of, `telling` the number of its
    words that tell; `is_completed` says that a conversation filled in what it leaves out.
    """

    normalised: str
    repairs: tuple[tuple[str, str], ...]
    facts: tuple[FactEvidence, ...]
    fields: Sequence[str]
    unseen: float
    has_details: bool
    telling: int
    asks_kind: bool
    has_names: bool
    is_completed: bool
    is_short_file: bool
