"""What a question leaves out, filled in from the last reply."""

from __future__ import annotations

import numpy as np

from bot.core.matcher import Lean
from bot.core.model import Context, Fact, Story
from bot.matching.language.analysis import Analysis
from bot.matching.language.language import Dialogue, Language
from bot.matching.ranking.ranker import Ranker, Ranking

SHORT = 4
"""A question of at most so many telling words and no name may lean on the one before."""

SEE_ALSO = 0.14
NEIGHBOUR = 0.05
SAME_TOPIC = 0.05
"""What a fact's score gains in a follow-up by how it stands to the fact just told."""


def lean_of(analysis: Analysis, language: Language) -> Lean:
    """How far the question leans on what was said before."""
    said = language.dialogue
    if analysis.names:
        goes_on = said.goes_on.match(analysis.normalised) or _points_back_first(analysis, said)
        return Lean.YES if goes_on else Lean.NO
    if said.leans.search(analysis.normalised):
        return Lean.YES
    return Lean.PERHAPS if sum(analysis.telling) <= SHORT else Lean.NO


def _points_back_first(analysis: Analysis, said: Dialogue) -> bool:
    """Whether a pronoun stands before any name: "did he reply to ...", not "did ... say why he"."""
    words = (it for it in analysis.words if it in said.pronouns or it in analysis.names)
    return next(words, None) in said.pronouns


def match_follow_up(
    text: str, alone: Analysis, context: Context, story: Story, ranker: Ranker
) -> tuple[Ranking, str, frozenset[str]] | None:
    """How `text`, read as `alone`, ranks facts when the subject of the conversation is added to it,
    the text so completed, and the names in that.

    The subject is the names last asked about or told of, or else the telling words last asked.
    None when the conversation has nothing to add.
    """
    told = next(filter(None, map(story.fact, context.facts)), None)
    analyser = ranker.analyser
    before = analyser.analyse(context.question)
    subject = _names(before)
    if told is not None:
        subject = subject or _names(analyser.analyse(told.title))
        if (
            "who" in before.kinds
            and not subject
            and is_of_person(alone.normalised, analyser.language)
        ):
            subject = _names(analyser.analyse(told.answer))[:1]
    subject = subject or before.telling_words
    if told is None and not subject:
        return None
    completed = " ".join([text, *subject])
    whole = analyser.analyse(completed)
    gains = np.zeros(len(story.facts), np.float32)
    if told is not None:
        gains[:] = [_kinship(fact, told) for fact in story.facts]
    return ranker.match_follow_up(alone, whole, gains), completed, whole.names


def is_of_person(normalised: str, language: Language) -> bool:
    """Whether a pronoun of a text stands for one person."""
    return not language.dialogue.personal.isdisjoint(normalised.split())


def speaks_of_nobody(fact: Fact, language: Language) -> bool:
    """Whether no phrasing of a fact, nor its answer, asks who or says "he" or "she"."""
    texts = map(language.normalise, (*fact.questions, fact.answer))
    return not any(
        is_of_person(text, language) or "who" in language.kinds_asked(text) for text in texts
    )


def _names(analysis: Analysis) -> list[str]:
    return [word for word in analysis.words if word in analysis.names]


def _kinship(fact: Fact, told: Fact) -> float:
    if fact.id == told.id:
        return 0.0
    gain = SAME_TOPIC if fact.topic is not None and fact.topic == told.topic else 0.0
    if fact.id in told.see_also or told.id in fact.see_also:
        return gain + SEE_ALSO
    if fact.line is not None and told.line is not None and abs(fact.line - told.line) <= 1:
        return gain + NEIGHBOUR
    return gain
