"""How well the bot speaks of itself and of its story: `python -m tests.benchmarks.about`.

The questions were written by somebody who had seen neither the code nor its tests. A line of
`about.jsonl` is right where the reply is what the bot says of itself, of one of the `kinds`,
answers with the story's fact that tells the same (who wrote it), or tells somebody who asks in
another language for it how to ask. A line of
`traps.jsonl` sounds like one of those, and is right where the reply tells, or offers first, the
story's own `fact`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from time import process_time

from bot.compose.stories import service_for
from bot.core.model import Answered, Chatted, Declined, Question, Reply, Suggested, outcome
from bot.core.service import LANGUAGE, QuestionService
from bot.knowledge.loader import load
from bot.matching.chat.recogniser import Recogniser
from bot.matching.shipped import chat_classifier, english

TESTS = Path(__file__).parents[1]
QUESTIONS = TESTS / "questions"
SETS = (*(f"about{n}" for n in ("", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9")), "traps")
"""Of these, 6 to 8 were read by nobody who wrote code or phrasings; the others were."""


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
        is_right |= _tells_the_same(reply, case.get("kinds", ()), service(case["story"]))
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


def _tells_the_same(reply: Reply, kinds: Sequence[str], service: QuestionService) -> bool:
    """Whether a fact is answered with that tells what a reply of one of `kinds` does, or whoever
    asks for another language is answered in it."""
    if isinstance(reply, Chatted):
        return reply.kind == LANGUAGE and "languages" in kinds
    tells = map(service.fact_telling, kinds)
    return isinstance(reply, Answered) and any(fact is reply.fact for fact in tells)


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
    for name in SETS:
        found = list(asked(QUESTIONS / f"{name}.jsonl"))
        print(f"{name}: {sum(one.is_right for one in found)} of {len(found)} right")
        for one in found if "--failures" in sys.argv else ():
            if not one.is_right:
                print(f"  {one.story}: {one.question!r}: {one.got}, not {'/'.join(one.expected)}")
    print(f"{microseconds():.0f} µs a question")


if __name__ == "__main__":
    main()
