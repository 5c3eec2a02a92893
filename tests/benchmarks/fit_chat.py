"""Fits the weights by which questions to the bot itself are recognised.

    python -m tests.benchmarks.fit_chat --data DIR [--without FILE …] [--write]

Learnt from `phrasings/*.txt` beside this file (three writers, and lines with words of a story in
their slots), from questions of the training stories and of the shipped one, and, under DIR, from
CLINC150 (Larson et al. 2019) and SQuAD 2.0. Every text is read as if asked of one of those stories.
Stories and questions that it is measured on are never read here.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from bot.core.chat.classifier import MATTER, Classifier, Reading, Weights
from bot.core.model import Story
from bot.knowledge.language import DATA, WEIGHTS, english, word_vectors
from bot.knowledge.loader import load
from tests.benchmarks.fit import ARTICLES, TRAINING
from tests.benchmarks.own_story import KNOWLEDGE
from tests.benchmarks.squad import PARAGRAPHS

if TYPE_CHECKING:
    from scipy import sparse

PHRASINGS = Path(__file__).parent / "phrasings"
SEED = 3

OF_CLINC = {
    "who_made_you": "editor", "who_do_you_work_for": "editor", "are_you_a_bot": "about",
    "what_is_your_name": "about", "how_old_are_you": "about", "where_are_you_from": "about",
    "do_you_have_pets": "about", "what_are_your_hobbies": "about", "what_can_i_ask_you": "coverage",
    "tell_joke": "unsupported", "fun_fact": "unsupported", "timer": "unsupported",
    "alarm": "unsupported", "reminder": "unsupported", "flip_coin": "unsupported",
    "roll_dice": "unsupported", "play_music": "unsupported", "translate": "unsupported",
    "time": "unsupported", "meaning_of_life": "unsupported", "thank_you": "thanks",
    "goodbye": "bye", "greeting": "greeting", "change_language": "languages",
    "user_name": "privacy",
}  # fmt: skip
"""What the intents of CLINC150 are that readers have, too."""

SLOT, SLOTTED = "{}", 3
"""What stands for a word of the story in a phrasing, and how often each is filled."""

WEATHER = "weather"
"""One that readers may ask of a story's events."""

OF_OWN = {
    "story-about": "summary", "story-reuters": "publisher", "story-authors": "authors",
    "story-date": "published",
}  # fmt: skip
"""Facts of the shipped story that tell what its header does."""

OF_ITS_MAKING = ("photo", "reuters", "no-photographer", "no-paper", "no-interview")
"""Facts of it that nothing is learnt from: they are about the article as well as its matter."""

NAMES = ("article", "story", "piece", "report", "news")
ABOUT_STORY = frozenset(
    "summary points publisher published source authors checked corrections coverage report "
    "unsupported".split()
)
"""Kinds in which the story may be called by what it is about."""

OPENINGS = (
    "hey|hi|hi there|ok|ok so|so|um|well|sorry|quick question|excuse me|hello|morning|please|"
    "just wondering|out of curiosity|btw|lol|right|wait|hang on|hmm|and|but|can you tell me|"
    "could you tell me|do you know|i want to know|i would like to know|tell me|any idea|"
    "does anyone know|i was wondering|honestly|look|listen|yo|mate|my sister sent me this|"
    "i just joined"
).split("|")
CLOSINGS = (
    "please|pls|thanks|lol|mate|tho|though|then|exactly|haha|ngl|tbh|by the way|just curious|"
    "again|or what|if you know|asking for a friend|right now|these days|here|cheers|thank you|"
    "anyway|really|love|friend|bot"
).split("|")
"""What may stand around a question to anybody: no sign of whom it is for."""

