"""The first question of a statement, where its form alone says which one it answers."""

from __future__ import annotations

import re

_SUBJECT = r"(?P<subject>(?:The|An?|[A-Z])[\w’'&.-]*(?: [\w’'&.-]+){0,5}?)"
_TIME = r"(?:in (?:\w+ )?\d{4}|on \d{1,2} [A-Z][a-z]+ \d{4}|on [A-Z][a-z]+ \d{1,2}, \d{4})"
_DONE = r"(?P<done>[a-z]{3,}ed|built|born|held|made|sold|founded|set up|shut|sent|bought|begun|cut)"
_BETWEEN = r"(?:(?!to |and |but |that )\w+ ){0,4}?"
_WHEN = re.compile(rf"{_SUBJECT} (?P<verb>was|were) (?:first )?{_DONE} {_BETWEEN}{_TIME}\b")
_COST = re.compile(rf"{_SUBJECT} (?P<verb>costs?) (?:about |around )?(?:[$€£¥]\s?)?\d")
_WHAT = re.compile(r"(?P<subject>The [\w’'-]+(?: [\w’'-]+){0,3}|[A-Z]{2,6}) is (?:an?|the) ")

_LEANS = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|this|that|these|those|who|which|whose|"
    r"former|latter|such|said|says|and|or|but|is|are|was|were|has|had|have|to|by|of which)\b",
    re.IGNORECASE,
)
"""Words for which a subject is not one that stands by itself."""


def first_question(sentence: str) -> str | None:
    """What an English sentence answers, or None where that takes judgement."""
    if found := _WHEN.match(sentence):
        ask = f"When {found['verb']} {{}} {found['done']}?"
    elif found := _COST.match(sentence):
        ask = f"How much {'does' if found['verb'] == 'costs' else 'did'} {{}} cost?"
    elif found := _WHAT.match(sentence):
        ask = "What is {}?"
    else:
        return None
    subject = found["subject"]
    if _LEANS.search(subject) or re.search(r"[\"“”]", sentence):
        return None
    first, _, rest = subject.partition(" ")
    return ask.format(f"{first.lower()} {rest}" if first in ("The", "A", "An") else subject)
