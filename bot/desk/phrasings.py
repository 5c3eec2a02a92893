"""Facts with few phrasings, and words with which readers may ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from bot.core.model import Fact, Story
from bot.knowledge.problems import quoted
from bot.knowledge.review import Flaw
from bot.matching.language.analysis import Analyser
from bot.matching.language.language import Language
from bot.matching.shipped import vectors_of

MIN_PHRASINGS = 6
"""A fact with fewer phrasings is found by few of its readers; more by the same hand find hardly any
more of them (docs/measuring.md)."""

LIKE = 0.65
"""The cosine from which a word may stand for another of its idea: of 140 pairs of two stories that
were read, nine in ten of those above it do, and half of those below."""

FEW, PAIRS = 3, 2
"""Words that are named beside one of the fact's, and words of the fact that are named."""

ROOT = 3
"""Letters in which two forms of one word agree."""


def thin_facts(story: Story, analyser: Analyser) -> Iterator[Flaw]:
    """Facts with few phrasings."""
    for fact in story.facts:
        if len(fact.questions) < MIN_PHRASINGS:
            others = other_words(fact, analyser)
            yield Flaw(
                "advice",
                fact.id,
                f"only {len(fact.questions)} of at least {MIN_PHRASINGS} phrasings",
                "let somebody else ask it in their own words" + (others and f"; {others}"),
                "questions",
                "few-phrasings",
            )


def other_words(fact: Fact, analyser: Analyser) -> str:
    """Words with which readers may ask for a fact and which none of its phrasings has, beside those
    that they may stand for; empty where the lexicon has none."""
    own, asked = analyser.language, [analyser.analyse(text) for text in fact.questions]
    embed = vectors_of(own).embed
    said = {stem for one in (*asked, analyser.analyse(fact.answer)) for stem in one.stems}
    found: dict[str, str] = {}
    for one in asked:
        for word, stem, tells in zip(one.words, one.stems, one.telling, strict=True):
            ideas = own.lexicon.ideas.get((stem,), ()) if tells else ()
            if len(ideas) == 1 and ideas[0] not in found:
                kin = [it for it in _members(own).get(ideas[0], ()) if it[:ROOT] != word[:ROOT]]
                likeness = np.dot(embed(kin), embed([word])[0]).tolist() if kin else []
                near = (it for it, like in zip(kin, likeness, strict=True) if like >= LIKE)
                fresh = [it for it in near if own.stem(it) not in said][:FEW]
                if fresh:
                    found[ideas[0]] = f"{' or '.join(map(quoted, fresh))} for {quoted(word)}"
    return "readers may say " + ", ".join([*found.values()][:PAIRS]) if found else ""


@lru_cache(maxsize=8)
def _members(language: Language) -> dict[str, tuple[str, ...]]:
    """The single words of each idea that stand for it alone, one a stem, commonest first."""
    lexicon = language.lexicon
    members: dict[str, dict[str, str]] = {}
    ranked = ((lexicon.tier(word), word) for word in lexicon.spellings)
    for _, word in sorted((tier, word) for tier, word in ranked if tier is not None):
        stem = language.stem(word)
        ideas = lexicon.ideas.get((stem,), ())
        if len(ideas) == 1:
            members.setdefault(ideas[0], {}).setdefault(stem, word)
    return {idea: tuple(words.values()) for idea, words in members.items()}
