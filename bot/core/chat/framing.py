"""The frames as masks of bits, and the one that the ideas of a question fit best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache, reduce
from itertools import product
from operator import or_

from bot.core.chat.frames import FRAMES, GLUE
from bot.core.chat.words import IDEAS, bits_by_word
from bot.core.language.language import Language

_MEANT = {
    **dict.fromkeys("summary points publisher published source authors".split(), "story"),
    **dict.fromkeys("checked corrections".split(), "story you bot"),
}
"""Ideas that make a kind sure; "you" and "bot" where none are named."""

SPARE = 1
"""Ideas of a question that its frame need not explain."""

_TURNS = "who when where why how not"
"""Ideas that make another question of what they stand in; none of them is to spare."""

_ANCHORS = "you bot story this report answer ask"
"""Ideas of which a question with one to spare must have one."""

_REMEMBERED = 20_000

SLOT = "slot"
"""The idea of the story's publisher, who is known by name."""


class Sureness(Enum):
    """When a fact that may answer is rather meant than the bot itself."""

    SURE = "never"
    PLAIN = "where a phrasing of it is as plain"
    OPEN = "always"


@dataclass(frozen=True, slots=True)
class Intent:
    """What is asked of the bot itself, and how surely."""

    kind: str
    sureness: Sureness = Sureness.SURE


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind, and the ideas that make it, as bits: those it needs, and all it may hold."""

    kind: str
    needed: int
    allowed: int
    is_sure: bool
    weight: int


def telling(mask: int) -> int:
    """The ideas of `mask` but those that stand in any question."""
    return mask & ~mask_of(GLUE)


@lru_cache(maxsize=_REMEMBERED)
def framed(mask: int) -> Intent | None:
    """What the ideas of `mask` ask for together; None where no frame explains them."""
    turns = mask_of(_TURNS)
    best: tuple[int, int] | None = None
    found: Frame | None = None
    for frame in _frames():
        if frame.needed & ~mask:
            continue
        spare = mask & ~frame.allowed
        if spare & turns or spare.bit_count() > SPARE:
            continue
        rank = (frame.weight - spare.bit_count() * 2 * _OF_IDEA, -spare.bit_count())
        if best is None or rank > best:
            best, found = rank, frame
    if best is None or found is None or (best[1] and not mask & mask_of(_ANCHORS)):
        return None
    meant = mask_of(_MEANT.get(found.kind, "you bot"))
    is_sure = not best[1] and (found.is_sure or bool(mask & meant))
    return Intent(found.kind, Sureness.SURE if is_sure else Sureness.PLAIN)


_OF_IDEA, _OF_GLUE = 4, 1
"""What an idea that is needed counts, and one that may stand anywhere."""


@cache
def mask_of(names: str) -> int:
    """The bits of ideas by their names; alternatives, parted by "/", all of them."""
    places = _places()
    return reduce(or_, (places[name] for name in names.replace("/", " ").split()), 0)


@cache
def _places() -> Mapping[str, int]:
    return {idea: 1 << place for place, idea in enumerate((*IDEAS, SLOT))}


@cache
def _frames() -> tuple[Frame, ...]:
    """All frames, each with one of its alternatives chosen."""
    return tuple(frame for kind, lines in FRAMES.items() for frame in _read(kind, lines))


def _read(kind: str, lines: str) -> Iterator[Frame]:
    glue = mask_of(GLUE)
    for line in filter(None, map(str.strip, lines.splitlines())):
        needed, _, more = line.removeprefix("! ").partition("?")
        allowed = mask_of(more) | mask_of(needed) | glue
        for chosen in product(*(name.split("/") for name in needed.split())):
            bits = mask_of(" ".join(chosen))
            weight = (bits & ~glue).bit_count() * _OF_IDEA + (bits & glue).bit_count() * _OF_GLUE
            yield Frame(kind, bits, allowed, line.startswith("! "), weight)


@cache
def bits(language: Language) -> Mapping[str, int]:
    """Each known word's bit, 0 for one that tells nothing; shorthand has those of its words."""
    known = bits_by_word(language.fillers)
    known[SLOT] = _places()[SLOT]
    for short, words in language.shorthand.items():
        if short not in known and all(word in known for word in words.split()):
            known[short] = reduce(or_, (known[word] for word in words.split()))
    return known


def blurred(word: str) -> set[str]:
    """The word, and what is left of it without any one letter."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


@cache
def near(language: Language) -> frozenset[str]:
    """What the known words are blurred to: a word near none of them is not worth a repair."""
    return frozenset().union(*map(blurred, bits(language)))
