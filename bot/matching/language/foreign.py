"""Recognises a question in another language than the file's: by scripts, words and letters."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.writing import CHAT_MARKUP

SURE, HINT = 1.0, 0.5
"""What a word tells of its language, if it is rare elsewhere and if it is not; so does a letter."""

LEAST_OF_HINTS = 1.5
"""Without a sure word so much must speak for a language: two hints stand in many a name."""

MOSTLY = 0.5
"""A question of which more words than this share are the story's own is in its language."""

LETTERS_A_WORD = 2
"""How many letters of a script without spaces tell as much as a word."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u0900-\u09ff]+[^\W\d_]*)*")
_PLAIN_TOKEN = re.compile("[a-z]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile("[a-z]")
_FLAT = str.maketrans({"ß": "ss", "đ": "d", "ł": "l", "ı": "i", "œ": "oe"})
_ISOLATED = "\u2068{}\u2069"
"""Keeps a text in its own direction within one that runs the other way."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that can be recognised, and what it says to readers who ask in it.

    `script` matches its letters where they are not Latin; `letters` few other languages have.
    `within` is how it says "in English", by code.
    """

    code: str
    name: str
    sure: frozenset[str]
    hints: frozenset[str]
    letters: frozenset[str]
    script: re.Pattern[str] | None
    template: str
    within: Mapping[str, str]
    runs_right_to_left: bool

    def reply(self, language: str, name: str, title: str, example: str) -> str:
        """That questions about the story are to be asked in its `language`, called `name`."""
        within = self.within.get(language) or self.within["other"].format(name=name)
        if self.runs_right_to_left:
            title, example = _ISOLATED.format(title), _ISOLATED.format(example)
        return self.template.format(title=title, language=within, example=example)


@dataclass(frozen=True, slots=True)
class _Table:
    """What words and letters tell of the languages other than the file's.

    `telling` are words that are sure signs of one; `signs` finds letters and scripts that are.
    """

    tongues: Mapping[str, Tongue]
    words: Mapping[str, Mapping[str, float]]
    letters: Mapping[str, Sequence[str]]
    telling: frozenset[str]
    signs: re.Pattern[str]


def _table(tongues: Iterable[Tongue], own_words: frozenset[str]) -> _Table:
    by_code = {tongue.code: tongue for tongue in tongues}
    words: dict[str, dict[str, float]] = {}
    letters: dict[str, list[str]] = {}
    for tongue in by_code.values():
        for word, weight in _weights(tongue).items():
            words.setdefault(word, {})[tongue.code] = weight
        for letter in tongue.letters:
            letters.setdefault(letter, []).append(tongue.code)
    telling = frozenset(word for word, votes in words.items() if SURE in votes.values())
    scripts = {it.script.pattern for it in by_code.values() if it.script}
    signs = re.compile("|".join([*sorted(scripts), *letters]) or r"(?!)")
    return _Table(by_code, words, letters, telling - own_words, signs)


class Foreign:
    """Recognises other languages than the file's, whose `code` is never told.

    Of that, `common` words are known beside its table `own`; what `is_ordinary` is a rarer one.

    `others` gives the languages in order of preference where a text could be in several. They are
    read when a text has a word that is not known.
    """

    def __init__(
        self,
        code: str = "",
        own: Tongue | None = None,
        others: Callable[[], Iterable[Tongue]] = tuple,
        common: Iterable[str] = (),
        is_ordinary: Callable[[str], bool] = frozenset[str]().__contains__,
    ) -> None:
        self._code, self._name = code, own.name if own else code
        self._own_script = own.script if own else None
        self._own_words = frozenset(common).union(_weights(own) if own else ())
        self._is_ordinary = is_ordinary
        self._others = others
        self._built: _Table | None = None

    @property
    def _known(self) -> _Table:
        if self._built is None:
            self._built = _table(self._others(), self._own_words)
        return self._built

    def recognise(
        self, text: str, is_word: Callable[[str], bool], is_name: Callable[[str], bool]
    ) -> Tongue | None:
        """The language of `text`, where it is another one; None where that is not plain.

        `is_word` and `is_name` tell whether the story has a word, in a text or in a name.
        """
        lower = text.lower()
        if lower.isascii():
            plain = set(_PLAIN_TOKEN.findall(lower)) - self._own_words
            if self._built is None and all(is_word(it) or is_name(it) for it in plain):
                return None
            if self._known.telling.isdisjoint(plain):
                return None
        lower = CHAT_MARKUP.sub(" ", unicodedata.normalize("NFC", lower))
        tokens = dict.fromkeys(_TOKEN.findall(lower))
        table = self._known
        if table.telling.isdisjoint(tokens) and not table.signs.search(lower):
            return None
        names = {it for it in tokens if it not in self._own_words and is_name(it)}
        said = [token for token in tokens if token not in names]
        own = {token for token in said if token in self._own_words or is_word(token)}
        told = names | (own - self._own_words - table.words.keys())
        if sum(map(_size, told)) > MOSTLY * sum(map(_size, tokens)):
            return None
        best = self._likeliest(said, own, {sign for sign in "¿¡" if sign in lower})
        return None if best is None else table.tongues[best]

    def reply(self, tongue: Tongue, title: str, example: str) -> str:
        """What a reader who asks in `tongue` is told."""
        return tongue.reply(self._code, self._name, title, example)

    def _likeliest(self, said: list[str], own: set[str], signs: set[str]) -> str | None:
        """The language that most speaks for, and more than for the file's."""
        scores, alone = _tally(), _tally()
        against: defaultdict[str, int] = defaultdict(int)
        sure: set[str] = set()
        for token in [*said, *signs]:
            is_rarer = token not in own and self._is_ordinary(token)
            votes = self._votes(token)
            for code, weight in votes.items():
                scores[code] += weight
                if token not in own:
                    alone[code] += min(weight, HINT) if is_rarer else weight
                    if self._is_sure(token, code) and not is_rarer:
                        sure.add(code)
            if token in own or is_rarer:
                for code in self._known.tongues.keys() - votes.keys():
                    against[code] += 1
        meant = [
            code
            for code in self._known.tongues
            if alone[code] > against[code] and (code in sure or alone[code] >= LEAST_OF_HINTS)
        ]
        return max(meant, key=lambda code: scores[code], default=None)

    def _votes(self, token: str) -> dict[str, float]:
        """How much a word speaks for each language."""
        table = self._known
        votes = dict(table.words.get(token, ()))
        if token.isascii():
            return votes
        for code in {code for letter in token for code in table.letters.get(letter, ())}:
            votes[code] = votes.get(code, 0.0) + HINT
        unspaced = len(_UNSPACED.findall(token))
        if not unspaced and (_LATIN.search(token) or self._is_in_own_script(token)):
            return votes
        for code, tongue in table.tongues.items():
            if tongue.script is None or self._is_in_own_script(token):
                continue
            found = len(tongue.script.findall(token))
            if found:
                much = found / LETTERS_A_WORD if unspaced else SURE
                votes[code] = votes.get(code, 0.0) + much
        return votes

    def _is_sure(self, token: str, code: str) -> bool:
        listed = self._known.words.get(token, {}).get(code, 0.0) >= SURE
        return listed or (self._known.tongues[code].script is not None and not token.isascii())

    def _is_in_own_script(self, token: str) -> bool:
        return self._own_script is not None and self._own_script.search(token) is not None


def _size(token: str) -> float:
    """How many words a token makes up, about."""
    return max(1.0, len(_UNSPACED.findall(token)) / LETTERS_A_WORD)


def _tally() -> defaultdict[str, float]:
    return defaultdict(float)


def _weights(tongue: Tongue) -> dict[str, float]:
    """What each word of a language's table tells; without its accents, less."""
    weights: dict[str, float] = {}
    weights.update((flatten(word), HINT) for word in tongue.sure)
    weights.update(dict.fromkeys(tongue.sure, SURE))
    weights.update(dict.fromkeys(tongue.hints, HINT))
    return weights


def flatten(word: str) -> str:
    """A word of Latin letters as it is typed without accents."""
    if word.isascii():
        return word
    marked = unicodedata.normalize("NFD", word.translate(_FLAT))
    return "".join(letter for letter in marked if not "\u0300" <= letter <= "\u036f")


NONE = Foreign()
