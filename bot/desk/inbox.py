"""What readers said, as editors work it off: like with like, with the facts that are nearest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from bot.core.errors import UnusableInputError
from bot.core.model import Fact, Question, Status
from bot.core.service import QuestionService
from bot.curation.decisions import Decision
from bot.curation.editing import add_fact
from bot.curation.revising import change
from bot.knowledge.loader import parse
from bot.knowledge.values import fold
from bot.ports.feedback import Feedback, ReaderText
from bot.rendering.language import said_in

ALIKE = 85.0
"""Texts whose words are as like as this, by `token_sort_ratio`, of 100, are one item."""

FEWEST = 3
"""Askers from which on a text is shown that only an operator's switch kept."""

MISS, REPORT = "miss", "report"


@dataclass(frozen=True, slots=True)
class Item:
    """Texts of readers that are alike, oldest first, and the facts that come nearest to them, each
    with how likely it answers; of a report, the fact that was reported."""

    texts: tuple[ReaderText, ...]
    nearest: tuple[tuple[Fact, float], ...]

    @property
    def id(self) -> str:
        """What the item is called: the beginning of its first text's id."""
        return _short(self.texts[0])

    @property
    def kind(self) -> str:
        """What its texts are: "report", "question" or "miss"."""
        return self.texts[0].kind

    @property
    def text(self) -> str:
        """The first of its texts."""
        return self.texts[0].text

    def is_called(self, name: str) -> bool:
        """Whether `name` is what one of its texts is called: the first may be gone by now."""
        return any(_short(one) == name for one in self.texts)


@dataclass(frozen=True, slots=True)
class WorkList:
    """Items, those of most readers first; `hidden` counts texts that too few asked for."""

    items: tuple[Item, ...]
    hidden: int

    @property
    def texts(self) -> tuple[ReaderText, ...]:
        """The texts of all items."""
        return tuple(one for item in self.items for one in item.texts)

    def item(self, name: str) -> Item:
        """The item that is called so; raises UnusableInputError where there is none."""
        item = next((it for it in self.items if it.is_called(name)), None)
        if item is None:
            raise UnusableInputError(f"There is no item {name}; see “storybot inbox”.")
        return item


def work_list(
    feedback: Feedback,
    service: QuestionService,
    decided: Collection[str] = (),
    wanted: Callable[[Sequence[ReaderText]], bool] = bool,
) -> WorkList:
    """What there is to decide; `decided` are the ids of texts that somebody has decided on.

    Of those that are alike, oldest first, an item is made if they are `wanted`.
    """
    groups: list[tuple[str, list[ReaderText]]] = []
    for one in sorted(feedback.texts, key=lambda it: it.at):
        if one.id in decided:
            continue
        words = service.normalise(one.text)
        like = (texts for other, texts in groups if _is_alike(texts[0], other, one, words))
        found = next(like, None)
        if found is None:
            groups.append((words, [one]))
        else:
            found.append(one)
    shown = [texts for _, texts in groups if _may_be_shown(texts)]
    items = sorted(
        (Item(tuple(texts), _nearest(texts[0], service)) for texts in shown if wanted(texts)),
        key=lambda it: -len(it.texts),
    )
    return WorkList(tuple(items), sum(len(texts) for _, texts in groups) - sum(map(len, shown)))


def _short(one: ReaderText) -> str:
    return one.id[:8]


def _is_alike(first: ReaderText, words: str, one: ReaderText, own: str) -> bool:
    """Whether two texts are one item. What only a switch kept must be the very same words: else a
    word that one reader wrote would be shown for three."""
    if (first.kind, first.fact) != (one.kind, one.fact):
        return False
    return words == own or (one.kind != MISS and fuzz.token_sort_ratio(words, own) >= ALIKE)


def _may_be_shown(texts: list[ReaderText]) -> bool:
    """Whether readers sent it themselves, or enough of them asked it."""
    return texts[0].kind != MISS or len({it.asker for it in texts}) >= FEWEST


def _nearest(one: ReaderText, service: QuestionService) -> tuple[tuple[Fact, float], ...]:
    if one.kind == REPORT:
        reported = service.story.fact(one.fact or "")
        return () if reported is None else ((reported, 1.0),)
    reply, _ = service.ask(Question(one.text))
    return tuple((it.fact, it.score) for it in reply.candidates)


def accepted(
    data: bytes, name: str, item: Item, fact_id: str
) -> tuple[bytes, tuple[Decision, ...]]:
    """The file with an item's text among the phrasings of a fact, and what is to be remembered.

    Raises UnusableInputError for a report, RefusedEditError where the file cannot be spliced.
    """
    if item.kind == REPORT:
        raise UnusableInputError(
            f"{item.id} is a report, not a question: mend the fact, and dismiss the report."
        )
    asked = fold(item.text)

    def asking(fact: Fact) -> Fact:
        is_known = asked in fact.questions
        return fact if is_known else replace(fact, questions=(*fact.questions, asked))

    data = change(data, name, fact_id, asking)
    return data, tuple(Decision(it.id, "accept", fact_id) for it in item.texts)


def made_new(
    data: bytes,
    name: str,
    item: Item,
    fact_id: str,
    status: Status = Status.ESTABLISHED,
    answer: str = "",
) -> tuple[bytes, tuple[Decision, ...]]:
    """The file with a new fact with an item's text as its question, a draft without an answer; as
    `accepted`."""
    fact = Fact(fact_id, (fold(item.text),), fold(answer), status=status, draft=not answer)
    data = add_fact(data, name, fact)
    return data, tuple(Decision(it.id, "new", fact_id) for it in item.texts)


def corrected(
    data: bytes, name: str, item: Item, fact_id: str, answer: str, day: str
) -> tuple[bytes, tuple[Decision, ...]]:
    """The file where a fact that was reported says `answer` since `day`, and what it said before.

    Raises as `accepted` does.
    """

    said = said_in(parse(data, name).language)

    def correcting(fact: Fact) -> Fact:
        earlier = said.EARLIER.format(answer=fact.answer)
        return replace(fact, answer=fold(answer), revised=day, correction=earlier)

    data = change(data, name, fact_id, correcting)
    return data, tuple(Decision(it.id, "correct", fact_id) for it in item.texts)


def dismissed(item: Item) -> tuple[Decision, ...]:
    """What is to be remembered of an item that is shown no more."""
    return tuple(Decision(it.id, "dismiss") for it in item.texts)
