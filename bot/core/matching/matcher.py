"""Question to ranked facts: the score of the index, raised by what a fact covers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bot.core.language.analysis import Analyser, Analysis
from bot.core.matching.coverage import Coverage, coverage_of
from bot.core.matching.features import features_of
from bot.core.matching.index import Index, Similarity
from bot.core.matching.meaning import Sense
from bot.core.matching.postings import Floats
from bot.core.model import Story

COVERAGE_WEIGHT = 0.15
"""What full coverage adds to a score."""

KIND_PENALTY = 0.05
"""What a score loses when the question asks for a kind of thing that the fact does not tell."""

BESIDE_PENALTY = 0.02
"""What a score loses when the fact is mostly asked for another kind of thing than the question."""

NAME_PENALTY = 0.05
"""What a score loses for each name in the question that the fact does not speak of."""

UNKNOWN_PENALTY = 0.02
"""What a known unknown loses against a fact that the story does tell.

The five were chosen together on the tuning questions of two stories.
"""


DEPTH = 8
"""How many candidates are ranked."""


@dataclass(frozen=True, slots=True)
class Match:
    """How one question stands to every fact: `scores` has shape (facts,), `order` is best first.

    `completed` is set where a conversation filled in what the question leaves out.
    """

    analysis: Analysis
    scores: Floats
    similarity: Similarity
    coverage: Coverage
    order: tuple[int, ...]
    completed: bool = False


class Matcher:
    """Scores questions against the facts of one index, with `sense` also by what they mean."""

    def __init__(
        self, analyser: Analyser, index: Index, story: Story, sense: Sense | None = None
    ) -> None:
        self.analyser = analyser
        self.index = index
        self.facts = story.facts
        self.sense = sense
        self._unknown = np.array([not fact.is_known for fact in story.facts], np.float32)

    def match(self, text: str) -> Match:
        """The facts that may answer `text`, scored."""
        return self.match_analysis(self.analyser.analyse(text))

    def match_analysis(self, analysis: Analysis) -> Match:
        """As `match`, for a text already read."""
        similarity = self._similarity(analysis)
        return self._match(analysis, similarity, similarity.facts)

    def match_follow_up(self, analysis: Analysis, completed: Analysis, gains: Floats) -> Match:
        """As `match_analysis`, for a question that leaves out what it is about.

        The score is the mean of the question alone and `completed`, with `gains`, shape (facts,),
        added. What a fact must cover is what the question says itself; the nearest phrasings are
        those of `completed`.
        """
        alone, whole = self._similarity(analysis), self._similarity(completed)
        likeness = ((alone.facts + whole.facts) / 2 + gains).astype(np.float32)
        return replace(self._match(analysis, whole, likeness), completed=True)

    def _similarity(self, analysis: Analysis, without: int | None = None) -> Similarity:
        found = self.index.similarity(features_of(analysis, self.analyser.lexicon), without)
        if self.sense is None:
            return found
        return replace(found, facts=found.facts + self.sense.scores(analysis, without))

    def near_miss(self, text: str, row: int, own: int) -> Match | None:
        """How phrasing `row` of fact `own` matches the other facts; None where there are none.

        It is what a question looks like that is close to the story but not told in it.
        """
        if len(self.facts) < 2:
            return None
        analysis = self.analyser.analyse(text)
        similarity = self._similarity(analysis, without=row)
        return self._match(analysis, similarity, similarity.facts, struck=own)

    def _match(
        self,
        analysis: Analysis,
        similarity: Similarity,
        likeness: Floats,
        struck: int | None = None,
    ) -> Match:
        coverage = coverage_of(analysis, self.index, self.analyser.lexicon)
        scores = (
            likeness
            + COVERAGE_WEIGHT * coverage.words
            - KIND_PENALTY * np.minimum(coverage.kinds_missed, 1.0)
            - BESIDE_PENALTY * coverage.kinds_beside
            - NAME_PENALTY * coverage.names_missed
            - UNKNOWN_PENALTY * self._unknown
        ).astype(np.float32)
        if struck is not None:
            scores[struck] = -np.inf
        depth = min(DEPTH, len(scores) - (struck is not None))
        best = np.argpartition(-scores, depth - 1)[:depth]
        order = best[np.lexsort((best, -scores[best]))]
        return Match(analysis, scores, similarity, coverage, tuple(order.tolist()))
