"""Systems that choose an entry for a question, all behind one interface: storybot and others.

The others need the extra: `pip install -e '.[bench]'`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
import Stemmer

from bot.compose import stories
from bot.core.errors import NoModelError
from bot.core.model import Story
from bot.core.service import QuestionService
from bot.matching.language.language import Language
from bot.matching.ranking.features import BLOCKS
from bot.ports.embedder import Embedder
from tests.benchmarks.remembering import Remembering

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

DEPTH = 3
"""How many entries are ranked."""


class Unavailable(Exception):
    """A system that cannot run here; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """For each question the places of the best facts, -1 for none, and the score of the first.

    Shapes: best (questions, DEPTH), top (questions,).
    """

    best: Ints
    top: Floats


Rank = Callable[[Sequence[str]], Ranking]
"""Ranks questions against the story it was made from."""

System = Callable[[Story], Rank]
"""Makes itself ready for a story."""


def storybot(story: Story) -> Rank:
    """The ranker alone, which always has a first candidate."""
    return _ranker(story, None)


def storybot_semantic(story: Story) -> Rank:
    """As `storybot`, with the semantic extra; raises `Unavailable` where there is none."""
    return _ranker(story, embedder())


def _ranker(story: Story, with_meaning: Embedder | None) -> Rank:
    ranker = stories.ranker_for(story, with_meaning)

    def rank(texts: Sequence[str]) -> Ranking:
        matches = [ranker.match(text) for text in texts]
        tops = [float(match.scores[match.order[0]]) for match in matches]
        return _ranking([match.order for match in matches], tops)

    return rank


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The embedder of the extra, as `storybot --semantic` finds it; raises `Unavailable`."""
    try:
        return Remembering(stories.find_embedder(os.environ))
    except NoModelError as error:
        raise Unavailable(str(error)) from error


def semantic_service(story: Story) -> QuestionService:
    """The service with the semantic extra; raises `Unavailable` where there is none."""
    return stories.service_for(story, embedder())


def rapidfuzz_token_set(story: Story) -> Rank:
    """`extractOne(..., scorer=token_set_ratio, processor=default_process)`, for all at once."""
    from rapidfuzz import fuzz, process, utils

    phrasings, starts = phrasings_of(story)

    def rank(texts: Sequence[str]) -> Ranking:
        scores = process.cdist(
            texts,
            phrasings,
            scorer=fuzz.token_set_ratio,
            processor=utils.default_process,
            dtype=np.float32,
        )
        return ranked(np.maximum.reduceat(scores, starts, axis=1))

    return rank


def bm25_phrasings(story: Story) -> Rank:
    """bm25s over Snowball stems, a document for each phrasing; a fact scores as its best one."""
    phrasings, starts = phrasings_of(story)
    return _bm25(phrasings, starts)


def bm25_facts(story: Story) -> Rank:
    """bm25s over Snowball stems, one document for each fact: all its phrasings."""
    documents = [" ".join(fact.questions) for fact in story.facts]
    return _bm25(documents, np.arange(len(documents)))


def _bm25(documents: Sequence[str], starts: Ints) -> Rank:
    import bm25s

    retriever = bm25s.BM25()
    retriever.index(stemmed(documents), show_progress=False)

    def rank(texts: Sequence[str]) -> Ranking:
        nothing = np.zeros(len(documents))  # get_scores fails on a text without words
        rows = [retriever.get_scores(words) if words else nothing for words in stemmed(texts)]
        return ranked(np.maximum.reduceat(np.array(rows), starts, axis=1))

    return rank


def stemmed(texts: Sequence[str]) -> list[list[str]]:
    """The Snowball stems of every text.

    Stop words are kept: leaving them out cost 2.5 points on CLINC150 and gained 1.8 on BANKING77
    (10 phrasings, best phrasing, one draw).
    """
    import bm25s

    words: list[list[str]] = bm25s.tokenize(
        list(texts),
        token_pattern=r"(?u)\b\w+\b",
        stopwords=None,
        stemmer=Stemmer.Stemmer("english"),
        return_ids=False,
        show_progress=False,
    )
    return words


def linear_svc(story: Story) -> Rank:
    """LinearSVC on TF-IDF of words and word pairs, and of characters inside words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LinearSVC(random_state=0),
    )
    owners = [place for place, fact in enumerate(story.facts) for _ in fact.questions]
    model.fit(phrasings_of(story)[0], owners)

    def rank(texts: Sequence[str]) -> Ranking:
        return ranked(np.asarray(model.decision_function(list(texts))))

    return rank


