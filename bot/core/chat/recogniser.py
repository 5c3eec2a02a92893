"""Tells which question about the bot, its story or its file a text is; None where it is another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain
from operator import or_

from bot.core.chat.clauses import asks, clauses, is_of_asker, parts, without_frame
from bot.core.chat.framing import (
    SLOT,
    Intent,
    Sureness,
    bits,
    blurred,
    framed,
    mask_of,
    near,
    telling,
)
from bot.core.chat.idioms import WEAK, idiom
from bot.core.chat.requests import is_request, of_bot
from bot.core.language.language import Language
from bot.core.language.lexicon import Lexicon
from bot.core.language.repair import Repair
from bot.core.model import Fact, Story

MAX_WORDS = 40
"""Whoever says more than that asks for more than one of these things."""

MAX_IDIOM = 7
"""No turn of phrase has more words."""

MAX_UNKNOWN = 2
"""Words of a question that may be misspelt."""

MAX_BESIDE = 2
"""Words beside a question that is surely one to the bot."""

SAFE_LENGTH = 5
"""In shorter words only letters that changed places are taken for a mistake."""

RARE = 3
"""The tier of English from which a word is likelier a brand."""

ALIKE = 1
"""Ideas in which a fact's phrasing may differ from a question that it is meant by."""

_REMEMBERED = 20_000

_HINTS = "you bot story answer ask"
"""Ideas of which one must be in a sentence that is read in parts."""

_MATTER = "mistake flag quiz timeline translate fun media list order"
"""Ideas of which one must be in what may be about anything."""

_NOUNS = ("story", "article", "piece")
"""What may follow words of the title, as in "the bridge story"."""

_OPEN = re.compile(r" (?:about|of|on|for|from|in) ")
"""Where what is asked for ends, and what it shall be about begins."""

_OPEN_KINDS = ("report", "unsupported")
"""What may be about anything: a mistake in the answer about X, a picture of X."""


