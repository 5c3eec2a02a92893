"""Cuts running text into sentences: abbreviations, initials and quotations do not end one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+\S)|[。！？]+[」』”]*")
_OPENS = re.compile(r"\s*[\"'“‘„«(\[¿¡]*\s*[^\W_a-zß-öø-ÿ]|\s*[^\x00-\u024f\s]")
"""What a sentence begins with: a capital, a digit, or a letter of a script without capitals."""

_TITLES = frozenset(
    "adm brig capt cmdr col cpl dr fr gen gov hon lt maj messrs mr mrs ms mx prof pvt rep rev sen "
    "sgt st sr sra hr fr no nos nr fig vol pp cf vs approx ca e.g i.e z.b d.h p.ej mt ft".split()
)
"""Abbreviations that something follows, so that they never end a sentence."""

_SHORT = re.compile(
    r"(?:[^\W\d_]\.)+[^\W\d_]|inc|ltd|co|corp|bros|plc|jr|etc|al|dept|est|ave|rd|bzw|usw|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
"""Abbreviations that a sentence may end with."""

STARTERS = re.compile(
    r"\s*[\"“‘„«]?(?:The|A|An|In|On|At|It|He|She|They|We|I|You|This|That|These|Those|But|And|When|"
    r"While|If|For|Since|Until|Once|Although|Though|Because|During|With|From|As|After|Before|"
    r"There|His|Her|Their|Its|Our|What|Who|How|Why|Der|Die|Das|Er|Sie|Es|Im|El|La|Los|Las|En)\b"
)
"""Words that begin sentences and no names."""

_WORD_BEFORE = re.compile(r"([^\W_](?:[\w.]*\w)?)[.…]+$")


def split(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of `text` begins and ends, without the spaces around it."""
    start = 0
    for found in _END.finditer(text):
        if _ends(text[start : found.end()], text[found.end() :][:40], found[0]):
            yield from _stripped(text, start, found.end())
            start = found.end()
    yield from _stripped(text, start, len(text))


def _ends(sentence: str, after: str, sign: str) -> bool:
    """Whether a sign ends the sentence that stands before it."""
    if sign[0] in "。！？":
        return True
    if not _OPENS.match(after):
        return False
    word = _WORD_BEFORE.search(sentence)
    if word is None:
        return True
    said = word[1].casefold()
    if said in _TITLES or (len(said) == 1 and word[1].isupper()):
        return False
    return _SHORT.fullmatch(said) is None or STARTERS.match(after) is not None


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        begin = start + len(piece) - len(piece.lstrip())
        yield begin, begin + len(piece.strip())