SYSTEMS: dict[str, System] = {
    "storybot": storybot,
    "storybot, semantic": storybot_semantic,
    "rapidfuzz token_set_ratio": rapidfuzz_token_set,
    "BM25, best phrasing": bm25_phrasings,
    "BM25, whole fact": bm25_facts,
    "TF-IDF + LinearSVC": linear_svc,
}
"""What is compared, in the order of the tables."""


def phrasings_of(story: Story) -> tuple[list[str], Ints]:
    """All phrasings, fact by fact, and where each fact's first one stands."""
    lengths = [len(fact.questions) for fact in story.facts]
    starts = np.cumsum([0, *lengths[:-1]])
    return [text for fact in story.facts for text in fact.questions], starts


def ranked(scores: npt.NDArray[Any]) -> Ranking:
    """The ranking by `scores`, shape (questions, facts); the earlier fact wins a tie."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return _ranking(order.tolist(), scores.max(axis=1))


def _ranking(orders: Sequence[Sequence[int]], tops: Sequence[float] | Floats) -> Ranking:
    best = np.full((len(orders), DEPTH), -1)
    for row, order in zip(best, orders, strict=True):
        row[: len(order[:DEPTH])] = order[:DEPTH]
    return Ranking(best, np.asarray(tops, np.float64))


Patch = tuple[str, str, Callable[[Any], Any]]
"""A module or class ("module:Class"), an attribute of it, and what becomes of its value."""


@contextmanager
def patched(patches: Sequence[Patch]) -> Iterator[None]:
    """Runs with other values; raises `Unavailable` where this version has no such attribute."""
    found = [(_owner(path, name), name, change) for path, name, change in patches]
    before = [getattr(owner, name) for owner, name, _ in found]
    try:
        for owner, name, change in found:
            setattr(owner, name, change(getattr(owner, name)))
        yield
    finally:
        for (owner, name, _), value in zip(found, before, strict=True):
            setattr(owner, name, value)


def _owner(path: str, name: str) -> Any:
    module, _, inner = path.partition(":")
    try:
        owner = import_module(module)
        owner = getattr(owner, inner) if inner else owner
        getattr(owner, name)
    except (ImportError, AttributeError) as error:
        raise Unavailable(f"this version has no {path}.{name}") from error
    return owner


def under(patches: Sequence[Patch], system: System) -> System:
    """`system`, made ready and run with other values."""

    def altered(story: Story) -> Rank:
        with patched(patches):
            rank = system(story)

        def run(texts: Sequence[str]) -> Ranking:
            with patched(patches):
                return rank(texts)

        return run

    return altered


NO_REPAIR: Sequence[Patch] = (
    ("bot.matching.language.repair:Repair", "__call__", lambda old: lambda self, word: None),
)
"""No word is taken for another that is spelt much like it."""


def _without(*blocks: str) -> tuple[Patch, ...]:
    """Some blocks of features count for nothing, in phrasings and in questions."""
    kept = np.array([block not in blocks for block in BLOCKS])
    modules = ("bot.matching.ranking.index", "bot.matching.ranking.building")
    return tuple((module, "SHARES", lambda old: old * kept) for module in modules)


def _without_ideas(language: Language) -> Language:
    return replace(language, lexicon=replace(language.lexicon, ideas={}, opposites={}))


ABLATIONS: dict[str, Sequence[Patch]] = {
    "no ideas": (
        (
            "bot.matching.shipped",
            "language",
            lambda old: lambda code: _without_ideas(old(code)),
        ),
    ),
    "no word parts": _without("parts"),
    "no coverage re-rank": (("bot.matching.ranking.ranker", "COVERAGE_WEIGHT", lambda old: 0.0),),
    "no word pairs": (
        *_without("pairs", "skips"),
        ("bot.matching.ranking.building", "PAIR_BONUS", lambda old: 0.0),
    ),
    "no learning by contrast": (("bot.matching.ranking.building", "CORRECTION", lambda old: 0.0),),
    "no weighing by commonness": (("bot.matching.ranking.index", "COMMONNESS", lambda old: 0.0),),
    "no kinds": (
        (
            "bot.matching.language.language:Language",
            "kinds_asked",
            lambda old: lambda self, text: frozenset(),
        ),
    ),
    "no names": (
        (
            "bot.matching.language.analysis",
            "Names",
            lambda old: lambda names, language: old({}, language),
        ),
    ),
    "no spelling repair": NO_REPAIR,
    "no word vectors": (("bot.matching.ranking.meaning", "WORDS_WEIGHT", lambda old: 0.0),),
}
"""What is taken away, and how: in matching, and with it in the guards that stand on it."""
