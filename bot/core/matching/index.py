"""Scores every fact against a question, and every phrasing that is like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.language.analysis import Analyser, Analysis
from bot.core.matching.features import PART_MARK, Block, features_of
from bot.core.matching.learning import SMOOTHING, Lesson, Rows, counted, learn
from bot.core.matching.postings import Floats, Ints, Postings
from bot.core.matching.support import support_of
from bot.core.model import Story

WEIGHTS = {"words": 1.0, "pairs": 0.3, "skips": 0.2, "parts": 1.0, "ideas": 0.4, "kinds": 0.2}
"""How much each block of features counts, each scaled to unit length first."""

SCALE = 0.0345
"""Brings the similarity to the scale of the coverage that the matcher adds."""

CORRECTION = 0.9
"""How much of what contrast teaches is believed."""

PAIR_BONUS = 1.5
"""What it adds, beside its count, that a fact has a pair of words in this order at all."""

COMMONNESS = 0.5
"""How much a feature counts against all facts for what it says for them on average: without it,
out-of-scope questions in common words score too high; in full, few phrasings suffer."""

ABSENT = 20
"""Further facts that are thought of as lacking a feature when averaging, for files of few facts."""

WORD_MARKS = ("=", "#", "?")
"""What words, ideas and kinds start with: the features that contrast corrects. Parts
of words in it lost up to 2 points with few phrasings; pairs changed less than the noise."""

MARKS = (*WORD_MARKS, PART_MARK)
"""What a feature that is no pair of words starts with."""

Vector = dict[str, float]

Asked = Sequence[Sequence[Analysis]]
"""The phrasings of each fact, as they were read."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """How like each fact, phrasing and `never` one text is; phrasings and nevers hold 0 to 1."""

    facts: Floats
    phrasings: Floats
    nevers: Floats


@dataclass(frozen=True)
class Index:
    """The facts of a story, ready to be scored.

    `texts` has a row for each phrasing (`owners` says whose) and then one for each fact, with what
    a feature says for it, and a last one with what it says for facts on average; `burden`, shape
    (facts,), is what a fact loses for having much to say.
    `learners`, `rivals` and `pulls` say which phrasing taught what (see `Lesson`).
    `rarity`, shape (features of `texts`,), weighs a feature by inverse fact frequency, and `unseen`
    is the weight of any other. `support` has a row for each fact and holds what it speaks of, in
    its phrasings and answer: stems, ideas, names and numbers, the kinds of thing it is asked for,
    and whether it denies. `nevers` has a row for each question that a fact must not answer
    (`barred` says which fact).
    """

    texts: Postings
    support: Postings
    nevers: Postings
    owners: Ints
    barred: Ints
    rarity: Floats
    burden: Floats
    learners: Ints
    rivals: Ints
    pulls: Floats
    unseen: float

    @property
    def facts(self) -> int:
        """The number of facts."""
        return self.support.height

    def weight_of(self, feature: str) -> float:
        """How much `feature` tells, by how few facts have it."""
        place = self.texts.ids.get(feature)
        return self.unseen if place is None else float(self.rarity[place])

    def similarity(self, features: Mapping[str, Block], without: int | None = None) -> Similarity:
        """How like the facts a text is. `without` leaves out one phrasing."""
        vector = weigh(features, self.weight_of)
        products = self.texts.product(vector)
        phrasings = len(self.owners)
        cosines, profile, average = np.split(products, (phrasings, phrasings + self.facts))
        if without is not None:
            cosines[without] = 0.0
        scores = profile - COMMONNESS * average - sum(vector.values()) * self.burden
        if without is not None:
            self._take_back(scores, without, vector)
        return Similarity(scores.astype(np.float32), cosines, self.nevers.product(vector))

    def _take_back(self, scores: Floats, phrasing: int, vector: Vector) -> None:
        """Undo what `phrasing`, which reads as `vector`, taught by contrast."""
        place = int(np.searchsorted(self.learners, phrasing))
        if place < len(self.learners) and self.learners[place] == phrasing:
            own = sum(weight**2 for name, weight in vector.items() if name[0] in WORD_MARKS)
            scores[self.rivals[place]] -= SCALE * CORRECTION * own * self.pulls[place]

    def phrasings_with(self, feature: str) -> int:
        """How many phrasings have `feature`."""
        return int(np.searchsorted(self.texts.rows_of(feature), len(self.owners)))

    def nearest(self, similarity: Similarity, fact: int) -> tuple[float, float]:
        """The largest cosine of the text to a phrasing of `fact`, and to one of its `never`."""
        return (
            _largest(similarity.phrasings, self.owners, fact),
            _largest(similarity.nevers, self.barred, fact),
        )


def _largest(cosines: Floats, owners: Ints, fact: int) -> float:
    first, end = np.searchsorted(owners, (fact, fact + 1))
    return float(cosines[first:end].max(initial=0.0))


def weigh(features: Mapping[str, Block], weight_of: Callable[[str], float]) -> Vector:
    """One text as a vector of unit length (shorter by what the story has never seen)."""
    vector: Vector = {}
    total = 0.0
    for block, names in features.items():
        if not names:
            continue
        weighted = {name: count * weight_of(name) for name, count in Counter(names).items()}
        length = sum(weight * weight for weight in weighted.values()) ** 0.5
        share = WEIGHTS[block]
        total += share
        scale = share**0.5 / length
        for name, weight in weighted.items():
            vector[name] = weight * scale
    root = total**0.5
    return {name: weight / root for name, weight in vector.items()}


def read_phrasings(story: Story, analyser: Analyser) -> Asked:
    """Every phrasing of every fact, read; what it is made of is all known, so none is repaired."""
    return [[analyser.analyse(text) for text in fact.questions] for fact in story.facts]


def build_index(story: Story, analyser: Analyser, asked: Asked) -> Index:
    """The index of `story`, of which `asked` are the phrasings; teaches `analyser` its words."""
    lexicon = analyser.lexicon
    answers = [analyser.analyse(fact.answer) for fact in story.facts]
    analyser.learn(
        word for analyses in (*asked, answers) for analysis in analyses for word in analysis.words
    )
    features = [[features_of(one, lexicon) for one in analyses] for analyses in asked]
    rarity, unseen = _rarity(features)

    def weight_of(feature: str) -> float:
        return rarity.get(feature, unseen)

    owners = _owners(len(fact.questions) for fact in story.facts)
    names, rows = _rows_of(weigh(one, weight_of) for of_fact in features for one in of_fact)
    texts, burden, lesson = _taught(names, rows, owners, len(asked))
    support = Postings.from_rows(
        support_of(analyses, answer, lexicon)
        for analyses, answer in zip(asked, answers, strict=True)
    )
    weights = np.array([rarity[name] for name in names], np.float32)
    nevers = Postings.from_rows(
        _without_parts(weigh(features_of(analyser.analyse(text), lexicon), weight_of))
        for fact in story.facts
        for text in fact.never
    )
    return Index(
        texts=texts,
        support=support,
        nevers=nevers,
        owners=owners,
        barred=_owners(len(fact.never) for fact in story.facts),
        rarity=weights,
        burden=burden,
        learners=lesson.learners,
        rivals=lesson.rivals,
        pulls=lesson.pulls,
        unseen=unseen,
    )


def _rows_of(vectors: Iterable[Vector]) -> tuple[tuple[str, ...], Rows]:
    """The features of all texts in the order of their first use, and the texts as rows of them."""
    ids: dict[str, int] = {}
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for vector in vectors:
        columns.extend([ids.setdefault(name, len(ids)) for name in vector])
        values.extend(vector.values())
        starts.append(len(columns))
    return tuple(ids), Rows(
        np.array(starts, np.int64),
        np.array(columns, np.int64),
        np.array(values, np.float32),
        len(ids),
    )


def _taught(
    names: tuple[str, ...], rows: Rows, owners: Ints, facts: int
) -> tuple[Postings, Floats, Lesson]:
    """The phrasings and then the facts as postings, what each fact is burdened with, the lesson.

    A fact's row holds naive Bayes weights over the same vectors (McCallum & Nigam 1998, with
    weighted counts as in Rennie et al. 2003), corrected by contrast.
    """
    is_word = np.array([name[0] in WORD_MARKS for name in names], np.bool_)
    is_pair = np.array([name[0] not in MARKS for name in names], np.bool_)
    is_part = np.array([name[0] == PART_MARK for name in names], np.bool_)
    lesson = learn(rows.only(is_word), owners, facts)
    keys, counts = counted(rows, owners, facts)
    column, fact = np.divmod(keys, facts)
    total = np.bincount(fact, counts, facts) + SMOOTHING * len(names)
    load = np.log(np.maximum(total, SMOOTHING))
    burden = SCALE * (load - load.mean())
    values = np.log1p(counts / SMOOTHING) + PAIR_BONUS * is_pair[column]
    merged, place = np.unique(
        np.concatenate([keys, np.flatnonzero(is_word)[lesson.columns] * facts + lesson.facts]),
        return_inverse=True,
    )
    weights = SCALE * np.bincount(place, np.concatenate([values, CORRECTION * lesson.values]))
    column, fact = np.divmod(merged, facts)
    average = SCALE * np.log1p(
        np.bincount(rows.columns, rows.values) / ((facts + ABSENT) * SMOOTHING)
    )
    height = len(owners)
    voiced = ~is_part[rows.columns]
    texts = Postings.from_entries(
        names,
        np.concatenate([rows.columns[voiced], column, np.arange(len(names))]),
        np.concatenate([rows.rows[voiced], height + fact, np.full(len(names), height + facts)]),
        np.concatenate([rows.values[voiced], weights, average]),
        height + facts + 1,
    )
    return texts, burden.astype(np.float32), lesson


def _owners(lengths: Iterable[int]) -> Ints:
    """The place of the fact that each row belongs to, where fact i has `lengths[i]` rows."""
    counts = np.fromiter(lengths, np.int32)
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _rarity(features: list[list[dict[str, Block]]]) -> tuple[dict[str, float], float]:
    """Inverse fact frequency of every feature: log((1 + facts) / (1 + facts with it)) + 1."""
    frequency: Counter[str] = Counter()
    for of_fact in features:
        frequency.update({name for one in of_fact for block in one.values() for name in block})
    facts = 1 + len(features)
    rarity = {name: float(np.log(facts / (1 + n)) + 1) for name, n in frequency.items()}
    return rarity, float(np.log(facts) + 1)


def _without_parts(vector: Vector) -> Vector:
    return {name: weight for name, weight in vector.items() if name[0] != PART_MARK}
