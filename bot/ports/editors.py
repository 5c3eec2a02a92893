"""What there is for editors to decide, in the channel where they sit, and what they decide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.core.model import Fact

Draft = TypeVar("Draft", contravariant=True)
"""What is to be said."""


class MatterKind(StrEnum):
    """What editors are told of."""

    QUESTION = "question"
    """A reader sent a question to the editors."""
    MISS = "miss"
    """Readers got no answer, and an operator's switch kept their words."""
    REPORT = "report"
    """A reader says that a fact is wrong."""
    DOWN = "down"
    """Readers voted a fact down."""
    SUGGESTION = "suggestion"
    """The bot could say something where nobody asked it."""
    ALARM = "alarm"
    """The file is broken, or its facts have expired."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to decide: `id` names it in buttons, and it is not said again for any of `keys`.

    `text` are readers' words, or those of an alarm, said by `count` readers; `facts` are those that
    come nearest, best first, or the one that it is about. With a `proposal` of one editor another
    one's yes is waited for.
    """

    id: str
    kind: MatterKind
    text: str = ""
    count: int = 1
    facts: tuple[Fact, ...] = ()
    keys: tuple[str, ...] = ()
    proposal: str = ""

    @property
    def is_question(self) -> bool:
        """Whether a fact could answer it."""
        return self.kind in (MatterKind.QUESTION, MatterKind.MISS)


class Resolution(StrEnum):
    """What an editor wants done."""

    PHRASING = "accept"
    """The words become a phrasing of a fact."""
    ANSWER = "new"
    """They become the question of a new fact, which the editor answers."""
    UNKNOWN = "unknown"
    """They become that of a known unknown."""
    CORRECTION = "correct"
    """The fact that was reported says something else from now on, and that it was corrected."""
    DISMISS = "dismiss"
    """Nothing."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `editor` (the platform and its id of a person) wants done with the matter of that id.

    `fact` is the mark of a fact for a phrasing, `answer` what an editor wrote.
    """

    matter: str
    ruling: Resolution
    editor: str
    fact: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish, in words for editors; `done` unless nothing came of it."""

    words: str
    done: bool = True


class EditorsDesk(Protocol):
    """The work list and the file behind the channel."""

    async def matters(self, known: Collection[str]) -> Sequence[Matter]:
        """What there is to decide, but for that of which a key is known; oldest first."""

    async def matter(self, name: str) -> Matter | None:
        """The matter of that id; None where it is decided, or its words are gone."""

    async def carry_out(self, wish: Wish) -> Outcome:
        """Do what an editor wants, or note it for whoever keeps the file; raises nothing."""


class Announcer(Protocol[Draft]):
    """Says something in a channel that nobody asked for there."""

    async def announce(self, channel: str, draft: Draft) -> str | None:
        """Say `draft`; the id of the message, None where the platform does not take it."""

    async def reply(self, channel: str, message: str, draft: Draft) -> str | None:
        """Say `draft` below a message; as `announce`."""

    async def amend(self, channel: str, message: str, draft: Draft) -> bool:
        """Let a message of the bot's say `draft`; whether that worked."""
