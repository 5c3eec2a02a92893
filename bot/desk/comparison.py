"""What a change to a file moves: the same questions, asked of the file before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.model import Question, Story
from bot.core.service import QuestionService
from bot.matching.strike_out import PROGRESS, Progress
from bot.rendering.json_reply import record

MARGIN = 0.1
"""A score has changed if it differs by more than this."""


class Origin(StrEnum):
    """Where a question is from."""

    ASKS = "asks"
    NEVER = "never"
    RECORDED = "recorded"
    OWN = "the file's own"


class Move(StrEnum):
    """What became of a reply, the worst for readers first."""

    LOST = "lost"
    OTHER = "other fact"
    OUTCOME = "other outcome"
    GAINED = "gained"
    TEXT = "other text"
    SCORE = "other score"


@dataclass(frozen=True, slots=True)
class Told:
    """A reply as readers see it: its outcome, the fact it states, its text, its score."""

    outcome: str
    fact: str | None
    text: str
    score: float | None


@dataclass(frozen=True, slots=True)
class ReplyChange:
    """A reply that is another after the change, and further questions with the same two replies."""

    move: Move
    question: str
    origin: Origin
    before: Told
    after: Told
    more: tuple[str, ...] = ()

    @property
    def questions(self) -> int:
        """How many questions it is the change of."""
        return 1 + len(self.more)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes, worst first, among so many questions."""

    asked: int
    changes: tuple[ReplyChange, ...]

    @property
    def changed(self) -> int:
        """How many questions get another reply, whatever their scores."""
        return sum(it.questions for it in self.changes if it.move is not Move.SCORE)


def compare(
    old: QuestionService,
    new: QuestionService,
    recorded: Iterable[str] = (),
    margin: float = MARGIN,
    progress: Progress | None = None,
) -> Comparison:
    """Ask both services what their files hold and what was recorded, each question by itself."""
    questions: dict[str, Origin] = {}
    for text, origin in _questions(recorded, old.story, new.story):
        questions.setdefault(text, origin)
    grouped: dict[tuple[object, ...], list[ReplyChange]] = {}
    for number, (text, origin) in enumerate(questions.items(), 1):
        before, after = (_told(service, text) for service in (old, new))
        if move := _move(before, after, margin):
            key = (move, text) if move is Move.SCORE else (move, _shown(before), _shown(after))
            grouped.setdefault(key, []).append(ReplyChange(move, text, origin, before, after))
        if progress and number % PROGRESS == 0:
            progress(number, len(questions))
    changes = (
        replace(it[0], more=tuple(one.question for one in it[1:])) for it in grouped.values()
    )
    order, origins = list(Move), list(Origin)
    return Comparison(
        len(questions),
        tuple(sorted(changes, key=lambda it: (order.index(it.move), origins.index(it.origin)))),
    )


def _questions(recorded: Iterable[str], *stories: Story) -> Iterator[tuple[str, Origin]]:
    facts = [fact for story in stories for fact in story.facts]
    for fact in facts:
        yield from ((text, Origin.ASKS) for text in fact.asks)
        yield from ((text, Origin.NEVER) for text in fact.never)
    yield from ((text, Origin.RECORDED) for text in recorded)
    for fact in facts:
        yield from ((text, Origin.OWN) for text in (*fact.questions, fact.short_title))


def _told(service: QuestionService, text: str) -> Told:
    reply, _ = service.ask(Question(text))
    said = record(reply, service.story)
    return Told(said["outcome"], said["fact"], said["text"], said["score"])


def _shown(told: Told) -> tuple[str, str | None, str]:
    return told.outcome, told.fact, told.text


def _move(before: Told, after: Told, margin: float) -> Move | None:
    """How the reply moved; None where it did not."""
    answers = [it.outcome == "answer" for it in (before, after)]
    if answers == [True, False]:
        return Move.LOST
    if answers == [False, True]:
        return Move.GAINED
    if before.fact != after.fact:
        return Move.OTHER
    if before.outcome != after.outcome:
        return Move.OUTCOME
    if before.text != after.text:
        return Move.TEXT
    is_far = abs((before.score or 0.0) - (after.score or 0.0)) > margin
    return Move.SCORE if is_far else None
