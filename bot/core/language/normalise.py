"""Takes away what chat puts around a question: mentions, markup, emoji, Unicode tricks, noise."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 1000
"""Longer than any question a person asks; a text beyond it is refused before any work is done."""

_SCAN_CHARACTERS = 10_000
"""How much of a text is looked at at all: some Unicode takes time that grows with the square."""

_CHAT_MARKUP = re.compile(
    r"<[@#!&][^<>\s]{0,80}>"  # mentions and channels of both platforms
    r"|<(?:a?:\w{1,40}|/[^<>:\n]{1,100}|id|t):[\w-]{1,25}(?::[a-zA-Z])?>"  # emoji, commands, times
    r"|(?<!\w):[a-z][a-z0-9_+-]{1,40}:(?!\w)"  # emoji short names
    r"|<?\bhttps?://[^\s<>|]+>?"  # links tell nothing about the question; their labels may
    r"|(?<![\w.@-])(?:www\.|(?:[\w-]{1,63}\.){1,5}[a-z]{2,18}/)[^\s<>|]*"
    r"|[*_~`|>]+"  # emphasis, spoilers, quotes, code
)
_CONTRACTIONS = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b(can|sha)(?:'|n')t\b"), r"\1 not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'(?:s|d|ll|re|ve|m)\b"), " "),
)
_COUNTRY = re.compile(r"\b(?:[Uu]\.[Ss](?:\.[Aa])?\.?+|USA|US)(?!\w)")
"""The country before lower-casing makes it the pronoun "us"."""
_COUNTRY_WORDS = re.compile(r"\b(?:united states(?: of america)?|the us)\b")
_DIGIT = re.compile(r"\d")
_GROUPED_DIGITS = re.compile(r"(?<![\d.])\d{1,3}(?:[,' ]\d{3})+(?!\d)")
_LONG_RUN = re.compile(r"(?!\biii\b)([a-z])\1{2,}")
_MAGNITUDE = re.compile(
    r"(\.\d+)?(?<=\d)([mb]| ?(?:k|mn|mio|bn|tn|thousand|million|billion|trillion))\b"
)
_MAGNITUDE_WORDS = {
    "k": "thousand", "m": "million", "mn": "million", "mio": "million",
    "b": "billion", "bn": "billion", "tn": "trillion",
}  # fmt: skip
_SYMBOLS = {"%": " percent ", "$": " dollar ", "€": " euro ", "£": " pound ", "¥": " yuan "}
_LOOKALIKES = str.maketrans("аеорсхуіѕјԁԛԝһАВЕКМНОРСТХαορν", "aeopcxyisjdqwhABEKMHOPCTXaopv")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


_STRUCK = re.compile(r"(?<![\w~])(~~?)(?=[^\s~])[^~\n]{0,500}(?<=[^\s~])\1(?![\w~])")
_QUOTED = re.compile(r"^[ \t]*(?:>>>[\s\S]*|>.*)", re.MULTILINE)
_FENCE = re.compile(r"```[\w+#-]{1,20}[ \t]*(?=\n)")


def own_words(text: str) -> str:
    """`text` without what its writer struck out, quoted, or named as the language of a code.

    Where somebody only quotes, the quotation is what they ask.
    """
    if "~" not in text and ">" not in text and "`" not in text:
        return text
    kept = _FENCE.sub(" ", _STRUCK.sub(" ", text[:_SCAN_CHARACTERS]))
    own = _QUOTED.sub("", kept)
    return own if normalise(own) else kept


def normalise(text: str) -> str:
    """`text` in lower case, with plain letters, digits, dots and single spaces only.

    Contractions are opened ("isn't" to "is not"), grouped digits joined ("10,000" to "10000") and
    letters that only look Latin replaced. The result is empty when nothing was said in words.
    """
    text = unicodedata.normalize("NFKC", text[:_SCAN_CHARACTERS])[:_SCAN_CHARACTERS]
    text = text.translate(_APOSTROPHES)
    text = _CHAT_MARKUP.sub(" ", text)
    text = _COUNTRY.sub(" america ", text)
    if not text.isascii():
        text = _plain_letters(text).translate(_LOOKALIKES).lower().translate(_LOOKALIKES)
    text = text.lower()
    for symbol, word in _SYMBOLS.items():
        if symbol in text:
            text = text.replace(symbol, word)
    if "'" in text:
        for pattern, opened in _CONTRACTIONS:
            text = pattern.sub(opened, text)
    text = text.replace("how come", "why")
    if _DIGIT.search(text):
        text = _GROUPED_DIGITS.sub(_without_separators, text)
        text = _MAGNITUDE.sub(_magnitude, text)
    text = _LONG_RUN.sub(r"\1\1", text)
    return _COUNTRY_WORDS.sub("america", " ".join(WORD.findall(text)))


WORD = re.compile(r"\d++(?:\.\d++)?+(?![a-z])|[^\W_]+")
"""One word of a normalised text: a number with its decimals, or letters and digits together."""


def _without_separators(number: re.Match[str]) -> str:
    return re.sub("[,' ]", "", number.group())


def _magnitude(match: re.Match[str]) -> str:
    """Round thousands as digits, since "50,000" is as usual; other magnitudes as words."""
    decimals, unit = match[1] or "", match[2].strip()
    if unit == "k" and not decimals:
        return "000"
    return f"{decimals} {_MAGNITUDE_WORDS.get(unit, unit)}"


def _plain_letters(text: str) -> str:
    """Accents off; characters that do not show (controls, joiners, direction marks) out."""
    kept: list[str] = []
    for character in unicodedata.normalize("NFKD", text):
        category = unicodedata.category(character)
        if category == "Mn" or category == "Cf":
            continue
        kept.append(" " if category[0] in "CSZ" and character not in _SYMBOLS else character)
    return "".join(kept)