RIDGE, STEPS, PACE = 4e-6, 100, 0.3
LEAST_SAID, LEAST_HELD = 2, 2
"""How often a word, and a feature, must be there to have a weight of its own; a word that is said
alone counts twice."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """A text, what it asks, the story that it is read with, and what it counts for."""

    text: str
    kind: str
    story: str
    weight: float


def parsed(file: Path) -> list[tuple[str, str]]:
    """The phrasings of a file, each with its kind, which stands in brackets above them."""
    kind, found = "", []
    for line in filter(None, map(str.strip, file.read_text("utf-8").splitlines())):
        if line.startswith("["):
            kind = line.strip("[]")
        elif not line.startswith("#"):
            found.append((kind, line))
    return found


@cache
def stories() -> dict[str, Story]:
    """The stories to learn from, by name."""
    found = {name: load(TRAINING / f"{name}.yaml") for name in ARTICLES}
    return {**found, "shipped": load(KNOWLEDGE)}


@cache
def vocabulary(name: str) -> frozenset[str]:
    """The words of a story's facts."""
    return vocabulary_of(stories()[name])


def vocabulary_of(story: Story) -> frozenset[str]:
    """The words of the phrasings of a story's facts, and of its names."""
    normalise = english().normalise
    texts = (text for fact in story.facts for text in (*fact.questions, fact.answer))
    return frozenset(word for text in texts for word in normalise(text).split())


class Examples:
    """Makes examples of texts, as readers would say them."""

    def __init__(self) -> None:
        self._chance = random.Random(SEED)
        tier = english().lexicon.tier
        self._telling = {
            name: sorted(word for word in vocabulary(name) if tier(word) != 0 and word.isalpha())
            for name in stories()
        }

    def to_bot(self, kind: str, text: str, weight: float) -> Iterator[Example]:
        """What is said to the bot: as it is, in another dress, and with a word of the story."""
        if SLOT in text:
            for _ in range(SLOTTED):
                yield self._filled(text, kind)
            return
        yield Example(text, kind, self._story(), weight)
        yield Example(self.dressed(text, 0.7), kind, self._story(), weight * 0.7)
        if kind in ABOUT_STORY and weight == 1.0:
            name = self._story()
            about = self._about(kind, text, self._chance.choice(self._telling[name]))
            if about is not None:
                yield Example(self.dressed(about, 0.3), kind, name, weight * 0.5)

    def of_story(self, text: str, name: str | None, weight: float) -> Example:
        """What is asked of the story of that name, or of any."""
        if SLOT in text:
            return self._filled(text, MATTER)
        return Example(self.dressed(text, 0.4), MATTER, name or self._story(), weight)

    def _filled(self, text: str, kind: str) -> Example:
        """A text with words of a story in its slots."""
        name = self._story()
        while SLOT in text:
            text = text.replace(SLOT, self._chance.choice(self._telling[name]), 1)
        return Example(self.dressed(text, 0.4), kind, name, 0.7)

    def dressed(self, text: str, chance: float) -> str:
        """`text` with what people say around a question."""
        draw = self._chance
        before = f"{draw.choice(OPENINGS)} " if draw.random() < chance else ""
        after = f" {draw.choice(CLOSINGS)}" if draw.random() < chance * 0.7 else ""
        return before + text + after

    def drawn(self, texts: Sequence[tuple[str, str]], number: int) -> list[tuple[str, str]]:
        """So many of the texts."""
        return self._chance.sample(texts, min(number, len(texts)))

    def _story(self) -> str:
        return self._chance.choice(tuple(stories()))

    def _about(self, kind: str, text: str, word: str) -> str | None:
        words = text.split()
        named = next((place for place, one in enumerate(words) if one in NAMES), None)
        if named is not None and self._chance.random() < 0.5:
            return " ".join((*words[:named], word, *words[named:]))
        if named is not None:
            return " ".join((*words[: named + 1], "about the", word, *words[named + 1 :]))
        if kind in ("unsupported", "summary", "points", "coverage", "report"):
            return (
                f"{text} {self._chance.choice(('about', 'about the', 'on the', 'of the'))} {word}"
            )
        return None


