"""How often an ask channel would answer what is not about its story, and how much of what is.

    python -m tests.benchmarks.overheard --data ../shared

The chat is up to 6,000 texts of public sets (CLINC150, BANKING77, HINT3): orders and questions to
other bots, so likelier to be taken for questions than what people say to each other. The questions
are the answerable ones of each story's own set. Shares in per cent, 95 % intervals by Wilson.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

from bot.application.drafts import is_sure_unasked
from bot.compose.stories import build_service
from bot.core.model import Question
from bot.core.service import QuestionService
from bot.ops.evaluation import Share
from tests.paths import KNOWLEDGE, REPOSITORY

SEED, OF_EACH = 7, 2_000


def chat(data: Path) -> Iterator[str]:
    """Texts that no story here is about, as many of each set at most."""
    draw = random.Random(SEED)
    sets = [
        [text for part in json.loads(file.read_text("utf-8")).values() for text, _ in part]
        for file in sorted((data / "clinc150").glob("*.json"))
    ]
    for folder in ("banking77", "hint3"):
        found = []
        for file in sorted((data / folder).rglob("*.csv")):
            with file.open(encoding="utf-8", newline="") as opened:
                found += [row[0] for row in csv.reader(opened)][1:]
        sets.append(found)
    for texts in sets:
        yield from draw.sample(texts, min(OF_EACH, len(texts)))


def answered(service: QuestionService, texts: list[str]) -> Share:
    """The share of texts that would be answered."""
    replies = (service.ask(Question(text))[0] for text in texts)
    return Share(sum(is_sure_unasked(reply) for reply in replies), len(texts))


def main() -> None:
    """Print a line a story."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder above benchmarks")
    data: Path = parser.parse_args().data
    texts = list(chat(data / "benchmarks"))
    stories = REPOSITORY / "tests" / "stories"
    print("| story | chat answered, % | its own questions answered, % |\n| --- | --- | --- |")
    for name, file, asked in (
        ("shipped", KNOWLEDGE, data / "questions" / "dev.jsonl"),
        ("second", stories / "second" / "knowledge.yaml", stories / "second" / "questions.jsonl"),
        ("fourth", stories / "fourth" / "knowledge.yaml", None),
        ("Amazon", stories / "amazon" / "knowledge.yaml", None),
        ("ipcc", data / "stories/ipcc/knowledge.yaml", data / "stories/ipcc/questions.jsonl"),
    ):
        service, own = build_service(file, os.environ), "–"
        if asked is not None:
            rows = [json.loads(line) for line in asked.read_text("utf-8").splitlines()]
            wanted = [row["q"] for row in rows if row["answerable"]]
            own = _in_words(answered(service, wanted))
        print(f"| {name} | {_in_words(answered(service, texts))} | {own} |")


def _in_words(share: Share) -> str:
    low, high = share.interval()
    return f"{100 * share.value:.1f} ({100 * low:.1f}–{100 * high:.1f})"


if __name__ == "__main__":
    main()
