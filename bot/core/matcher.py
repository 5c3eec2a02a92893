"""What the core needs of an engine: a question read, and the evidence for facts that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

from bot.core.evidence import Evidence
from bot.core.model import Context, Fact, Story


class Lean(Enum):
    """Whether a question, read alone, leaves out what it is about."""

    NO = "no"
    PERHAPS = "perhaps"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Intent:
    """What is asked of the bot itself, and how likely it is that the bot is asked.

    Where what is new is asked for, `since` tells from today's date the first day that is meant.
    """

    kind: str
    likelihood: float = 1.0
    since: Callable[[str], str] | None = None


class Reaction(NamedTuple):
    """What a text says of the last reply: `takes` is the place (from 0) of what it chooses."""

    agrees: bool
    takes: int | None
    wants_evidence: bool
    wants_more: bool


class OtherLanguage(NamedTuple):
    """The code of the language that a question is in, and the reply to it in that language."""

    code: str
    reply: str


class FollowUp(NamedTuple):
    """A question as a conversation completes it: the evidence, and the completed text.

    `speaks_of_none` says whether that text has names, and a fact speaks of none of them.
    """

    evidence: Evidence
    completed: str
    speaks_of_none: Callable[[Fact], bool]


class Reading(Protocol):
    """One question, as the matcher of a story reads it."""

    @property
    def text(self) -> str:
        """What its writer said, without what they quoted or struck out."""

    @property
    def normalised(self) -> str:
        """Its words, plainly written; empty where it has none."""

    @property
    def lean(self) -> Lean:
        """How far it leans on what was said before."""

    @property
    def is_grammar(self) -> bool:
        """Whether it says nothing but words of grammar."""

    @property
    def is_of_person(self) -> bool:
        """Whether a pronoun in it stands for one person."""

    @property
    def reaction(self) -> Reaction:
        """What it says of the last reply."""

    @property
    def intent(self) -> Intent | None:
        """What it asks of the bot itself; None when it asks for anything else."""

    def foreign(self) -> OtherLanguage | None:
        """What is said to a question in another language than the story's; None to any other."""

    def find(self, *, as_spelt: bool = False) -> Evidence:
        """The evidence for it, with its spelling repaired unless `as_spelt`."""

    def find_otherwise(self) -> Evidence | None:
        """The evidence for the part of it that asks, or for a bare name; None where the whole text
        is all there is."""

    def follow_up(self, context: Context) -> FollowUp | None:
        """The evidence for it as the conversation completes it; None where that adds nothing."""

    def is_phrasing_of(self, fact: Fact) -> bool:
        """Whether it is, word for word, a phrasing of `fact`."""


class Matcher(Protocol):
    """Finds the facts of one story that may answer a question. Safe to share."""

    def say(self, intent: Intent, story: Story) -> str:
        """What the bot says of itself, or of `story` as it is told today."""

    def unasked(self, *, is_choice: bool) -> str:
        """What it says to words that ask nothing, or to a choice where nothing was offered."""

    def is_in_header(self, intent: Intent) -> bool:
        """Whether the file has what it would `say`; else a fact may tell it."""

    def normalise(self, text: str) -> str:
        """`text` as its words, plainly written."""

    def read(self, text: str) -> Reading:
        """A question, read."""
