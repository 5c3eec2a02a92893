"""The one small line below an answer: who published it, when, how firmly, and who says so."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from bot.core.model import Fact, Story
from bot.rendering.language import said_in, spoken

_NEWS = re.compile(r"(?<=..)(?:news|online|mag)$")
_LEAST = 2
"""Words that must lend their beginnings to a host's name, as in nytimes or wsj."""


@dataclass(frozen=True, slots=True)
class Byline:
    """`name` of the publisher, then the `rest`; `url` leads to the page.

    Where that is not the publisher's own, `link` says what it is; else the name may be the link.
    """

    name: str
    rest: str = ""
    url: str | None = None
    link: str | None = None

    @property
    def text(self) -> str:
        """All of it but the link."""
        return joined(self.name, self.rest)


def byline(story: Story, *said: str | None, fact: Fact | None = None) -> Byline:
    """The line of `story`, or of a `fact` in it: its date, and what else is `said`."""
    rest = joined(_dated(story, fact), *said)
    name = story.publisher or f"“{story.title}”"
    return Byline(name, rest, story.url, copy_at(story.url, story.publisher, story.language))


def _dated(story: Story, fact: Fact | None) -> str | None:
    """Of which day it is; past the day until which it was to hold, that it may have changed."""
    as_of, has_expired = fact and fact.as_of, story.has_expired(fact)
    if has_expired:
        as_of = as_of or (fact and fact.checked) or story.checked
    day = as_of or story.published
    on = day and in_words(day, story.language)
    if not has_expired:
        return on
    said = said_in(story.language)
    return str(said.EXPIRED_AS_OF.format(day=on) if on else said.EXPIRED)


def joined(*parts: str | None) -> str:
    """The parts that there are, in one line."""
    return " · ".join(part for part in parts if part)


def standing(fact: Fact, publisher: str | None, language: str = "en") -> str | None:
    """How firmly the story states `fact`, and on whose word; None for what it never mentions."""
    if not fact.is_known:
        return None
    who, said = fact.according_to, said_in(language)
    if who is None or (publisher and who.casefold().startswith(publisher.casefold())):
        return str(said.STANDING[fact.status])
    return str(said.STANDING_OF[fact.status].format(who=who))


def in_words(day: str, language: str) -> str:
    """A date such as 2031-04-03 as readers write it; in languages not spoken as it stands."""
    if spoken(language) is None:
        return day
    try:
        found = date.fromisoformat(day)
    except ValueError:  # a story that is built by hand may say "spring"
        return day
    said = said_in(language)
    month = said.MONTHS[found.month - 1]
    return str(said.DATE.format(day=found.day, month=month, year=found.year))


@lru_cache(maxsize=16)
def copy_at(url: str | None, publisher: str | None, language: str = "en") -> str | None:
    """What to call a page that is not the publisher's own; None where it is, or nothing is known.

    A host is the publisher's where its name is the publisher's, is part of it, or is put together
    from the beginnings of its words: bbc.co.uk, theguardian.com, nytimes.com, ft.com.
    """
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return None
    words = _words(publisher or "")
    if not host or not words:
        return None
    if any(_is_name(_letters(part), words) for part in host.split(".")[:-1] or [host]):
        return None
    return str(said_in(language).COPY_AT.format(host=host))


def _is_name(part: str, words: list[str]) -> bool:
    """Whether a part of a host's name stands for a publisher of these words."""
    whole = "".join(words)
    bare = _NEWS.sub("", part)
    if len(bare) < _LEAST:
        return False
    if whole in part or any(word.startswith(bare) for word in words):
        return True
    return any(_put_together(bare, words[first:]) >= _LEAST for first in range(len(words)))


def _put_together(part: str, words: list[str]) -> int:
    """Of how many words' beginnings `part` is put together; 0 if it is not."""
    if not part:
        return 0
    for used, word in enumerate(words):
        for length in range(min(len(word), len(part)), 0, -1):
            if part[:length] == word[:length]:
                rest = part[length:]
                more = _put_together(rest, words[used + 1 :])
                if not rest or more:
                    return 1 + more
    return 0


def _words(name: str) -> list[str]:
    return [letters for word in re.split(r"\W+", name) if (letters := _letters(word))]


def _letters(text: str) -> str:
    """Letters and digits without case, accents and what stands for them, as "ue" does for "ü"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub("(?<=[aou])e", "", "".join(mark for mark in plain if mark.isalnum()))
