"""How a language is written: letters, contractions, signs and numbers, and how all become words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_SCAN_CHARACTERS = 10_000
"""How much of a text is looked at at all: some Unicode takes time that grows with the square."""

CHAT_MARKUP = re.compile(
    r"<[@#!&][^<>\s]{0,80}>"  # mentions and channels of both platforms
    r"|<(?:a?:\w{1,40}|/[^<>:\n]{1,100}|id|t):[\w-]{1,25}(?::[a-zA-Z])?>"  # emoji, commands, times
    r"|(?<!\w):[a-z][a-z0-9_+-]{1,40}:(?!\w)"  # emoji short names
    r"|<?\bhttps?://[^\s<>|]+>?"  # links tell nothing about the question; their labels may
    r"|(?<![\w.@-])(?:www\.|(?:[\w-]{1,63}\.){1,5}[a-z]{2,18}/)[^\s<>|]*"
    r"|[*_~`|>]+"  # emphasis, spoilers, quotes, code
)
_MARKUP_SIGNS = re.compile(r"[<>:.*_~`|]")
"""One of these is in all that `CHAT_MARKUP` finds."""

_DIGIT = re.compile(r"\d")
_LONG_RUN = re.compile(r"(?!\biii\b)([a-z])\1{2,}")
_LOOKALIKES = str.maketrans("аеорсхуіѕјԁԛԝһАВЕКМНОРСТХαορν", "aeopcxyisjdqwhABEKMHOPCTXaopv")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no space between words: each is read as a word."""

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
    return own if WORD.search(own) else kept


WORD = re.compile(r"\d++(?:\.\d++)?+(?![a-z])|[^\W_]+")
"""One word of a normalised text: a number with its decimals, or letters and digits together."""

Rewrite = tuple[re.Pattern[str], str]


class Writing:
    """Reads texts of one language; without arguments, of one that nothing is known of."""

    def __init__(
        self,
        typed: Iterable[Rewrite] = (),
        opened: Iterable[Rewrite] = (),
        together: Iterable[Rewrite] = (),
        letters: Mapping[str, str] | None = None,
        symbols: Mapping[str, str] | None = None,
        glued: Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        has_decimal_comma: bool = False,
        is_latin: bool = True,
    ) -> None:
        """`typed` is put right before capitals are lost, `opened` in lower case, `together` when
        nothing but words is left. `letters` become others. `symbols` are words, as are the `units`
        behind a number; the `glued` ones only without a space. Of a language that `is_latin`,
        letters that only look so are replaced.
        """
        self._typed, self._opened = _framed(typed), _framed(opened)
        self._together = tuple(together)
        both_cases = {**_upper(letters or {}), **(letters or {})}
        self._letters = str.maketrans(both_cases)
        self._symbols = {sign: f" {word} " for sign, word in (symbols or {}).items()}
        self._units = {**(units or {}), **(glued or {})}
        self._magnitude = _magnitudes(glued or {}, units or {})
        self._has_decimal_comma = has_decimal_comma
        separator, decimal = (".", ",") if has_decimal_comma else (",", ".")
        self._grouped = re.compile(rf"(?<![\d{decimal}])\d{{1,3}}(?:[{separator}' ]\d{{3}})+(?!\d)")
        self._separators = re.compile(f"[{separator}' ]")
        self._is_latin = is_latin

    def normalise(self, text: str) -> str:
        """`text` in lower case, with plain letters, digits, dots and single spaces only.

        Contractions are opened ("isn't" to "is not"), grouped digits joined ("10,000" to "10000")
        and decimals have a dot. The result is empty when nothing was said in words.
        """
        text = unicodedata.normalize("NFKC", text[:_SCAN_CHARACTERS])[:_SCAN_CHARACTERS]
        text = text.translate(_APOSTROPHES)
        if _MARKUP_SIGNS.search(text):
            text = CHAT_MARKUP.sub(" ", text)
        for pattern, meant in self._typed:
            text = pattern.sub(meant, text)
        if not text.isascii():
            text = self._plain(text)
        text = text.lower()
        for symbol, word in self._symbols.items():
            if symbol in text:
                text = text.replace(symbol, word)
        for pattern, meant in self._opened:
            text = pattern.sub(meant, text)
        if _DIGIT.search(text):
            text = self._with_plain_numbers(text)
        text = _LONG_RUN.sub(r"\1\1", text)
        if not text.isascii():
            text = _UNSPACED.sub(r" \g<0> ", text)
        text = " ".join(WORD.findall(text))
        for pattern, meant in self._together:
            text = pattern.sub(meant, text)
        return text

    def spelt(self, word: str) -> str:
        """As `normalise`, for a word of the language data: one of plain letters is read already."""
        return word if word.isascii() and word.isalnum() else self.normalise(word)

    def _plain(self, text: str) -> str:
        text = self._without_marks(text.translate(self._letters))
        if not self._is_latin:
            return text
        return text.translate(_LOOKALIKES).lower().translate(_LOOKALIKES)

    def _without_marks(self, text: str) -> str:
        """Accents and vowel signs off, but those that make a Cyrillic letter another one in a
        language of such; characters that do not show (moderation, joiners, direction marks) out."""
        kept: list[str] = []
        for character in unicodedata.normalize("NFKD", text):
            category = unicodedata.category(character)
            is_mark = category[0] == "M" and (self._is_latin or not _is_cyrillic(kept[-1:]))
            if is_mark or category == "Cf":
                continue
            silent = category[0] in "CSZ" and character not in self._symbols
            kept.append(" " if silent else character)
        return unicodedata.normalize("NFC", "".join(kept))

    def _with_plain_numbers(self, text: str) -> str:
        text = self._grouped.sub(lambda number: self._separators.sub("", number.group()), text)
        if self._has_decimal_comma:
            text = re.sub(r"(?<=\d),(?=\d)", ".", text)
        return self._magnitude.sub(self._spelt_out, text) if self._magnitude else text

    def _spelt_out(self, match: re.Match[str]) -> str:
        """Round thousands as digits, since "50,000" is as usual; other magnitudes as words."""
        decimals, unit = match[1] or "", match[2].strip()
        if unit == "k" and not decimals:
            return "000"
        return f"{decimals} {self._units[unit]}"


def _framed(rewrites: Iterable[Rewrite]) -> tuple[Rewrite, ...]:
    """Rewrites whose words stand by themselves."""
    return tuple((pattern, f" {meant} ") for pattern, meant in rewrites)


def _is_cyrillic(last: list[str]) -> bool:
    return bool(last) and "\u0400" <= last[0] <= "\u052f"


def _upper(letters: Mapping[str, str]) -> dict[str, str]:
    """What capitals become, of those that are one letter: "ß" has none."""
    return {one.upper(): other for one, other in letters.items() if len(one.upper()) == 1}


def _magnitudes(glued: Iterable[str], units: Iterable[str]) -> re.Pattern[str] | None:
    """Decimals and the magnitude behind a number; None for a language that has none."""
    apart = "|".join(sorted(units, key=len, reverse=True))
    if not apart:
        return None
    ways = [*glued, rf" ?(?:{apart})"]
    return re.compile(rf"(\.\d+)?(?<=\d)({'|'.join(ways)})\b")
