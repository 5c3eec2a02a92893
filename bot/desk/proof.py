"""The press proof of a whole file: everything that is worth a remark before readers see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.core.model import Fact, Story
from bot.core.service import QuestionService
from bot.desk.evidence import leaning, unsupported
from bot.desk.golden import failures
from bot.desk.phrasings import thin_facts
from bot.desk.spellings import unlisted_names, unused_names
from bot.knowledge.expiry import expiry
from bot.knowledge.problems import quoted
from bot.knowledge.review import Flaw, review
from bot.matching.engine import Engine
from bot.matching.language.analysis import Analyser
from bot.matching.strike_out import Collision, Progress, StrikeOut, strike_out

SAME_ANSWER = 0.6
"""Two facts say the same where their answers share so much of their words (Jaccard)."""

COLLISION = "collision"


@dataclass(frozen=True, slots=True)
class Proof:
    """`flaws` fact by fact, and `collisions` worst first, both ready to be shown.

    Of what readers would be told with doubt nothing is said: mending that by the hundred, an editor
    who did it brought nothing to readers (docs/measuring.md).
    """

    flaws: tuple[Flaw, ...]
    collisions: tuple[Flaw, ...]
    strike_out: StrikeOut


def read_alone(story: Story, analyser: Analyser, article: str | None) -> Iterator[Flaw]:
    """What can be said of `story` as it stands on its day, without asking it anything."""
    yield from review(story, article)
    yield from expiry(story)
    yield from unsupported(story, analyser)
    yield from leaning(story)
    yield from thin_facts(story, analyser)


def prove(
    engine: Engine,
    article: str | None = None,
    progress: Progress | None = None,
    drafts: Iterable[Fact] = (),
) -> Proof:
    """The proof of a story that loads; `engine` is the one that answers it.

    Of `drafts`, which it does not answer from, only the names count.
    """
    story, analyser = engine.story, engine.analyser
    flaws = [*read_alone(story, analyser, article)]
    flaws += unused_names(replace(story, facts=(*story.facts, *drafts)), analyser)
    flaws += unlisted_names(story, analyser)
    flaws += failures(QuestionService(story, engine, lambda: story.today or ""))
    struck = strike_out(engine, progress)
    stems = cache(lambda text: frozenset(analyser.analyse(text).stems))
    collisions = tuple(_described(one, stems) for one in struck.collisions if one.sure)
    return Proof(tuple(flaws), collisions, struck)


def _described(one: Collision, stems: Callable[[str], frozenset[str]]) -> Flaw:
    more = f"; {one.others} more of their phrasings are taken so" if one.others else ""
    return Flaw(
        "advice",
        one.fact.id,
        f'readers who ask much like {quoted(one.phrasing)} get the fact "{one.other.id}" '
        f"({one.likelihood:.2f}), which has {quoted(one.other_phrasing)}{more}",
        remedy_of(one, stems),
        one.phrasing,
        kind=COLLISION,
    )


def remedy_of(one: Collision, stems: Callable[[str], frozenset[str]]) -> str:
    """What an editor can do about a collision; `stems` are those of a text."""
    own, other = stems(one.fact.answer), stems(one.other.answer)
    if len(own & other) >= SAME_ANSWER * len(own | other):
        return f'the two facts say nearly the same: merge them, or let "{one.other.id}" keep it'
    asked, near = stems(one.phrasing), stems(one.other_phrasing)
    if asked <= near or near <= asked:
        return "say in the question what tells the two apart, for its words do not"
    return (
        f'put that question under "never" of "{one.other.id}", and give this fact one or two that '
        "ask so in other words"
    )
