"""Reads since when somebody asks what is new."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.matching.chat.replies import MONTHS

_NEW = "new|newer|whats new|news|update|updates|updated|change|changes|changed|add|added|revised"
_AROUND = (
    "what|whats|which|is|are|was|were|has|have|been|did|do|does|you|your|there|any|anything|"
    "something|it|its|the|this|that|of|in|on|to|here|story|article|file|fact|facts|answer|"
    "answers|tell|show|list|me|got|and|so|please|hi|hello|else|all"
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DAYS_AGO = {"today": 0, "yesterday": 1, "last week": 7, "lately": 7, "recently": 7}
_MONTH = {name[:size].lower(): at for at, name in enumerate(MONTHS, 1) for size in (3, 4, 9)}

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"{_DAY} (?:of )?(?:{'|'.join(_MONTH)})(?: 20\d\d)?"
    rf"|(?:{'|'.join(_MONTH)}) {_DAY}(?: 20\d\d)?"
)
_ASKED = re.compile(
    rf"(?=.*\b(?:{_NEW})\b)(?:(?:{_NEW}|{_AROUND}) )+(?:since )?(?:the |last )??"
    rf"(?P<when>this week|{'|'.join((*_DAYS_AGO, *_WEEKDAYS))}|{_DATE})"
)


def since_when(normalised: str) -> Callable[[str], str] | None:
    """Tells from today's date the first day that is meant, both as 2031-04-03.

    None where it is not asked what is new, or since when.
    """
    found = _ASKED.fullmatch(normalised)
    if found is None:
        return None
    return lambda today: _first_day(found["when"], date.fromisoformat(today)).isoformat()


def _first_day(when: str, today: date) -> date:
    if when in _DAYS_AGO:
        return today - timedelta(_DAYS_AGO[when])
    if when == "this week":
        return today - timedelta(today.weekday())
    if when in _WEEKDAYS:  # the last one before today
        return today - timedelta((today.weekday() - _WEEKDAYS.index(when) - 1) % 7 + 1)
    numbers = [int(number) for number in re.findall(r"\d+", when)]
    month = next(_MONTH[word] for word in when.split() if word in _MONTH)
    day, year = (*numbers, today.year)[:2]
    first = date(year, month, 1) + timedelta(day - 1)
    if first > today and len(numbers) == 1:  # no year is said
        first = date(year - 1, month, 1) + timedelta(day - 1)
    return first
