"""Scores every fact against a question: the fact's whole vocabulary, and its nearest phrasings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.language.analysis import Analyser, Analysis
from bot.core.language.lexicon import Lexicon
from bot.core.matching.features import PART_MARK, Block, features_of
from bot.core.matching.postings import Floats, Ints, Postings
from bot.core.model import Story

WEIGHTS = {"words": 1.0, "pairs": 0.3, "skips": 0.2, "parts": 1.0, "ideas": 0.4, "kinds": 0.2}
"""How much each block of features counts, each scaled to unit length first."""

DAMPING = 0.35
"""A fact's profile holds the summed features of its phrasings to this power: a word that one
phrasing uses counts nearly as much as a word that all use."""

SHARPNESS = 5.0
"""How much the nearest phrasings outweigh the others in a fact's vote (Larson-style vote)."""

VOTE_SHARE = 0.35
"""The vote's share of the score; the profile has the rest. Phrasings vote by words, pairs and
ideas alone: parts of words in them doubled the index and changed no measurement."""


MOSTLY = 0.5
"""A fact is mostly asked for a kind of thing when this share of its phrasings asks for it."""

YEARS = range(1500, 2200)
"""Whole numbers that are read as years."""

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Similarity:
    """How like each fact, phrasing and `never` one text is; each array holds 0 to 1."""

    facts: Floats
    phrasings: Floats
    nevers: Floats


@dataclass(frozen=True)
class Index:
    """The facts of a story, ready to be scored.

    `texts` has a row for each phrasing (`owners` says whose) and then one for each fact's profile;
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
        cosines, profile = products[:phrasings], products[phrasings:]
        if without is not None:
            cosines[without] = 0.0
        total = np.bincount(self.owners, np.expm1(SHARPNESS * cosines), self.facts)
        vote = np.log1p(total) / SHARPNESS
        scores = ((1 - VOTE_SHARE) * profile + VOTE_SHARE * vote).astype(np.float32)
        return Similarity(scores, cosines, self.nevers.product(vector))

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


def build_index(story: Story, analyser: Analyser) -> Index:
    """The index of `story`; teaches `analyser` the story's words."""
    lexicon = analyser.lexicon
    asked = [[analyser.analyse(text) for text in fact.questions] for fact in story.facts]
    answers = [analyser.analyse(fact.answer) for fact in story.facts]
    analyser.learn(
        word for analyses in (*asked, answers) for analysis in analyses for word in analysis.words
    )
    features = [[features_of(one, lexicon) for one in analyses] for analyses in asked]
    rarity, unseen = _rarity(features)

    def weight_of(feature: str) -> float:
        return rarity.get(feature, unseen)

    vectors = [[weigh(one, weight_of) for one in of_fact] for of_fact in features]
    texts = Postings.from_rows(
        [
            *(_without_parts(vector) for of_fact in vectors for vector in of_fact),
            *map(profile_of, vectors),
        ]
    )
    support = Postings.from_rows(
        support_of(analyses, answer, lexicon)
        for analyses, answer in zip(asked, answers, strict=True)
    )
    weights = np.array([rarity[key] for key in texts.keys], np.float32)
    nevers = Postings.from_rows(
        _without_parts(weigh(features_of(analyser.analyse(text), lexicon), weight_of))
        for fact in story.facts
        for text in fact.never
    )
    owners = _owners(len(fact.questions) for fact in story.facts)
    barred = _owners(len(fact.never) for fact in story.facts)
    return Index(texts, support, nevers, owners, barred, weights, unseen)


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


def profile_of(vectors: Iterable[Vector]) -> Vector:
    """The damped sum of a fact's phrasings, at unit length."""
    summed: Counter[str] = Counter()
    for vector in vectors:
        summed.update(vector)
    damped = {name: weight**DAMPING for name, weight in summed.items()}
    length = sum(weight * weight for weight in damped.values()) ** 0.5
    return {name: weight / length for name, weight in damped.items()}


def support_of(asked: Sequence[Analysis], answer: Analysis, lexicon: Lexicon) -> Vector:
    """What a fact speaks of: `=stem`, `#idea`, `@name`, `%number`, `?kind`, `!not`, `!year`.

    `^kind` stands for a kind of thing that it is mostly asked for, `^` alone for any such kind.
    """
    found: Vector = {}
    for analysis in (*asked, answer):
        blocks = features_of(analysis, lexicon)
        found.update(dict.fromkeys(blocks["words"] + blocks["ideas"], 1.0))
        found.update(dict.fromkeys(traits_of(analysis), 1.0))
    for kind in answer.kinds.difference(*(one.kinds for one in asked)):
        del found[f"?{kind}"]
    asked_for = Counter(kind for one in asked for kind in one.kinds)
    mostly = [f"^{kind}" for kind, n in asked_for.items() if n >= MOSTLY * len(asked)]
    found.update(dict.fromkeys([*mostly, "^"] if mostly else (), 1.0))
    return found


def traits_of(analysis: Analysis) -> list[str]:
    """The names, numbers and kinds of a text, and its denial, as keys of `support`."""
    return [
        *(f"@{name}" for name in analysis.names),
        *(f"%{number:g}" for number in analysis.numbers),
        *(f"?{kind}" for kind in analysis.kinds),
        *(("!not",) if analysis.negated else ()),
        *(("!year",) if any(map(is_year, analysis.numbers)) else ()),
    ]


def is_year(number: float) -> bool:
    """Whether a number is read as a year."""
    return number in YEARS