def examples(data: Path, files: Sequence[Path]) -> list[Example]:
    """All there is to learn from."""
    make, found = Examples(), list[Example]()
    for file in files:
        for kind, text in parsed(file):
            if kind == MATTER:
                found += [make.of_story(text, None, 1.0) for _ in range(SLOTTED)]
            else:
                found += make.to_bot(kind, text, 1.0)
    clinc = json.loads((data / "benchmarks/clinc150/train_val.json").read_text("utf-8"))
    for text, intent in (*clinc["train"], *clinc["val"]):
        if intent == WEATHER:
            found.append(make.of_story(text, None, 0.5))
        elif intent in OF_CLINC:
            found += make.to_bot(OF_CLINC[intent], text, 0.15)
    own = [(fact.id, text) for fact in stories()["shipped"].facts for text in fact.questions]
    found += [
        one for id_, text in own if id_ in OF_OWN for one in make.to_bot(OF_OWN[id_], text, 0.9)
    ]
    other = [it for it in own if it[0] not in OF_OWN and not it[0].startswith(OF_ITS_MAKING)]
    found += [make.of_story(text, "shipped", 0.8) for _, text in make.drawn(other, 2000)]
    trained = [
        (name, text)
        for name in ARTICLES
        for fact in stories()[name].facts
        for text in fact.questions
    ]
    found += [make.of_story(text, name, 0.8) for name, text in make.drawn(trained, 2500)]
    named = {article: name for name, article in ARTICLES.items()}
    asked = [
        (paragraph["article"], one["q"])
        for paragraph in map(json.loads, (data / PARAGRAPHS).read_text("utf-8").splitlines())
        for one in paragraph["questions"]
    ]
    found += [make.of_story(q, named.get(article), 0.7) for article, q in make.drawn(asked, 3000)]
    normalise = english().normalise
    return [Example(normalise(it.text), it.kind, it.story, it.weight) for it in found]


def fitted(learnt_from: Sequence[Example], is_word: Sequence[str]) -> Weights:
    """The weights; `is_word` are the texts that count for which words readers say to a bot."""
    from scipy import sparse  # of the extra "bench"

    normalise = english().normalise
    counts = Counter(
        word for text in is_word for word in set(normalise(text.replace(SLOT, "")).split())
    )
    counts.update(text for text in is_word if " " not in text)
    words = tuple(sorted(word for word, count in counts.items() if count >= LEAST_SAID))
    read = Reading(words, english())
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


def descend(
    inputs: sparse.csr_matrix,
    meaning: Floats,
    target: npt.NDArray[np.int64],
    weight: Floats,
    kinds: int,
) -> tuple[Floats, Floats, Floats]:
    """Softmax regression with a ridge, by Adam (Kingma & Ba 2015) on all examples at once."""
    turned, share = inputs.T.tocsr(), (weight / weight.sum())[:, None]
    right = np.eye(kinds, dtype=np.float32)[target]
    shapes = ((inputs.shape[1], kinds), (meaning.shape[1], kinds), (kinds,))
    found = [np.zeros(shape, np.float32) for shape in shapes]
    slope, spread = [0 * one for one in found], [0 * one for one in found]
    for step in range(1, STEPS + 1):
        scores = inputs @ found[0] + meaning @ found[1] + found[2]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (scores / scores.sum(axis=1, keepdims=True) - right) * share
        gradients = (
            turned @ error + RIDGE * found[0],
            meaning.T @ error + RIDGE * found[1],
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
    """Keep what `bot.knowledge.language.chat_classifier` reads."""
    arrays: dict[str, Any] = {
        field.name: value
        if isinstance(value := getattr(weights, field.name), np.ndarray)
        else np.frombuffer("\n".join(value).encode(), np.uint8)
        for field in fields(weights)
    }
    np.savez_compressed(file, **arrays)


def shares_right(weights: Weights, file: Path) -> tuple[float, float]:
    """The shares of a writer's phrasings told right, and of their `MATTER` that is taken."""
    classify = Classifier(weights, word_vectors().embed, english())
    said = [(kind, *classify(text, frozenset())) for kind, text in parsed(file)]
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
