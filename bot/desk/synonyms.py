"""Words with which readers may ask for a fact, and which none of its phrasings has."""

from __future__ import annotations

from functools import lru_cache

from bot.core.model import Fact
from bot.knowledge.problems import quoted
from bot.matching.language.analysis import Analyser
from bot.matching.language.language import Language

FEW, PAIRS = 3, 2
"""Words that are named beside one of the fact's, and words of the fact that are named."""

ROOT = 4
"""Letters in which two forms of one word agree."""


def other_words(fact: Fact, analyser: Analyser) -> str | None:
    """Such words, beside those that they may stand for; None where the lexicon has none."""
    own = analyser.language
    asked = [analyser.analyse(text) for text in fact.questions]
    said = {stem for one in (*asked, analyser.analyse(fact.answer)) for stem in one.stems}
    found: dict[str, str] = {}
    for one in asked:
        for word, stem, tells in zip(one.words, one.stems, one.telling, strict=True):
            ideas = own.lexicon.ideas.get((stem,), ()) if tells else ()
            if len(ideas) == 1 and ideas[0] not in found:
                kin = _members(own).get(ideas[0], ())
                other = (it for it in kin if it[:ROOT] != word[:ROOT])
                fresh = [it for it in other if own.stem(it) not in said][:FEW]
                if fresh:
                    found[ideas[0]] = f"{' or '.join(map(quoted, fresh))} for {quoted(word)}"
    return ", ".join([*found.values()][:PAIRS]) or None


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
