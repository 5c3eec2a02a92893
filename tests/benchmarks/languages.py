"""How well questions in other languages are told apart, and stories in German and Spanish answered.

python -m tests.benchmarks.languages
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.compose.stories import build_service
from bot.core.model import Chatted, Question
from bot.core.service import LANGUAGE, QuestionService
from bot.ops.evaluation import case_of, verdict

TESTS = Path(__file__).parents[1]
QUESTIONS = TESTS / "questions"
ENGLISH_STORIES = ("second", "third")
OTHER_STORIES = ("de", "es")


@dataclass(frozen=True, slots=True)
class Told:
    """What a question in another language got: `to` is the language of the reply, if it is told."""

    question: str
    language: str
    to: str | None


def service_of(story: str) -> QuestionService:
    """What answers a story of the tests, built anew."""
    return build_service(TESTS / "stories" / story / "knowledge.yaml", {})


def told_apart(service: QuestionService) -> list[Told]:
    """The questions in twenty languages, and in which each is told that it is in another."""
    return [
        Told(row["q"], row["language"], told_in(service, row["q"]))
        for row in _rows(QUESTIONS / "languages.jsonl")
    ]


def mistaken(service: QuestionService, questions: Path) -> list[str]:
    """The questions of a file that are taken for ones in another language."""
    return [row["q"] for row in _rows(questions) if told_in(service, row["q"]) is not None]


def told_in(service: QuestionService, question: str) -> str | None:
    """The language in which a reader is told to ask in the story's."""
    reply, _ = service.ask(Question(question))
    if not isinstance(reply, Chatted) or reply.kind != LANGUAGE:
        return None
    return reply.explanation.decision.rpartition(" ")[2]


def verdicts(service: QuestionService, story: str) -> Counter[str]:
    """How many questions to a story were answered right, wrongly, and so on."""
    cases = map(case_of, _rows(_questions(story)))
    asked = ((case, service.ask(Question(case.question))[0]) for case in cases)
    return Counter(str(verdict(case, reply)) for case, reply in asked)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print the figures."""
    for story in ENGLISH_STORIES:
        service = service_of(story)
        told = told_apart(service)
        in_own = sum(one.to == one.language for one in told)
        wrong = mistaken(service, QUESTIONS / "english.jsonl")
        print(
            f"{story}: {sum(one.to is not None for one in told)} of {len(told)} recognised, "
            f"{in_own} answered in their language; {len(wrong)} English ones mistaken"
        )
        print(*(f"  {one}" for one in told if one.to != one.language), *wrong, sep="\n")
    for story in OTHER_STORIES:
        service = service_of(story)
        counts = dict(verdicts(service, story).most_common())
        own = mistaken(service, _questions(story))
        english = len(mistaken(service, QUESTIONS / "english.jsonl"))
        print(f"{story}: {counts}; own questions mistaken {own}; English recognised {english}")


def _questions(story: str) -> Path:
    return TESTS / "stories" / story / "questions.jsonl"


if __name__ == "__main__":
    main()
