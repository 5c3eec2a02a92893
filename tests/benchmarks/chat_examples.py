"""What the recogniser of questions to the bot itself learns from, as readers would say it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.core.model import Story
from bot.knowledge.loader import load
from bot.matching.chat.classifier import MATTER
from bot.matching.shipped import english
from tests.benchmarks.fit import ARTICLES, TRAINING
from tests.benchmarks.own_story import KNOWLEDGE
from tests.benchmarks.squad import PARAGRAPHS

PHRASINGS = Path(__file__).parent / "phrasings"
SEEDS = (3, 4, 5)
"""All examples are drawn, and dressed, once with each."""

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

BRIEF, OF_BRIEF = 3, 3.0
"""A text of at most so many words counts so many times: it has few features to be known by."""

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

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
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
        is_brief = text.count(" ") < BRIEF
        yield Example(text, kind, self._story(), weight * (OF_BRIEF if is_brief else 1.0))
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
    return [example for seed in SEEDS for example in _drawn(Examples(seed), data, files)]


def _drawn(make: Examples, data: Path, files: Sequence[Path]) -> list[Example]:
    found = list[Example]()
    for file in files:
        for kind, text in parsed(file):
            if kind == MATTER:
                found += [make.of_story(text, None, 0.5) for _ in range(SLOTTED)]
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
