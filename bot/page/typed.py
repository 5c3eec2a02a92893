"""What can be said at once of a fact that is being written, before it is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.core.errors import KnowledgeError
from bot.core.model import Fact, Question, Story
from bot.core.service import QuestionService
from bot.curation.writing import fact_lines
from bot.desk.golden import stated
from bot.desk.proof import COLLISION, read_alone
from bot.knowledge.loader import parse
from bot.knowledge.problems import quoted
from bot.knowledge.review import Flaw
from bot.matching.language.analysis import Analyser


def check_typed(
    fact: Fact,
    story: Story,
    analyser: Analyser,
    article: str | None,
    service: QuestionService | None,
) -> tuple[Flaw, ...]:
    """Its problems and advice, and which of its new phrasings `service` answers by other facts.

    `story` is what the file has; a draft is checked as if it were none, for it is to become a fact.
    What takes the whole file, such as strike-out, is for the proof.
    """
    try:
        parse(_alone(fact), "form")
    except KnowledgeError as error:
        return tuple(Flaw("problem", fact.id, it.message, it.remedy) for it in error.problems)
    written = replace(fact, draft=False)
    flaws = list(read_alone(replace(story, facts=(written,)), analyser, article))
    if service is not None:
        old = story.fact(fact.id)
        flaws += _taken(written, old.questions if old is not None else (), service)
    return tuple(it for it in flaws if it.fact == fact.id)


def _alone(fact: Fact) -> bytes:
    """A file of the fact alone, without what only a whole file can hold against it."""
    bare = replace(fact, topic=None, see_also=(), draft=False)
    first, *rest = fact_lines(bare)
    lines = ["version: 1", "story: {title: The form}", "facts:", f"  - {first}"]
    return "\n".join([*lines, *(f"    {line}" for line in rest)]).encode()


def _taken(fact: Fact, before: tuple[str, ...], service: QuestionService) -> Iterator[Flaw]:
    for question in fact.questions:
        other = None if question in before else stated(service.ask(Question(question))[0])
        if other is not None and other.id != fact.id:
            yield Flaw(
                "advice",
                fact.id,
                f'the question {quoted(question)} is answered by the fact "{other.id}" today',
                "say in it what tells the two apart, or let the other keep it",
                question,
                kind=COLLISION,
            )
