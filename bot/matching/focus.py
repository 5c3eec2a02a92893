"""What a message asks where that is not all its words, or more: a part of it, or a name alone."""

from __future__ import annotations

import re

from bot.matching.language.analysis import Analysis
from bot.matching.ranking.ranker import Ranker, Ranking

_BREAK = re.compile(r"(?<=[.!?…;])\s+|\s+[–—-]+\s+|(?<=:)\s+|\n+")
"""Where one thought ends and another begins."""

LEAST = 2
"""Telling words or names that a part must have to be a question by itself."""


def match_bare_name(analysis: Analysis, ranker: Ranker) -> Ranking | None:
    """How "what is NAME" matches, where a name is all that is asked; None where more is."""
    if len(analysis.words) != 1 or not analysis.names:
        return None
    asked = ranker.analyser.language.dialogue.what_is.format(name=analysis.words[0])
    return ranker.match(asked)


def match_asking_part(text: str, whole: Analysis, ranker: Ranker) -> Ranking | None:
    """How the asking part of `text`, read as `whole`, matches; None where it is all there is.

    What is said around it still counts for what is meant, and no longer has to be covered.
    """
    if "?" not in text:
        return None
    parts = [part for part in _BREAK.split(text) if part.strip()]
    asking = next((part for part in reversed(parts) if part.rstrip().endswith("?")), None)
    if asking is None or len(parts) < 2:
        return None
    alone = ranker.analyser.analyse(asking)
    if sum(alone.telling) < LEAST or len(alone.words) == len(whole.words):
        return None
    return ranker.match_part(alone, whole)
