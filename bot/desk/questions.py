"""The first question of a statement, where its form alone says which one it answers."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.matching.chat.replies import MONTHS

_MONTH = rf"(?:{'|'.join((*MONTHS, *(it[:3] for it in MONTHS)))})\.?"
_TIME = (
    rf"(?:in (?:early |mid-|late )?(?:{_MONTH} )?\d{{4}}|in {_MONTH}"
    rf"|on (?:\d\d? {_MONTH}|{_MONTH} \d\d?)(?:,? \d{{4}})?|on [A-Z][a-z]+day)\b"
)
_SUBJECT = r"(?P<subject>[A-Z][\w’'&.-]*(?: [\w’'&.-]+){0,5}?)(?:, [^,;:]{3,80},)?"
_DONE = (
    r"(?P<done>(?!(?:consider|expect|report|estimat|believ|nam|call|deem|us|need|bas|locat)ed\b)"
    r"[a-z]{3,}ed|built|born|held|sold|founded|set up|shut|sent|bought|begun|cut|written)"
)
_WHERE = (
    r"(?:(?:in|at|by|near|from|with|for|there|again|first) ?(?:(?!to |and |but |that )\w+ ){0,4}?)?"
)
_IS_DONE = rf"{_SUBJECT} (?P<verb>was|were) (?:first |finally |only )?{_DONE}"
_PLACED = r"(?P<done>located|based|headquartered|situated|born) (?:in|at|near|on) (?:the )?[A-Z]"
_ABOUT = r"(?:about |around |some |up to )?(?:[$€£¥]\s?)?\d"

FORMS = tuple(
    (re.compile(pattern), question)
    for pattern, question in (
        (rf"{_SUBJECT} (?P<verb>will|would) cost {_ABOUT}", "How much {verb} {subject} cost?"),
        (rf"{_SUBJECT} costs {_ABOUT}", "How much does {subject} cost?"),
        (rf"{_SUBJECT} cost {_ABOUT}", "How much did {subject} cost?"),
        (rf"{_IS_DONE} {_WHERE}{_TIME}", "When {verb} {subject} {done}?"),
        (rf"{_SUBJECT} will (?P<done>(?:be )?[a-z]+) {_TIME}", "When will {subject} {done}?"),
        (rf"{_IS_DONE} {_WHERE}(?:because|due to)\b", "Why {verb} {subject} {done}?"),
        (rf"{_SUBJECT} (?P<verb>is|are|was|were) {_PLACED}", "Where {verb} {subject} {done}?"),
        (rf"{_IS_DONE} by (?:the )?[A-Z][a-z]+ [A-Z]", "Who {past} {subject}?"),
        (
            r"(?P<subject>The (?:[\w’'-]+ ){0,2}[A-Z][\w’'-]+|[A-Z]{2,6}) is (?:an?|the) ",
            "What is {subject}?",
        ),
    )
)
"""How a statement begins, and what it answers; the first that fits is asked."""

PAST = {"written": "wrote", "begun": "began"}
"""What is done, as whoever did it did it, where the two differ."""

_LEANS = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|this|that|these|those|who|which|whose|"
    r"former|latter|such|said|says|and|or|but|is|are|was|were|has|had|have|to|by|of which|an?|all|"
    r"will|would|when|while|since|if|as|after|before|because|although|though|where|until|once|in|"
    r"on|at|for|from|with|during|under|most|many|some|several|other|another|both|each|one|two|"
    r"there|here|also|however|not|no|what|how)\b",
    re.IGNORECASE,
)
"""Words with which a subject does not stand by itself, or is none."""


def first_question(sentence: str, is_word: Callable[[str], bool]) -> str | None:
    """What an English sentence answers, or None where that takes judgement.

    `is_word` knows the words that are no names.
    """
    found, form = next(
        ((it, form) for pattern, form in FORMS if (it := pattern.match(sentence))), (None, "")
    )
    subject = _within(found["subject"], is_word) if found else None
    if found is None or subject is None or re.search(r"[\"“”]", sentence):
        return None
    told = found.groupdict()
    done = told.get("done") or ""
    return form.format(**told | {"subject": subject, "past": PAST.get(done, done)})


def _within(subject: str, is_word: Callable[[str], bool]) -> str | None:
    """A subject as it is written within a sentence; None where it leans, or may be no name."""
    first, _, rest = subject.partition(" ")
    if _LEANS.search(subject):
        return None
    if first == "The" or (is_word(first.lower()) and re.search(r"(?:ing|[^s]s)$", first)):
        return f"{first.lower()} {rest}".rstrip()
    return None if is_word(first.lower()) else subject
