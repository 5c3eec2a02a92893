"""How well the bot speaks of itself and of its story: `python -m tests.benchmarks.about`.

The questions were written by somebody who had seen neither the code nor its tests. A line of
`about.jsonl` is right where the reply is what the bot says of itself, of one of the `kinds`, or
answers with the story's fact that tells what the header lacks (who wrote it). A line of
`traps.jsonl` sounds like one of those, and is right where the reply tells, or offers first, the
story's own `fact`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from time import process_time
from typing import Any

from bot.compose.stories import service_for
from bot.core.chat.replies import is_in_header
from bot.core.model import Answered, Chatted, Declined, Question, Reply, Suggested, outcome
from bot.core.service import QuestionService
from bot.knowledge.loader import load
from bot.matching.chat.recogniser import Recogniser
from bot.matching.shipped import chat_classifier, english

TESTS = Path(__file__).parents[1]
QUESTIONS = TESTS / "questions"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the story it was asked of, what was expected, and what came."""

    question: str
    story: str
    expected: tuple[str, ...]
    got: str
    is_right: bool


@cache
def service(story: str) -> QuestionService:
    """What answers from one of the stories of the tests."""
    return service_for(load(TESTS / "stories" / story / "knowledge.yaml"))


def asked(file: Path) -> Iterator[Asked]:
    """Each question of a file, asked."""
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        reply, _ = service(case["story"]).ask(Question(case["q"]))
        expected = tuple(case["kinds"]) if "kinds" in case else (case["fact"],)
        got = _spoken(reply)
        is_chat = isinstance(reply, Chatted)
        is_right = got in expected and is_chat == ("kinds" in case) and _tells(reply)
        is_right |= "kinds" in case and _tells_as_header(reply, case)
        yield Asked(case["q"], case["story"], expected, f"{outcome(reply)} {got}", is_right)


def _spoken(reply: Reply) -> str | None:
    """The kind of chat, or the fact that is told or offered first."""
    match reply:
        case Chatted(kind=kind):
            return kind
        case Answered(fact=fact):
            return fact.id
        case Suggested(suggestions=suggestions):
            return suggestions[0].id
        case Declined(fact=fact):
            return None if fact is None else fact.id


def _tells_as_header(reply: Reply, case: dict[str, Any]) -> bool:
    """Whether a fact is answered with that tells what the header of its story does not."""
    tells = service(case["story"]).fact_telling
    kinds = (kind for kind in case["kinds"] if not is_in_header(kind, service(case["story"]).story))
    return isinstance(reply, Answered) and any(tells(kind) is reply.fact for kind in kinds)


def _tells(reply: Reply) -> bool:
    return not isinstance(reply, Declined)


def microseconds() -> float:
    """What the recogniser takes for a question of the shipped story's held-out set, on average."""
    story = service("third").story
    file = QUESTIONS / "tuning-2.jsonl"
    language = english()
    normalise = language.normalise
    texts = [normalise(json.loads(line)["q"]) for line in file.read_text("utf-8").splitlines()]
    words = (normalise(text).split() for fact in story.facts for text in fact.questions)
    recognise = Recogniser(story, language, chat_classifier, chain.from_iterable(words))
    recognise("who aer you")  # what is built once
    begun = process_time()
    for text in texts:
        recognise(text)
    return (process_time() - begun) / len(texts) * 1e6


def main() -> None:
    """Print the figures, and with `--failures` what went wrong."""
    for name in ("about", "about-2", "about-3", "about-4", "traps"):
        found = list(asked(QUESTIONS / f"{name}.jsonl"))
        print(f"{name}: {sum(one.is_right for one in found)} of {len(found)} right")
        for one in found if "--failures" in sys.argv else ():
            if not one.is_right:
                print(f"  {one.story}: {one.question!r}: {one.got}, not {'/'.join(one.expected)}")
    print(f"{microseconds():.0f} µs a question")


if __name__ == "__main__":
    main()
