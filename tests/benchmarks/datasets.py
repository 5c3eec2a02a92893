"""Public question sets as files on disk, few phrasings of each, and typing mistakes on demand.

Nothing is downloaded: a set is read where it lies, and one that is absent is named. The layout is

    clinc150/    train_val.json or data_full.json; test.json where there is one
    banking77/   train.csv; test.csv where there is one
    hint3/       train/NAME_train.csv and test/NAME_test.csv
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bot.core.model import Fact, Story

T = TypeVar("T")

Labelled = tuple[str, str]
"""A text and the entry it belongs to."""

SEED = 7
"""For every draw that is not one of several few-shot draws."""

NO_ENTRY = "NO_NODES_DETECTED"
"""What HINT3 calls a question that no entry answers."""

OUTSIDE = "oos"
"""What CLINC150 calls one, where it labels it at all."""

HINT3_BOTS = ("sofmattress", "curekart", "powerplay11")

LONG_WORD = 4
"""Letters a word must have for a mistake to be made in it, where the text has such a word."""

NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb",
    "h": "gyjn", "j": "hukm", "k": "jil", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv",
    "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
"""The keys beside each key of an English keyboard."""


class Absent(Exception):
    """A set that is not there; the message names it and the file that was looked for."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A public set: what entries are made from, what is then asked, and what has no entry.

    `split` says in words where the questions come from.
    """

    name: str
    split: str
    train: tuple[Labelled, ...]
    asked: tuple[Labelled, ...]
    outside: tuple[str, ...] = ()


def read_clinc(data: Path) -> Benchmark:
    """CLINC150 (Larson et al. 2019) under `data`: its test split where there is one."""
    folder = data / "clinc150"
    parts: dict[str, list[list[str]]] = {}
    for name in ("data_full.json", "train_val.json", "test.json"):
        if (folder / name).is_file():
            parts.update(_parts(json.loads((folder / name).read_text("utf-8"))))
    if not {"train", "val"} <= parts.keys() and not {"train", "test"} <= parts.keys():
        raise Absent(f"CLINC150: no train and validation questions in {folder.name}")
    split = "test" if "test" in parts else "val"
    rows = [(text, label) for text, label in parts[split]]
    apart = [text for text, *_ in parts.get(f"oos_{split}", [])]
    return Benchmark(
        "CLINC150",
        "test split" if split == "test" else "validation split",
        tuple((text, label) for text, label in parts["train"]),
        tuple(row for row in rows if row[1] != OUTSIDE),
        (*apart, *(text for text, label in rows if label == OUTSIDE)),
    )


def _parts(content: Any) -> dict[str, list[list[str]]]:
    """The splits of one JSON file; a bare list is a test split."""
    return {"test": content} if isinstance(content, list) else dict(content)


def read_banking(data: Path) -> Benchmark:
    """BANKING77 (Casanueva et al. 2020) under `data`; a fifth is kept apart without a test file."""
    folder = data / "banking77"
    if not (folder / "train.csv").is_file():
        raise Absent(f"BANKING77: {folder.name}/train.csv is not there")
    train = _rows(folder / "train.csv", "text", "category")
    if (folder / "test.csv").is_file():
        test = _rows(folder / "test.csv", "text", "category")
        return Benchmark("BANKING77", "test split", tuple(train), tuple(test))
    random.Random(SEED).shuffle(train)
    fifth = len(train) // 5
    split = f"a fifth of the training split, drawn with seed {SEED} and not trained on"
    return Benchmark("BANKING77", split, tuple(train[fifth:]), tuple(train[:fifth]))


def read_hint3(data: Path, bot: str) -> Benchmark:
    """One of the three bots of HINT3 v1 (Arora et al. 2020) under `data`."""
    paths = [data / "hint3" / part / f"{bot}_{part}.csv" for part in ("train", "test")]
    for path in paths:
        if not path.is_file():
            raise Absent(f"HINT3 {bot}: {path.relative_to(data).as_posix()} is not there")
    train, test = (_rows(path, "sentence", "label") for path in paths)
    return Benchmark(
        f"HINT3 {bot}",
        "test split",
        tuple(row for row in train if row[1] != NO_ENTRY),
        tuple(row for row in test if row[1] != NO_ENTRY),
        tuple(text for text, label in test if label == NO_ENTRY),
    )


def _rows(path: Path, text: str, label: str) -> list[Labelled]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[text], row[label]) for row in csv.DictReader(file)]


def few(train: Iterable[Labelled], phrasings: int | None, seed: int) -> tuple[Labelled, ...]:
    """At most so many phrasings of every entry, drawn with `seed`; None takes all."""
    if phrasings is None:
        return tuple(train)
    draw = random.Random(seed)
    return tuple(
        (text, label)
        for label, texts in sorted(by_label(train).items())
        for text in draw.sample(texts, min(phrasings, len(texts)))
    )


def by_label(rows: Iterable[Labelled]) -> dict[str, list[str]]:
    """The texts of every entry."""
    found: dict[str, list[str]] = {}
    for text, label in rows:
        found.setdefault(label, []).append(text)
    return found


def thinned(benchmark: Benchmark, count: int) -> Benchmark:
    """At most `count` of the questions asked, and of those that have no entry."""
    return replace(
        benchmark,
        asked=tuple(_sample(benchmark.asked, count)),
        outside=tuple(_sample(benchmark.outside, count)),
    )


def _sample(rows: Sequence[T], count: int) -> list[T]:
    return random.Random(SEED).sample(rows, min(count, len(rows)))


def story_of(train: Iterable[Labelled]) -> Story:
    """A story with one fact for each entry, its label for an id, and nothing in its answers."""
    facts = (Fact(label, tuple(texts), "") for label, texts in sorted(by_label(train).items()))
    return Story("benchmark", tuple(facts))


def mistyped(text: str, seed: str) -> str:
    """`text` with one mistake in one word: letters swapped, one dropped, doubled, or a near key.

    A text without two letters in a row comes back as it is.
    """
    draw = random.Random(seed)
    words = list(re.finditer("[A-Za-z]{2,}", text))
    long = [word for word in words if len(word.group()) >= LONG_WORD] or words
    if not long:
        return text
    word = draw.choice(long)
    return text[: word.start()] + _spoilt(word.group(), draw) + text[word.end() :]


def _spoilt(word: str, draw: random.Random) -> str:
    kind = draw.choice(("swap", "drop", "double", "near key"))
    uneven = [place for place in range(len(word) - 1) if word[place] != word[place + 1]]
    if kind == "swap" and uneven:
        place = draw.choice(uneven)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    place = draw.randrange(len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if kind == "double":
        return before + letter + letter + after
    if kind == "near key":
        return before + draw.choice(NEIGHBOURS[letter.lower()]) + after
    return before + after
