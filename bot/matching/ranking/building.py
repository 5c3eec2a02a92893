"""Builds the index of a story from its phrasings and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.core.model import Story
from bot.matching.language.analysis import Analyser, Analysis
from bot.matching.language.lexicon import Lexicon
from bot.matching.ranking.fact_features import support_of
from bot.matching.ranking.features import PART_MARK, WORD_MARKS, Features
from bot.matching.ranking.index import CORRECTION, SCALE, SHARES, Index, is_word
from bot.matching.ranking.learning import SMOOTHING, Lesson, learn
from bot.matching.ranking.postings import Postings
from bot.matching.ranking.rows import Counts, Floats, Ints, Rows, count, weigh
from bot.matching.ranking.wording import Embed, build_wording

PAIR_BONUS = 1.5
"""What it adds, beside its count, that a fact has a pair of words in this order at all."""

ABSENT = 20
"""Further facts that are thought of as lacking a feature when averaging, for files of few facts."""

MARKS = (*WORD_MARKS, PART_MARK)
"""What a feature that is no pair of words starts with."""

CHUNK = 20_000
"""Texts that are counted at a time."""

ENTRIES = 1_000_000
"""Features of texts that are gathered by fact at a time."""

Asked = Sequence[Sequence[Analysis]]
"""The phrasings of each fact, as they were read."""


def read_phrasings(story: Story, analyser: Analyser) -> Asked:
    """Every phrasing of every fact, read; what it is made of is all known, so none is repaired."""
    return [[analyser.analyse(text) for text in fact.questions] for fact in story.facts]


def build_index(story: Story, analyser: Analyser, asked: Asked, embed: Embed) -> Index:
    """The index of `story`, of which `asked` are the phrasings; teaches `analyser` its words.

    `embed` tells what single words mean.
    """
    lexicon = analyser.lexicon
    answers = [analyser.analyse(fact.answer) for fact in story.facts]
    analyser.learn(
        word for analyses in (*asked, answers) for analysis in analyses for word in analysis.words
    )
    never = [[analyser.analyse(text) for text in fact.never] for fact in story.facts]
    features = Features(is_learning=True)
    counts, never_counts = (_counted(texts, features, lexicon) for texts in (asked, never))
    owners, barred = _owners(asked), _owners(never)
    names, facts = features.names, len(asked)
    of_facts, columns, place = _of_facts(counts, owners, len(names))
    rarity = _rarity(columns, facts, len(names))
    rows = weigh(counts, rarity, SHARES)
    said = np.bincount(place, rows.values).astype(np.float32)
    del counts, place  # they take much memory
    lesson = learn(rows.only(is_word(names)), owners, facts)
    told, burden = _told(names, _Said(of_facts, columns, said), lesson, facts)
    is_part = np.array([name[0] == PART_MARK for name in names], np.bool_)
    return Index(
        told=told,
        average=_average(rows, facts),
        burden=burden,
        phrasings=rows.without(is_part),
        nevers=weigh(never_counts, rarity, SHARES).without(is_part),
        owners=owners,
        barred=barred,
        rarity=rarity,
        support=Postings.from_rows(
            support_of(analyses, answer, lexicon)
            for analyses, answer in zip(asked, answers, strict=True)
        ),
        wording=build_wording(
            asked,
            (
                (answer, *(analyser.analyse(quote.text) for quote in fact.quotes))
                for fact, answer in zip(story.facts, answers, strict=True)
            ),
            analyser.language,
            embed,
        ),
    )


def _counted(texts: Asked, features: Features, lexicon: Lexicon) -> Counts:
    """The features of all texts, counted some at a time, since their lists take much memory."""
    every = [one for analyses in texts for one in analyses]
    parts = [
        count([features.read(one, lexicon) for one in every[first : first + CHUNK]])
        for first in range(0, max(1, len(every)), CHUNK)
    ]
    before = np.cumsum([0] + [len(part.lengths) for part in parts], dtype=np.int32)
    return Counts(
        np.concatenate([part.slots + base for part, base in zip(parts, before, strict=False)]),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.lengths for part in parts]),
    )


def _of_facts(counts: Counts, owners: Ints, features: int) -> tuple[Ints, Ints, Ints]:
    """The facts and their features, run in parallel, and where among them each entry belongs.

    They are found some facts at a time, since sorting takes memory.
    """
    of_entry = owners[counts.slots // len(SHARES)]
    ends = np.searchsorted(of_entry, np.arange(owners[-1] + 1), side="right")
    chunk = ends // ENTRIES
    cuts = [0, *ends[np.diff(chunk, append=chunk[-1] + 1) > 0].tolist()]
    facts, columns, places = [], [], []
    found = 0
    for first, end in pairwise(cuts):
        keys = of_entry[first:end].astype(np.int64) * features + counts.columns[first:end]
        pairs, place = np.unique(keys, return_inverse=True)
        facts.append((pairs // features).astype(np.int32))
        columns.append((pairs % features).astype(np.int32))
        places.append((place + found).astype(np.int32))
        found += len(pairs)
    return np.concatenate(facts), np.concatenate(columns), np.concatenate(places)


def _rarity(columns: Ints, facts: int, features: int) -> Floats:
    """Inverse fact frequency of every feature: log((1 + facts) / (1 + facts with it)) + 1.

    `columns` are the features of all facts; one more, the last, is that of what no fact has.
    """
    having = np.bincount(columns, minlength=features + 1)
    return (np.log((1 + facts) / (1 + having)) + 1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Said:
    """How much the phrasings of each fact have of each feature, run in parallel."""

    facts: Ints
    columns: Ints
    much: Floats


def _told(
    names: tuple[str, ...], said: _Said, lesson: Lesson, facts: int
) -> tuple[Postings, Floats]:
    """What features say for each fact, and what each is burdened with.

    A fact's row holds naive Bayes weights over the same vectors (McCallum & Nigam 1998, with
    weighted counts as in Rennie et al. 2003), corrected by contrast.
    """
    is_pair = np.array([name[0] not in MARKS for name in names], np.bool_)
    seen = int(np.count_nonzero(np.bincount(said.columns)))
    load = np.log(np.bincount(said.facts, said.much, facts) + SMOOTHING * max(1, seen))
    values = np.log1p(said.much / np.float32(SMOOTHING))
    values += np.float32(PAIR_BONUS) * is_pair[said.columns]
    counted = said.facts.astype(np.int64) * len(names) + said.columns
    taught = lesson.facts.astype(np.int64) * len(names)
    taught += np.flatnonzero(is_word(names))[lesson.columns]
    order = np.argsort(taught)
    taught, contrast = taught[order], CORRECTION * lesson.values[order]
    at = np.searchsorted(counted, taught)
    is_counted = counted.take(at, mode="clip") == taught
    values[at[is_counted]] += contrast[is_counted]
    keys = np.insert(counted, at[~is_counted], taught[~is_counted])
    weights: Floats = np.insert(values, at[~is_counted], contrast[~is_counted])
    told, columns = np.divmod(keys, len(names))
    burden = SCALE * (load - load.mean())
    return Postings.from_entries(names, columns, told, SCALE * weights, facts), burden.astype(
        np.float32
    )


def _average(rows: Rows, facts: int) -> Floats:
    """What each feature says for facts on average."""
    said = np.bincount(rows.columns, rows.values, rows.width)
    return np.asarray(SCALE * np.log1p(said / ((facts + ABSENT) * SMOOTHING)), np.float32)


def _owners(texts: Asked) -> Ints:
    """The place of the fact that each text belongs to."""
    lengths = [len(analyses) for analyses in texts]
    return np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
