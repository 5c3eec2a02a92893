"""Fits the weights by which questions to the bot itself are recognised.

    python -m tests.benchmarks.fit_chat --data DIR [--without FILE …] [--write]

Learnt from `phrasings/*.txt` beside this file (seven writers, and lines with words of a story in
their slots), from questions of the training stories and of the shipped one, and, under DIR, from
CLINC150 (Larson et al. 2019) and SQuAD 2.0. Every text is read as if asked of one of those stories.
Stories and questions that it is measured on are never read here.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from bot.matching.chat.classifier import MATTER, Classifier, FeatureReader, Weights
from bot.matching.language.repair import Repair
from bot.matching.shipped import DATA, WEIGHTS, english, word_vectors
from tests.benchmarks.chat_examples import (
    PHRASINGS,
    SEEDS,
    SLOT,
    Example,
    examples,
    parsed,
    vocabulary,
)

if TYPE_CHECKING:
    from scipy import sparse

RIDGE, STEPS, PACE = 1e-6, 100, 0.3
DROPPED, MEANING_DROPPED = 0.5, 0.3
"""At each step so many of the features are left out, and of the texts' meanings: so none of them is
relied on alone (dropout, Srivastava et al. 2014)."""

DROPPING_SEED = 5
LEAST_SAID, LEAST_HELD = 2, 2 * len(SEEDS)
"""How often a word, and a feature, must be there to have a weight of its own; a word that is said
alone counts twice."""

MISSPELT = 5
"""A word unknown to English is another one misspelt where that is said so many times as often."""

Floats = npt.NDArray[np.float32]


def fitted(learnt_from: Sequence[Example], is_word: Sequence[str]) -> Weights:
    """The weights; `is_word` are the texts that count for which words readers say to a bot."""
    from scipy import sparse  # of the extra "bench"

    normalise = english().normalise
    counts = Counter(
        word for text in is_word for word in set(normalise(text.replace(SLOT, "")).split())
    )
    counts.update(text for text in is_word if " " not in text)
    words = tuple(sorted(_well_spelt({w: n for w, n in counts.items() if n >= LEAST_SAID})))
    read = FeatureReader(words, english())
    texts = [read(it.text, vocabulary(it.story)) for it in learnt_from]
    held = Counter(feature for features, _ in texts for feature in features)
    kept = sorted(feature for feature, count in held.items() if count >= LEAST_HELD)
    row = {feature: place for place, feature in enumerate(kept)}
    cells = [
        (n, row[f], len(fs) ** -0.5) for n, (fs, _) in enumerate(texts) for f in fs if f in row
    ]
    where, column, value = zip(*cells, strict=True)
    shape = (len(texts), len(kept))
    inputs = sparse.csr_matrix((np.array(value, np.float32), (where, column)), shape)
    meaning = word_vectors().embed([said for _, said in texts])
    kinds = tuple(sorted({it.kind for it in learnt_from}))
    target = np.array([kinds.index(it.kind) for it in learnt_from])
    weight = np.array([it.weight for it in learnt_from], np.float32)
    of_features, of_meaning, bias = descend(inputs, meaning, target, weight, len(kinds))
    scale = np.maximum(np.abs(of_features).max(axis=0) / 127, 1e-6).astype(np.float32)
    rounded = np.rint(of_features / scale).astype(np.int8)
    tells = np.abs(rounded).max(axis=1) > 0
    names = tuple(name for name, is_kept in zip(kept, tells, strict=True) if is_kept)
    return Weights(kinds, words, names, rounded[tells], scale, of_meaning, bias)


def _well_spelt(counts: Mapping[str, int]) -> Iterator[str]:
    """The words without those that are rare and look like another one misspelt."""
    lexicon = english().lexicon
    known = [
        word
        for word in sorted(counts, key=lambda it: -counts[it])
        if lexicon.tier(word) is not None
    ]
    repair = Repair(known, lexicon)
    for word, count in counts.items():
        meant = repair(word) if lexicon.tier(word) is None else None
        if meant is None or counts.get(meant, 0) < MISSPELT * count:
            yield word


def descend(
    inputs: sparse.csr_matrix,
    meaning: Floats,
    target: npt.NDArray[np.int64],
    weight: Floats,
    kinds: int,
) -> tuple[Floats, Floats, Floats]:
    """Softmax regression with a ridge and dropout, by Adam (Kingma & Ba 2015) on all examples."""
    chance, share = np.random.default_rng(DROPPING_SEED), (weight / weight.sum())[:, None]
    right = np.eye(kinds, dtype=np.float32)[target]
    shapes = ((inputs.shape[1], kinds), (meaning.shape[1], kinds), (kinds,))
    found = [np.zeros(shape, np.float32) for shape in shapes]
    slope, spread = [0 * one for one in found], [0 * one for one in found]
    for step in range(1, STEPS + 1):
        some, meant = inputs.copy(), meaning.copy()
        some.data *= (chance.random(len(some.data)) >= DROPPED) / np.float32(1 - DROPPED)
        kept = chance.random((len(meant), 1)) >= MEANING_DROPPED
        meant *= kept / np.float32(1 - MEANING_DROPPED)
        scores = some @ found[0] + meant @ found[1] + found[2]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (scores / scores.sum(axis=1, keepdims=True) - right) * share
        gradients = (
            some.T.tocsr() @ error + RIDGE * found[0],
            meant.T @ error + RIDGE * found[1],
            error.sum(axis=0),
        )
        pace = PACE * min(1.0, step / 10) * (1 - 0.9 * step / STEPS)
        for place, gradient in enumerate(gradients):
            slope[place] = 0.9 * slope[place] + 0.1 * gradient
            spread[place] = 0.99 * spread[place] + 0.01 * gradient**2
            ahead = slope[place] / (1 - 0.9**step)
            found[place] -= pace * ahead / (np.sqrt(spread[place] / (1 - 0.99**step)) + 1e-8)
    return found[0], found[1], found[2]


def save(weights: Weights, file: Path) -> None:
    """Keep what `bot.matching.shipped.chat_classifier` reads."""
    arrays: dict[str, Any] = {
        field.name: value
        if isinstance(value := getattr(weights, field.name), np.ndarray)
        else np.frombuffer("\n".join(value).encode(), np.uint8)
        for field in fields(weights)
    }
    np.savez_compressed(file, **arrays)


def shares_right(weights: Weights, file: Path) -> tuple[float, float]:
    """The shares of a writer's phrasings told right, and of their `MATTER` that is taken."""
    classify, normalise = Classifier(weights, word_vectors().embed, english()), english().normalise
    said = [(kind, *classify(normalise(text), frozenset())) for kind, text in parsed(file)]
    right = [it == kind and chance >= 0.5 for kind, it, chance in said if kind != MATTER]
    taken = [chance >= 0.5 for kind, _, chance in said if kind == MATTER]
    return sum(right) / len(right), sum(taken) / len(taken)


def main(arguments: Sequence[str]) -> int:
    """Fit, say how a writer fares who was left out, and with --write keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fit_chat")
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--without", help="a writer to leave out: the name of a file")
    parser.add_argument("--write", action="store_true", help="keep the weights in the package")
    options = parser.parse_args(arguments)
    files = [file for file in sorted(PHRASINGS.glob("*.txt")) if file.stem != options.without]
    said = [text for file in files for _, text in parsed(file)]
    weights = fitted(examples(options.data, files), said)
    print(f"{len(weights.features)} features, {len(weights.words)} words")
    if options.without:
        right, taken = shares_right(weights, PHRASINGS / f"{options.without}.txt")
        print(f"{options.without}: {right:.1%} right, {taken:.1%} of what is of the story taken")
    if options.write:
        save(weights, DATA / "en" / WEIGHTS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
