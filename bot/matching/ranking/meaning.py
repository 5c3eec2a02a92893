"""What each fact is asked for beyond its words: learnt from embeddings of its phrasings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.matching.language.analysis import Analysis
from bot.matching.ranking.rows import Floats, Ints

if TYPE_CHECKING:
    from bot.ports.embedder import Embedder

WORDS_WEIGHT = 0.05
MODEL_WEIGHT = 0.1
"""What one logit of meaning adds to a score, by word vectors and by a language model. More helps
files of few phrasings, and costs near misses and files of many."""

SCALE = np.float32(10**4)
"""So finely a score is kept, so that facts which are asked for alike score alike."""

SHARPNESS = 7.0
"""How sharply the mean of a fact's phrasings tells it from others before anything is learnt."""

RIDGE = 0.1
"""What keeps the directions near those means."""

ROUNDS = 20
"""Passes over the phrasings; 40 changed no measurement."""

MOST_SCORES = 20_000_000
"""Scores in a pass from which on there are fewer passes, so that large files build in time; at
twenty times as many, nothing is learnt beyond the means."""

CHUNK = 4_000_000
"""How many scores are held at a time."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A logit for a fact is the product of its direction with a text's embedding.

    `directions` has shape (facts, dimensions).
    """

    directions: Floats

    def logits(self, vector: Floats) -> Floats:
        """How much the text of `vector` speaks for each fact, shape (facts,)."""
        return np.asarray(self.directions @ vector, np.float32)


class Sense:
    """Scores what questions mean with an embedder and what was learnt from the facts with it.

    `is_model` says that the embedder is a language model, which reads more than single words.
    """

    def __init__(self, embedder: Embedder, meaning: Meaning, is_model: bool) -> None:
        self.embedder = embedder
        self.meaning = meaning
        self.is_model = is_model

    def scores(self, analysis: Analysis) -> Floats:
        """What the text adds to each fact's score, shape (facts,); 0 where it has no words."""
        if not analysis.words:
            return np.zeros(len(self.meaning.directions), np.float32)
        logits = self.meaning.logits(self.embedder.embed([_text(analysis)])[0])
        weight = MODEL_WEIGHT if self.is_model else WORDS_WEIGHT
        scores: Floats = np.float32(weight) * logits
        scores *= SCALE
        np.rint(scores, out=scores)
        scores /= SCALE
        return scores


def build_meaning(asked: Sequence[Sequence[Analysis]], embedder: Embedder) -> Meaning:
    """What the phrasings of each fact mean."""
    texts = [_text(analysis) for of_fact in asked for analysis in of_fact]
    owners = np.repeat(np.arange(len(asked), dtype=np.int32), [len(of_fact) for of_fact in asked])
    return learn_meaning(embedder.embed(texts), owners, len(asked))


def _text(analysis: Analysis) -> str:
    """What is embedded: the words as they were understood, repaired and without fillers.

    On two stories the embedding alone found 3 to 4 points more so than with the text as typed.
    """
    return " ".join(analysis.words)


def learn_meaning(vectors: Floats, owners: Ints, facts: int) -> Meaning:
    """Softmax regression towards the mean of each fact's phrasings; `vectors` has a row for each.

    Each round is a step of Newton's method with the bound of Böhning & Lindsay (1988) for the
    curvature, which needs no step length, accelerated as in Nesterov (1983).
    """
    start = SHARPNESS * _means(vectors, owners, facts)
    shared = (vectors.T @ vectors).astype(np.float64)
    inverse = np.linalg.inv(0.5 * shared + RIDGE * np.eye(len(shared))).astype(np.float32)
    directions = before = start
    rounds = int(ROUNDS * min(1.0, MOST_SCORES / (len(vectors) * facts)))
    if not rounds:
        return Meaning(start)
    for number in range(rounds):
        ahead = np.asarray(directions + number / (number + 3) * (directions - before), np.float32)
        slope = _slope(ahead, vectors, owners) + RIDGE * (ahead - start)
        before, directions = directions, np.asarray(ahead - slope @ inverse, np.float32)
    return Meaning(directions)


def _means(vectors: Floats, owners: Ints, facts: int) -> Floats:
    """The direction of the mean phrasing of each fact."""
    sums = np.zeros((facts, vectors.shape[1]), np.float32)
    np.add.at(sums, owners, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means: Floats = sums / np.maximum(lengths, 1e-6)
    return means


def _slope(directions: Floats, vectors: Floats, owners: Ints) -> Floats:
    """The slope of the loss."""
    slope = np.zeros_like(directions)
    size = max(1, CHUNK // len(directions))
    for begin in range(0, len(vectors), size):
        some, own = vectors[begin : begin + size], owners[begin : begin + size]
        error = _softmax(some @ directions.T)
        error[np.arange(len(error)), own] -= 1.0
        slope += error.T @ some
    return slope


def _softmax(logits: Floats) -> Floats:
    """The likelihood of each fact, for rows of logits."""
    shares: Floats = logits - logits.max(axis=1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
