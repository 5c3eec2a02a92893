"""In how many ways a file's facts can be asked for, and how much it says that it does not tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress

import numpy as np

from bot.core.model import Fact, Story
from bot.knowledge.problems import quoted
from bot.knowledge.review import Flaw
from bot.matching.language.analysis import Analyser, Analysis
from bot.matching.language.language import Language
from bot.matching.shipped import vectors_of
from bot.matching.verification.figures import LISTED_SHARE, unknown_share

MIN_PHRASINGS = 6
"""A fact with fewer phrasings is found by few of its readers."""

ALIKE = 0.5
"""Two phrasings ask in one way if they share so much of their words that tell (Jaccard)."""

COPIES = 3
"""Phrasings of one way, on average, from which on they say no more than fewer would."""

SHORT_FILE = 20
"""Facts up to which a file need not list what its story does not tell."""

LIKE = 0.65
"""The cosine from which a word may stand for another of its idea: of 140 pairs of two stories that
were read, nine in ten of those above it do, and half of those below."""

FEW, PAIRS = 3, 2
"""Words that are named beside one of the fact's, and words of the fact that are named."""

ROOT = 3
"""Letters in which two forms of one word agree."""


def thin_facts(story: Story, analyser: Analyser) -> Iterator[Flaw]:
    """Facts whose phrasings are few, or copies of a few."""
    for fact in story.facts:
        number = len(fact.questions)
        if number < MIN_PHRASINGS:
            message, kind = f"only {number} of at least {MIN_PHRASINGS} phrasings", "few-phrasings"
        elif (ways := _ways(fact.questions, analyser.language)) * COPIES <= number:
            message = f"its {number} phrasings ask in {ways} ways: near copies find no more readers"
            kind = "near-copies"
        else:
            continue
        yield Flaw("advice", fact.id, message, _remedy(fact, analyser), "questions", kind)


def untold(story: Story) -> Iterator[Flaw]:
    """That a file lists hardly anything which its story does not tell."""
    told = sum(fact.is_known for fact in story.facts)
    if told > SHORT_FILE and unknown_share(story.facts) < LISTED_SHARE:
        listed = len(story.facts) - told
        yield Flaw(
            "advice",
            None,
            f"it lists {listed} questions that the story leaves open, beside {told} facts: others "
            "like them are answered with a fact that looks like it",
            "add what readers may ask and the article does not tell, with status: unknown",
            kind="few-unknowns",
        )


def _ways(asked: Sequence[str], language: Language) -> int:
    """Groups of phrasings of which each is like another of its own."""
    groups: list[list[frozenset[str]]] = []
    for text in asked:
        words = [it for it in language.normalise(text).split() if it not in language.function_words]
        one = frozenset(map(language.stem, words))
        is_like = [any(len(one & it) >= ALIKE * len(one | it) for it in group) for group in groups]
        like = [it for group in compress(groups, is_like) for it in group]
        groups = [*compress(groups, [not it for it in is_like]), [one, *like]]
    return len(groups)


def _remedy(fact: Fact, analyser: Analyser) -> str:
    """Whom to ask for more, and for which words."""
    asked = [analyser.analyse(text) for text in fact.questions]
    common = frozenset.intersection(*(one.telling_stems for one in asked))
    pairs = zip(asked[0].words, asked[0].stems, strict=True)
    every = next((word for word, stem in pairs if stem in common and len(asked) > 1), None)
    without = f", some without {quoted(every)}" if every else ""
    others = other_words(fact, asked, analyser)
    return "let somebody else ask it in their own words" + without + (others and f"; {others}")


def other_words(fact: Fact, asked: Sequence[Analysis], analyser: Analyser) -> str:
    """Words with which readers may ask for a fact and which none of its phrasings, `asked`, has,
    beside those that they may stand for; empty where the lexicon has none."""
    own = analyser.language
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
