"""A likelihood is a likelihood for any evidence, and every guard that tells lowers it."""

from __future__ import annotations

import pytest

from bot.matching.verification.figures import (
    FEW,
    FIELDS,
    FLAGS,
    MANY,
    MOST_MARGIN,
    backing,
    rivals_of,
    unknown_share,
    unlisted,
    values_of,
)
from bot.matching.verification.verifier import WEIGHTS, likelihood, likelihood_meant
from tests.core.invented import TOWN, a_ranker

RANKER = a_ranker(TOWN)
BACKINGS = (0.0, 0.5, 1.0)


def evidence_of(question: str, fact: str) -> dict[str, float]:
    """The evidence for a fact that no guard speaks against."""
    match = RANKER.match(question)
    asked = RANKER.aligner.read(match.analysis)
    place = [one.id for one in TOWN.facts].index(fact)
    cosine, near = RANKER.index.nearest(match.similarity, place)
    (aligned,) = RANKER.aligner.align(asked, [(place, near)])
    rivals, untold = rivals_of(match, TOWN.facts), unlisted(unknown_share(TOWN.facts), 0.0)
    values = values_of(match, place, rivals, cosine, aligned, (), untold)
    return dict(zip(FIELDS, values, strict=True))


def with_flag(flag: str) -> tuple[float, ...]:
    """The evidence for a fact that is meant, and of one guard against it."""
    found = evidence_of("how much did the ferry cost", "cost")
    return tuple({**found, flag: 1.0}.values())


PLAIN = tuple(evidence_of("how much did the ferry cost", "cost").values())


def test_there_is_a_weight_for_each_field() -> None:
    assert len(WEIGHTS) == len(FIELDS) == len(set(FIELDS))


@pytest.mark.parametrize("backed", BACKINGS)
@pytest.mark.parametrize("extreme", [-1e6, 0.0, 1e6])
def test_a_likelihood_lies_between_nothing_and_certainty(extreme: float, backed: float) -> None:
    for found in (likelihood, likelihood_meant):
        assert 0.0 <= found([extreme] * len(FIELDS), backed) <= 1.0


@pytest.mark.parametrize("backed", BACKINGS)
@pytest.mark.parametrize("flag", ["opposite", "number", "year", "subject", "name"])
def test_a_guard_that_speaks_makes_a_fact_less_likely(flag: str, backed: float) -> None:
    assert likelihood(with_flag(flag), backed) < likelihood(PLAIN, backed)


@pytest.mark.parametrize("flag", FLAGS)
def test_what_is_meant_is_the_same_whatever_a_guard_says(flag: str) -> None:
    assert likelihood_meant(with_flag(flag), 0.5) == likelihood_meant(PLAIN, 0.5)


def test_what_leads_by_more_is_likelier() -> None:
    found = evidence_of("how much did the ferry cost", "cost")
    assert found["margin"] > 0
    behind = tuple({**found, "margin": -found["margin"]}.values())
    assert likelihood(behind, 0.0) < likelihood(PLAIN, 0.0)
    assert evidence_of("how much did the ferry cost", "fare")["margin"] < 0
    assert all(abs(evidence_of(fact.title, fact.id)["margin"]) <= MOST_MARGIN
               for fact in TOWN.facts)  # fmt: skip


def test_backing_grows_from_few_phrasings_to_many_and_no_further() -> None:
    grown = [backing(phrasings) for phrasings in (1, FEW, FEW + 1, 12, MANY, 500)]
    assert grown[:2] == [0.0, 0.0]
    assert grown[-2:] == [1.0, 1.0]
    assert 0.0 < grown[2] < grown[3] < 1.0
