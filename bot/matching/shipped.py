"""Reads the language data that storybot ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from zlib import crc32

import numpy as np

from bot.matching.chat.classifier import Classifier, Weights
from bot.matching.language.foreign import Foreign, Tongue
from bot.matching.language.language import Language, read_language, stems_of, writing_of
from bot.matching.language.lexicon import EMPTY, Lexicon, parse_lexicon
from bot.matching.language.sections import Sections
from bot.matching.language.stems import Stems
from bot.matching.language.vectors import HashVectors, WordVectors
from bot.writing import Writing

DATA = Path(__file__).parents[1] / "data"
ENGLISH = "en"
TONGUES = "languages.txt"
"""The languages that are told apart."""

FILE, WORDS, CONCEPTS = "language.txt", "words.txt", "concepts.txt"
"""What a language may have, in a folder of its code: how it works, its words, and their ideas."""

VECTORS, ROWS = "vectors.npz", "vectors.npy"
WEIGHTS = "chat.npz"
"""What was learnt of what readers say to the bot itself."""

PIECE = 1 << 16


def english() -> Language:
    """The shipped English."""
    return language(ENGLISH)


@lru_cache(maxsize=8)
def language(code: str) -> Language:
    """The language of that code ("de", "de-AT"), as far as storybot knows it.

    Of one without a file of its own, the words of the table of languages tell nothing, and it is
    stemmed where there is a stemmer.
    """
    code = code.strip().lower().partition("-")[0]
    table = Sections(_text(TONGUES))
    facts = table.table(code)
    data = Sections(_text(code, FILE))
    writing = writing_of(data, is_latin="script" not in facts)
    stems = stems_of(data, facts.get("stems", ""), writing)
    lexicon = _lexicon(code, stems, writing)
    listed = () if data.names() else _listed(table, code)
    chat = chain(data.words("fillers"), data.words("asking words"), data.table("shorthand"))
    common = lexicon.common.union(chat)
    own = _tongue(table, code) if facts else None

    def others() -> Iterator[Tongue]:
        return (_tongue(table, other) for other in _codes(table) if other != code)

    foreign = Foreign(code, own, others, common, lambda word: lexicon.tier(word) is not None)
    return read_language(code, data, writing, stems, listed, lexicon, foreign)


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """What the words of the shipped English mean; rows stay on disk until they are asked for."""
    folder = DATA / ENGLISH
    with np.load(folder / VECTORS) as arrays:
        names, scale, usual = arrays["words"].tobytes(), arrays["scale"], float(arrays["usual"])
    rows = np.asarray(np.load(folder / ROWS, mmap_mode="r"))  # a plain view is quicker to index
    identity = f"{crc32(scale.tobytes()):08x}"
    return WordVectors(identity, names, rows, scale, usual, english().stem)


@lru_cache(maxsize=1)
def chat_classifier() -> Classifier:
    """What recognises what readers say to the bot itself, in English."""
    with np.load(DATA / ENGLISH / WEIGHTS) as arrays:
        kinds, words, features = (
            tuple(arrays[name].tobytes().decode().splitlines())
            for name in ("kinds", "words", "features")
        )
        numbers = (arrays[name] for name in ("of_features", "scale", "of_meaning", "bias"))
        weights = Weights(kinds, words, features, *numbers)
    return Classifier(weights, word_vectors().embed, english())


def vectors_of(language: Language) -> WordVectors | HashVectors:
    """What the words of a language mean: of all but English, only which are the same."""
    if language.code == ENGLISH:
        return word_vectors()
    return HashVectors(language.stem, language.function_words)


def language_digest() -> str:
    """Changes whenever the shipped language data does; a story and its index lie beside it."""
    digest = 0
    for path in (DATA / TONGUES, *sorted(DATA.glob("??/*.*"))):
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest = crc32(piece, digest)
    return f"{digest:08x}"


def _text(*names: str) -> str:
    """What stands in a file of the data; nothing where it is not there."""
    path = DATA.joinpath(*names)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _lexicon(code: str, stems: Stems, writing: Writing) -> Lexicon:
    words, concepts = _text(code, WORDS), _text(code, CONCEPTS)
    if not words and not concepts:
        return EMPTY
    return parse_lexicon(words, concepts, stems.stem, writing.spelt)


def _listed(table: Sections, code: str) -> list[str]:
    return [*table.words(f"{code} sure"), *table.words(f"{code} hints")]


def _codes(table: Sections) -> Iterator[str]:
    return (name for name in table.names() if " " not in name)


def _tongue(table: Sections, code: str) -> Tongue:
    facts = table.table(code)
    return Tongue(
        code=code,
        name=facts["name"],
        sure=frozenset(table.words(f"{code} sure")),
        hints=frozenset(table.words(f"{code} hints")),
        letters=frozenset(facts.get("letters", "")),
        script=re.compile(f"[{facts['script']}]") if "script" in facts else None,
        template=facts["reply"],
        within={key[3:]: how for key, how in facts.items() if key.startswith("in ")},
        runs_right_to_left=facts.get("direction") == "rtl",
    )
