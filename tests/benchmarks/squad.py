"""Crowd workers' questions about an article of SQuAD 2.0, made into cases at run time.

The questions are CC BY-SA 4.0 and stay out of this repository (Rajpurkar, Jia and Liang, “Know What
You Don't Know: Unanswerable Questions for SQuAD”, ACL 2018). They are read from
DATA/benchmarks/squad2/paragraphs.jsonl: one `{article, context, questions: [{q, answers}]}` a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.ops.evaluation import Case, case_of
from tests.benchmarks.datasets import Absent

PARAGRAPHS = Path("benchmarks/squad2/paragraphs.jsonl")
"""Where they lie under the folder of the data."""

ALIKE = {" ": r"\s+", "-": "[-–]", "'": "['’]"}
"""Characters that a curator may have written in another way."""


def cases_about(data: Path, article: str) -> list[Case]:
    """All questions about `article`; raises `Absent` where there are none under `data`."""
    file = data / PARAGRAPHS
    if not file.is_file():
        raise Absent(f"{article}: {PARAGRAPHS.as_posix()} is not there")
    lines = map(json.loads, file.read_text("utf-8").splitlines())
    paragraphs = [line for line in lines if line["article"] == article]
    if not paragraphs:
        raise Absent(f"{article}: {PARAGRAPHS.name} has no such article")
    return [
        case_of(question)
        for number, paragraph in enumerate(paragraphs, 1)
        for question in _questions(number, paragraph["questions"])
    ]


def _questions(number: int, asked: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in asked:
        if one["answers"]:
            must = [any_of(one["answers"])]
            yield {"q": one["q"], "must": must, "fact": f"line {number}", "style": "crowd"}
        else:
            yield {"q": one["q"], "kind": "false-premise", "answerable": False}


def any_of(answers: Iterable[str]) -> str:
    """A pattern that matches where one of the crowd's answers stands, at the ends of words."""
    return f"(?:{'|'.join(dict.fromkeys(map(_pattern, answers)))})"


def _pattern(answer: str) -> str:
    words = " ".join(answer.split())
    inside = "".join(ALIKE.get(sign) or re.escape(sign) for sign in words)
    start, end = (r"\b" * bool(re.match(r"\w", words[place])) for place in (0, -1))
    return start + inside + end
