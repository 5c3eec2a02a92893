"""Records as readers leave them: asks, votes and sends questions, to look at what editors see.

    python -m tests.benchmarks.readers DATABASE [--count 500]
    STORYBOT_DATABASE=DATABASE storybot inbox

The shipped story is asked its tuning questions by sixty made-up readers. One in three sends what
was not answered to the editors; answers get a vote now and then. Misses are kept for 14 days.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.compose.stories import build_service
from bot.core.model import Answered, Question, outcome
from bot.core.service import QuestionService
from bot.ports.messages import Reader
from bot.ports.records import Exchange, Retention
from bot.records.opening import open_records
from tests.benchmarks.own_story import KNOWLEDGE, QUESTIONS, cases_in

READERS, SEND, VOTE, AGREE = 60, 1 / 3, 1 / 5, 0.9
"""Readers; the share of misses sent, of answers voted on, and of these votes that are up."""


async def fill(database: Path, count: int, service: QuestionService) -> Counter[str]:
    """Ask `service` so many questions into `database`; what became of them."""
    chance = random.Random(count)
    asked = [
        one.question for it in ("tuning", "tuning-2") for one in cases_in(QUESTIONS / f"{it}.jsonl")
    ]
    outcomes: Counter[str] = Counter()
    keep = Retention(records=365, texts=90, misses=14)
    async with open_records(str(database), "a key that only this has", keep, {}) as opened:
        store = opened.store
        for text in chance.choices(asked, k=count):
            reader = Reader("slack", f"U{chance.randrange(READERS)}", "T1")
            reply, _ = service.ask(Question(text))
            outcomes[outcome(reply)] += 1
            store.replied(Exchange(text, reply, reader, service.story.digest))
            if isinstance(reply, Answered) and chance.random() < VOTE:
                await store.vote(reader, reply.fact, up=chance.random() < AGREE)
            elif not isinstance(reply, Answered) and chance.random() < SEND:
                await store.send_to_editors(reader, text)
    return outcomes


def main(arguments: Sequence[str]) -> int:
    """Fill a database, and say with what."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.readers")
    parser.add_argument("database", type=Path, help="the SQLite file to make or add to")
    parser.add_argument("--count", type=int, default=500, help="questions (500)")
    options = parser.parse_args(arguments)
    service = build_service(KNOWLEDGE, os.environ)
    outcomes = asyncio.run(fill(options.database, options.count, service))
    sys.stdout.write(f"{options.database}: {dict(outcomes.most_common())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
