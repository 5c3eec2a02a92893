"""Question to ranked facts: the score of the index, raised by what a fact covers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bot.core.model import Fact, Story
from bot.matching.language.analysis import Analyser, Analysis
from bot.matching.ranking.alignment import Aligner
from bot.matching.ranking.coverage import Coverage, Coverer
from bot.matching.ranking.index import Index, Similarity
from bot.matching.ranking.meaning import Sense
from bot.matching.ranking.rows import Floats
from bot.matching.ranking.wording import Embed

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
class Ranking:
    """How one question stands to every fact: `scores` has shape (facts,), `order` is best first.

    `completed` is set where a conversation filled in what the question leaves out.
    """

    analysis: Analysis
    scores: Floats
    similarity: Similarity
    coverage: Coverage
    order: tuple[int, ...]
    completed: bool = False


class Ranker:
    """Scores questions against the facts of one index, by their words and by what they mean."""

    def __init__(
        self, analyser: Analyser, index: Index, story: Story, sense: Sense, embed: Embed
    ) -> None:
        """`embed` tells what single words mean; `sense` may rest on a language model."""
        self.analyser = analyser
        self.index = index
        self.facts = story.facts
        self._places = {fact.id: place for place, fact in enumerate(story.facts)}
        self.sense = sense
        self.aligner = Aligner(index.wording, index.owners, index.weight_of, analyser, embed)
        self._coverer = Coverer(index, analyser.lexicon)
        self._handicap = UNKNOWN_PENALTY * np.array(
            [not fact.is_known for fact in story.facts], np.float32
        )

    def place_of(self, fact: Fact) -> int:
        """Where `fact` stands among `facts`."""
        return self._places[fact.id]

    def match(self, text: str) -> Ranking:
        """The facts that may answer `text`, scored."""
        return self.match_analysis(self.analyser.analyse(text))

    def match_analysis(self, analysis: Analysis) -> Ranking:
        """As `match`, for a text already read."""
        similarity = self._similarity(analysis)
        return self._match(analysis, similarity, similarity.facts)

    def is_phrasing(self, analysis: Analysis, fact: Fact) -> bool:
        """Whether a text is, word for word, a phrasing of `fact`."""
        if not self.aligner.phrases(analysis, self._places[fact.id]):
            return False
        normalise = self.analyser.normalise
        return any(normalise(text) == analysis.normalised for text in fact.questions)

    def match_follow_up(self, analysis: Analysis, completed: Analysis, gains: Floats) -> Ranking:
        """As `match_analysis`, for a question that leaves out what it is about.

        The score is the mean of the question alone and `completed`, with `gains`, shape (facts,),
        added. What a fact must cover is what the question says itself; the nearest phrasings are
        those of `completed`.
        """
        return replace(self._of_both(analysis, completed, gains), completed=True)

    def speaks_of_none(self, fact: Fact, names: frozenset[str]) -> bool:
        """Whether there are names, and `fact` speaks of none of them."""
        support, place = self.index.support, self._places[fact.id]
        spans = (support.span(f"@{name}") for name in names)
        return bool(names) and not any(support.has(span, place) for span in spans)

    def match_part(self, part: Analysis, whole: Analysis) -> Ranking:
        """As `match_follow_up`, for a question that is `part` of what was written."""
        return self._of_both(part, whole, np.zeros(len(self.facts), np.float32))

    def _of_both(self, said: Analysis, meant: Analysis, gains: Floats) -> Ranking:
        alone, whole = self._similarity(said), self._similarity(meant)
        likeness = ((alone.facts + whole.facts) / 2 + gains).astype(np.float32)
        return self._match(said, whole, likeness)

    def _similarity(self, analysis: Analysis) -> Similarity:
        found = self.index.similarity(analysis, self.analyser.lexicon)
        return Similarity(found.facts + self.sense.scores(analysis), found.text)

    def _match(self, analysis: Analysis, similarity: Similarity, likeness: Floats) -> Ranking:
        coverage = self._coverer.coverage(analysis)
        scores = likeness + COVERAGE_WEIGHT * coverage.words
        if analysis.kinds:
            scores -= KIND_PENALTY * np.minimum(coverage.kinds_missed, 1.0)
            scores -= BESIDE_PENALTY * coverage.kinds_beside
        if analysis.names:
            scores -= NAME_PENALTY * coverage.names_missed
        scores -= self._handicap
        lost = -scores
        depth = min(DEPTH, len(lost))
        best = lost.argpartition(depth - 1)[:depth]
        order = sorted(zip(lost.take(best).tolist(), best.tolist(), strict=True))
        return Ranking(analysis, scores, similarity, coverage, tuple(place for _, place in order))
