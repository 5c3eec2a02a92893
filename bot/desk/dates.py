"""Calendar dates as articles write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bot.matching.chat.replies import MONTHS

_NAMES = "|".join(rf"{month[:3]}(?:{month[3:]}|t)?\.?" for month in MONTHS)
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:,? (?P<year{0}>\d{{4}}))?"
_DATE = re.compile(
    r"(?<![\w-])(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|{_DAY.format(1)} (?:of )?(?P<month1>{_NAMES}){_YEAR.format(1)}"
    rf"|(?P<month2>{_NAMES}) {_DAY.format(2)}{_YEAR.format(2)})(?!\w)"
)

NO_YEAR = "0004"
"""The year of a day whose year is not told; it has a 29 February."""


def dates_in(text: str) -> Iterator[tuple[str, str]]:
    """Each day: as it is written, and as 2031-04-03; without its year, as 0004-04-03."""
    for found in _DATE.finditer(text):
        if found["iso"]:
            year, month, day = map(int, found["iso"].split("-"))
        else:
            way = "1" if found["day1"] else "2"
            year, day = int(found[f"year{way}"] or NO_YEAR), int(found[f"day{way}"])
            month = [it[:3] for it in MONTHS].index(found[f"month{way}"][:3]) + 1
        try:
            yield found[0], date(year, month, day).isoformat()
        except ValueError:
            continue


def date_in(text: str) -> str | None:
    """The first date of a text that tells its year, as 2031-04-03."""
    return next((day for _, day in dates_in(text) if not day.startswith(NO_YEAR)), None)


def has_day(days: Iterable[str], day: str) -> bool:
    """Whether `day` may be one of `days`: a year that is not told is any."""
    return any(
        it[4:] == day[4:] and (it[:4] == day[:4] or NO_YEAR in (it[:4], day[:4])) for it in days
    )
