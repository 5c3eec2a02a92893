"""Numbers, dates and names of two texts, and where the second says others than the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.desk.dates import NO_YEAR, dates_in, has_day
from bot.desk.names import capitalised, trimmed
from bot.matching.language.analysis import Analyser

YEARS = range(1700, 2101)
MISSPELT = 82
"""Of 100, from which two names that no list joins are likely meant as one."""

UNIT_WORDS = 2
"""Telling words behind a number among which what it counts is looked for."""

_ARTICLE = re.compile(r"^(?:The|An?) ")
_RELATIVE = re.compile(
    r"\b(?:ago|earlier|yesterday|tomorrow|hace|gestern|(?:last|this|next|past|letzt\w*|dies\w*|"
    r"vergangen\w*|nachst\w*|este|esta|pasad[oa]|proxim[oa]) (?:year|month|week|\w+day|spring|"
    r"summer|autumn|fall|winter|decade|jahr|monat|woche|ano|mes|semana))"
)
"""Times that a fact spells out, since it is read on another day."""

_GROUPED = re.compile(r"\d[,.'’ ]\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Value:
    """A number as it is written, its amount, and what it is of: stems, "year" or a currency."""

    shown: str
    amount: float
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a fact says and the article has otherwise."""

    kind: str
    told: str
    article: str


@dataclass(frozen=True, slots=True)
class Said:
    """One text's values, dates (as written, by day), names (as written, by their words), words.

    The words are those of the names' canonical forms, in a row.
    """

    values: tuple[Value, ...]
    days: dict[str, str]
    names: dict[tuple[str, ...], str]
    words: str


class Comparer:
    """Compares texts of one story, whose analyser knows its language and its names."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser

    def said(self, text: str) -> Said:
        """The numbers, dates and names of a text."""
        days = {day: written for written, day in dates_in(text)}
        for written in days.values():
            text = text.replace(written, " ; ")
        grammar = self._analyser.language.function_words
        runs = (trimmed(run, grammar if begins else ()) for begins, run in capitalised(text))
        names = {words: run for run in runs if len(words := self._words(run)) > 1}
        return Said(tuple(self._values(text)), days, names, self._spelt_out(text))

    def differences(self, told: Said, sentence: Said, around: Said) -> Iterator[Difference]:
        """Where a fact says something else than the sentence that it rests on.

        What stands `around` the sentence, or in other quotes of the fact, is no difference.
        """
        near = {value.amount for value in (*sentence.values, *around.values)}
        is_relative = _RELATIVE.search(sentence.words) is not None
        own = {value.amount for value in told.values}
        for value in told.values:
            if value.amount not in near and not (is_relative and "year" in value.units):
                alike = (it for it in sentence.values if it.units & value.units)
                if others := [it for it in alike if it.amount not in own]:
                    kind = "year" if "year" in value.units else "number"
                    yield Difference(kind, value.shown, others[0].shown)
        known = (*sentence.days, *(it for it in around.days if not it.startswith(NO_YEAR)))
        days = [it for it in sentence.days if not has_day(told.days, it)]
        for day, written in told.days.items() if days and not is_relative else ():
            if not has_day(known, day):
                yield Difference("date", written, sentence.days[days[0]])
        near_text = f" {sentence.words} {around.words} "
        for words, shown in told.names.items():
            if f" {' '.join(words)} " not in near_text:
                for other, other_shown in sentence.names.items():
                    if other not in told.names and self._is_mistaken(words, other):
                        yield Difference("name", shown, other_shown)

    def _is_mistaken(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether one name may stand where the other is meant: one surname, or nearly spelt so."""
        if len(one) != len(other):
            return False
        is_surname = one[-1] == other[-1] and one[-1] not in self._analyser.names.canonical
        near = fuzz.ratio(" ".join(one), " ".join(other)) >= MISSPELT
        return near or (is_surname and one[0] != other[0])

    def _words(self, run: str) -> tuple[str, ...]:
        """The words of a name without its article, those of its canonical form if it has one."""
        words = self._analyser.normalise(_ARTICLE.sub("", run)).split()
        names = self._analyser.names
        joined = names.join(words)
        canonical = names.canonical.get(joined[0]) if len(joined) == 1 else None
        return tuple(words if canonical is None else self._analyser.normalise(canonical).split())

    def _spelt_out(self, text: str) -> str:
        """The words of a text as they are, and again with names in their canonical form."""
        words = self._analyser.normalise(text).split()
        names = self._analyser.names
        joined = (names.canonical.get(it, it) for it in names.join(words))
        return f"{' '.join(words)} ; {self._analyser.normalise(' '.join(joined))}"

    def _values(self, text: str) -> Iterator[Value]:
        own = self._analyser.language
        read = self._analyser.read(self._analyser.normalise(text), mends=False)
        grouped = {re.sub(r"\D", "", it[0]) for it in _GROUPED.finditer(text)}
        joined = -1
        for place, word in enumerate(read.words):
            if place == joined or not word.replace(".", "", 1).isdecimal():
                continue
            after = place + 1
            if word in TENS and read.words[after : after + 1] and read.words[after] in ONES:
                word, joined, after = str(int(word) + int(read.words[after])), after, after + 1
            size = own.magnitudes.get(read.words[after], 0.0) if after < len(read.words) else 0.0
            shown = f"{word} {read.words[after]}" if size else word
            units = [
                read.stems[it]
                for it in range(after + bool(size), len(read.words))
                if read.telling[it] and not read.words[it][0].isdigit()
            ][:UNIT_WORDS]
            before = read.stems[max(0, place - 1) : place]
            is_year = not size and word.isdecimal() and int(word) in YEARS
            if is_year and not any(word.endswith(it) for it in grouped):
                yield Value(shown, float(word), frozenset({"year"}))
            else:
                signs = [it for it in before if it in CURRENCIES]
                units = signs or [*units, *(f"{it} " for it in before if read.telling[place - 1])]
                yield Value(shown, float(word) * (size or 1.0), frozenset(units))


TENS, ONES = frozenset(map(str, range(20, 100, 10))), frozenset(map(str, range(1, 10)))
"""The parts of "twenty-two", which is read as two numbers."""

CURRENCIES = frozenset({"dollar", "euro", "pound", "yen", "yuan"})
"""What signs before an amount are read as."""