class Recogniser:
    """Recognises what is asked of the bot itself, for one story.

    `vocabulary` are the words of the story's facts: they are no misspellings, and a question that
    holds others of them is about the story's matter.
    """

    def __init__(self, story: Story, language: Language, vocabulary: Iterable[str] = ()) -> None:
        self._language, lexicon = language, language.lexicon
        normalise = language.normalise
        self._bits = bits(language)
        spelt = chain(story.names, *story.names.values())
        self.vocabulary = frozenset(vocabulary).union(*(normalise(name).split() for name in spelt))
        self._lexicon = lexicon
        self._repair = Repair(self._bits, Lexicon(lexicon.words, lexicon.common))
        title = normalise(story.title)
        self._title_words = frozenset(title.split())
        self._slots = dict.fromkeys(_publisher(story, language), SLOT)
        if " " in title:
            self._slots[title] = "story"
        self._slot = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._slots)) or '(?!)'})\b")
        self._meant: dict[str, int | None] = {}

    def __call__(self, normalised: str, text: str = "") -> Intent | None:
        """What a text asks of the bot itself; None when it asks for anything else.

        `text` is what was `normalised`: where that is several sentences, each is read.
        """
        if normalised.count(" ") >= MAX_WORDS:
            return None
        if (intent := self._read(normalised)) is not None:
            return intent
        hints = reduce(or_, (self._bits.get(word, 0) for word in normalised.split()), 0)
        return (
            self._of_parts(tuple(map(self._language.normalise, clauses(text))))
            or (self._of_parts(parts(normalised)) if hints & mask_of(_HINTS) else None)
            or (self._opened(normalised) if hints & mask_of(_MATTER) else None)
        )

    def is_phrased(self, fact: Fact, normalised: str) -> bool:
        """Whether a phrasing of `fact` asks for the same in words that ask of the bot, too."""
        asked = self._mask(without_frame(normalised).split())
        masks = (self._mask(self._language.normalise(text).split(), 0) for text in fact.questions)
        return asked is not None and any(
            mask is not None and telling(mask ^ asked).bit_count() <= ALIKE for mask in masks
        )

    def _read(self, clause: str) -> Intent | None:
        if clause.count(" ") < MAX_IDIOM and (kind := idiom(clause)) is not None:
            return Intent(kind)
        named = self._slot.sub(lambda name: self._slots[name[0]], clause)
        bare = without_frame(named)
        mask = self._mask(bare.split())
        intent = None if mask is None else framed(mask)
        if intent is None and is_request(clause):
            intent = Intent("unsupported", Sureness.OPEN)
        return intent or self._of_bot(named) or (self._besides(bare) if mask is None else None)

    def _besides(self, clause: str) -> Intent | None:
        """What is surely asked of the bot, with a word or two that have nothing to do with it."""
        words = clause.split()
        known = [word for word in words if word in self._bits]
        beside = len(words) - len(known)
        if beside > MAX_BESIDE or beside >= len(known) or self._is_of_story(clause):
            return None
        intent = framed(reduce(or_, (self._bits[word] for word in known), 0))
        if intent is None or intent.sureness is not Sureness.SURE:
            return None
        return Intent(intent.kind, Sureness.OPEN)

    def _of_bot(self, named: str) -> Intent | None:
        """What is asked whether the bot is, in words of which one may be a brand."""
        said = of_bot(named)
        if said is None:
            return None
        kind, what = said
        is_brand = bool(what) and what not in self._bits and self._is_rare(what)
        if kind == "this":
            return Intent("model", Sureness.OPEN) if is_brand else None
        if kind == "from":
            return Intent("publisher", Sureness.OPEN) if is_brand else None
        return Intent("model" if is_brand else kind)

    def _is_rare(self, word: str) -> bool:
        tier = self._lexicon.tier(word)
        return tier is None or tier >= RARE

    def _of_parts(self, said: tuple[str, ...]) -> Intent | None:
        """What one of several clauses asks, where the others ask nothing of the story."""
        if len(said) < 2:
            return None
        found: list[Intent] = []
        is_aside = False
        for clause in filter(None, said):
            intent = self._read(clause)
            if intent is not None:
                found.append(intent)
            elif self._mask(clause.split()) is None:
                if not is_of_asker(clause) and self._is_of_story(clause):
                    return None
                is_aside = True
        asked = [intent for intent in found if intent.kind not in WEAK]
        if asked:
            return asked[0]
        return found[0] if found and not is_aside else None

    def _is_of_story(self, clause: str) -> bool:
        """Whether a clause speaks of what the facts speak of."""
        return any(word in self.vocabulary and word not in self._bits for word in clause.split())

    def _opened(self, clause: str) -> Intent | None:
        """What is asked for where anything follows that it shall be about."""
        for place in _OPEN.finditer(clause):
            head = clause[: place.start()]
            intent = None if asks(head) else self._read(head)
            if intent is None or intent.kind not in _OPEN_KINDS:
                continue
            if intent.sureness is Sureness.SURE or intent.kind == "unsupported":
                return Intent(intent.kind, Sureness.OPEN)
        return None

    def _mask(self, words: list[str], most: int = MAX_UNKNOWN) -> int | None:
        """The ideas of `words` as bits; None where one of them has something else in mind."""
        mask = 0
        unknown: list[str] = []
        for place, word in enumerate(words):
            bit = self._bits.get(word)
            if bit is not None:
                mask |= bit
            elif word.endswith("gpt"):
                mask |= self._bits["gpt"]
            elif not self._is_of_title(words, place):
                unknown.append(word)
                if word in self.vocabulary or len(unknown) > most:
                    return None
        for word in unknown:
            meant = self._repaired(word)
            if meant is None:
                return None
            mask |= meant
        return mask

    def _is_of_title(self, words: list[str], place: int) -> bool:
        """Whether the word and what follows it name the story: "the bridge story"."""
        if words[place] not in self._title_words:
            return False
        following = (word for word in words[place:] if word not in self._title_words)
        return next(following, None) in _NOUNS

    def _repaired(self, word: str) -> int | None:
        """The ideas of what a misspelt word is meant to be; None where it may be another word."""
        if word not in self._meant:
            if len(self._meant) >= _REMEMBERED:
                self._meant.clear()
            self._meant[word] = self._searched(word)
        return self._meant[word]

    def _searched(self, word: str) -> int | None:
        meant = None if blurred(word).isdisjoint(near(self._language)) else self._repair(word)
        if meant is None or (len(word) < SAFE_LENGTH and sorted(word) != sorted(meant)):
            return None
        return reduce(or_, (self._bits[part] for part in meant.split()))


def _publisher(story: Story, language: Language) -> Iterator[str]:
    """The names of the story's publisher, normalised, longest first."""
    if story.publisher is None:
        return
    normalise = language.normalise
    name = normalise(story.publisher)
    names = {name, name.removeprefix("the ")}
    for canonical, spellings in story.names.items():
        if normalise(canonical) in names:
            names.update(map(normalise, spellings))
    yield from sorted(filter(None, names), key=len, reverse=True)
