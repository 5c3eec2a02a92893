"""The nouns of the product: a story and its facts, a question, and the four kinds of reply."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import assert_never

MAX_CHARACTERS = 1000
"""Longer than any question a person asks; a text beyond it is refused before any work is done."""


class Status(StrEnum):
    """How firmly the story states a fact; `UNKNOWN` is only for what it never mentions."""

    ESTABLISHED = "established"
    ATTRIBUTED = "attributed"
    DISPUTED = "disputed"
    PLANNED = "planned"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of the source text, and the line (from 1) they stand on."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading that groups facts for readers who browse."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One curated entry: the questions it answers, the answer, and what vouches for it."""

    id: str
    questions: tuple[str, ...]
    answer: str
    topic: str | None = None
    status: Status = Status.ESTABLISHED
    according_to: str | None = None
    as_of: str | None = None
    quotes: tuple[Quote, ...] = ()
    see_also: tuple[str, ...] = ()
    revised: str | None = None
    correction: str | None = None
    note: str | None = None
    asks: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    label: str | None = None
    draft: bool = False
    checked: str | None = None
    expires: str | None = None
    _version: str = field(default="", init=False, repr=False, compare=False)

    @property
    def title(self) -> str:
        """The question shown to readers: the first phrasing."""
        return self.questions[0]

    @property
    def short_title(self) -> str:
        """The title, or the label where the file has one: at most 30 characters, for buttons."""
        return self.label or self.title

    @property
    def line(self) -> int | None:
        """The line of the source text that the first quote stands on."""
        return next((quote.line for quote in self.quotes if quote.line is not None), None)

    @property
    def version(self) -> str:
        """Changes whenever something does that this fact says; a date of checking says nothing."""
        if not self._version:
            object.__setattr__(self, "_version", self._digest())
        return self._version

    def _digest(self) -> str:
        shown = (
            *(self.title, self.answer, str(self.status), self.according_to, self.as_of),
            *(self.correction, self.note, *((quote.text, quote.line) for quote in self.quotes)),
        )
        return sha256(repr(shown).encode("utf-8", "backslashreplace")).hexdigest()[:12]

    @property
    def is_known(self) -> bool:
        """Whether the story tells this at all."""
        return self.status is not Status.UNKNOWN


@dataclass(frozen=True, slots=True)
class Story:
    """A whole knowledge file. `names` maps a canonical name to the spellings readers type.

    `quoted_from` says which copy of the source the quotes are from, where it is not the original.
    `editor` keeps the bot, `contact` is where to reach them; `checked` is the day on which the
    facts were last compared with the source, `expires` the last on which they are sure to hold.
    `drafts` counts the facts that were left out. `today` is the day on which the story is told;
    before it is known, nothing has expired.
    """

    title: str
    facts: tuple[Fact, ...]
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str = "en"
    summary: str | None = None
    topics: tuple[Topic, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    chat: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    quoted_from: str | None = None
    authors: str | None = None
    editor: str | None = None
    contact: str | None = None
    checked: str | None = None
    expires: str | None = None
    drafts: int = 0
    today: str | None = field(default=None, compare=False)
    _by_id: dict[str, Fact] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {fact.id: fact for fact in reversed(self.facts)})

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id, or None when the file has none (any more)."""
        return self._by_id.get(fact_id)

    def until(self, fact: Fact | None = None) -> str | None:
        """The last day on which `fact`, or else the whole, is sure to hold; None for any day."""
        return (fact and fact.expires) or self.expires

    def has_expired(self, fact: Fact | None = None) -> bool:
        """Whether that day has passed."""
        until = self.until(fact)
        return bool(until and self.today and until < self.today)

    @property
    def expired(self) -> tuple[Fact, ...]:
        """The facts whose day has passed, longest ago first."""
        past = filter(self.has_expired, self.facts)
        return tuple(sorted(past, key=lambda it: self.until(it) or ""))

    @property
    def key(self) -> str:
        """By what the story is known again in another version of its file."""
        return self.url or self.title

    def without_drafts(self) -> Story:
        """What may be told."""
        facts = tuple(fact for fact in self.facts if not fact.draft)
        return replace(self, facts=facts, drafts=self.drafts + len(self.facts) - len(facts))


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader wrote, as it came, and the conversation it belongs to, if any."""

    text: str
    conversation: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation stands on: the last question, the facts told (newest first), offered."""

    question: str = ""
    facts: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may answer, with its score after guards (0 to 1)."""

    fact: Fact
    score: float


@dataclass(frozen=True, slots=True)
class GuardNote:
    """A guard that spoke: its name, the fact it spoke about, and what it saw."""

    guard: str
    fact: str
    detail: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a reply came about, for `ask --explain` and for curators."""

    normalised: str = ""
    repairs: tuple[tuple[str, str], ...] = ()
    completed: str | None = None
    guards: tuple[GuardNote, ...] = ()
    evidence: tuple[tuple[str, float], ...] = ()
    answer_threshold: float = 0.0
    offer_threshold: float = 0.0
    decision: str = ""


class DeclineReason(StrEnum):
    """Why there is no answer."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_IN_STORY = "not-in-story"
    UNKNOWN_TO_STORY = "unknown-to-story"
    FALSE_PREMISE = "false-premise"


@dataclass(frozen=True, slots=True)
class Answered:
    """The story tells it: one fact."""

    fact: Fact
    candidates: tuple[Candidate, ...] = ()
    explanation: Explanation = Explanation()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Not sure enough to answer: up to three facts as "did you mean"; more, where more was asked.

    `told` is the first of them where it is told with doubt: its answer is shown in full, marked as
    perhaps not what was meant, and the others are offered beside it.
    """

    suggestions: tuple[Fact, ...]
    candidates: tuple[Candidate, ...] = ()
    explanation: Explanation = Explanation()
    is_more: bool = False
    told: Fact | None = None

    @property
    def offers(self) -> tuple[Fact, ...]:
        """What readers may choose beside what is told: what the story tells, if any of it is."""
        others = tuple(fact for fact in self.suggestions if fact != self.told)
        known = tuple(fact for fact in others if fact.is_known)
        return known if known or self.told else others


@dataclass(frozen=True, slots=True)
class Declined:
    """No answer. `fact` is the known unknown that matched, or what contradicts a false premise."""

    reason: DeclineReason
    fact: Fact | None = None
    candidates: tuple[Candidate, ...] = ()
    explanation: Explanation = Explanation()


@dataclass(frozen=True, slots=True)
class Chatted:
    """What the bot says of itself and its story: `kind` is one of those of `bot.matching.chat`."""

    kind: str
    text: str
    candidates: tuple[Candidate, ...] = ()
    explanation: Explanation = Explanation()


Reply = Answered | Suggested | Declined | Chatted


def told(reply: Reply) -> Fact | None:
    """The fact that a reply states, with doubt or without; None where it states none."""
    match reply:
        case Answered(fact=fact) | Declined(fact=fact) | Suggested(told=fact):
            return fact
        case Chatted():
            return None
        case _:
            assert_never(reply)


def outcome(reply: Reply) -> str:
    """The name of a reply's type: answer, suggest, decline or chat."""
    match reply:
        case Answered():
            return "answer"
        case Suggested():
            return "suggest"
        case Declined():
            return "decline"
        case Chatted():
            return "chat"
        case _:
            assert_never(reply)
