"""The stories whose honesty is measured, their questions, and what became of those."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from bot.compose.stories import service_for
from bot.core.model import Story
from bot.knowledge.loader import load
from bot.ops.evaluation import Case, JudgedCase, Share, tally
from bot.ops.separation import separation
from bot.ports.embedder import Embedder
from tests.benchmarks.datasets import Absent
from tests.benchmarks.fewer import with_fewer
from tests.benchmarks.measures import Figure
from tests.benchmarks.own_story import KNOWLEDGE, QUESTIONS, cases_in, judged, of_kinds
from tests.benchmarks.provenance import ROOT
from tests.benchmarks.runs import say
from tests.benchmarks.squad import cases_about

STORIES = ROOT / "tests/stories"
STRANGERS = ("ipcc", "amazon", "private")
TITLES = {
    "ipcc": "IPCC",
    "amazon": "Amazon rainforest",
    "private": "Private schools",
    "shipped": "Shipped story",
    "shipped-dev": "Shipped story, second set",
    "shipped-six": "Shipped story, six phrasings a fact",
    "shipped-told": "Shipped story, no known unknowns",
    "second": "Second story",
    "third": "Third story",
}
"""What is measured, by the key that names its picture."""

SIX = 6
"""Phrasings a fact, as the strangers' files have."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A story and its questions, under a key of `TITLES`."""

    key: str
    story: Story = field(repr=False)
    cases: tuple[Case, ...] = field(repr=False)

    @property
    def title(self) -> str:
        """How readers are told of it."""
        return TITLES[self.key]


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of a subject's questions, and the figures that follow."""

    subject: Subject
    judged: tuple[JudgedCase, ...] = field(repr=False)
    shares: dict[str, Share]
    auroc: Figure | None


def told_only(story: Story) -> Story:
    """`story` without its known unknowns."""
    facts = tuple(fact for fact in story.facts if fact.is_known)
    return replace(story, facts=facts, digest=f"{story.digest}-told")


def subjects(data: Path | None) -> tuple[list[Subject], list[str]]:
    """All that can be measured here, and a sentence for each that cannot."""
    found, absent = [], []
    for key, read in _sources(data).items():
        try:
            story, cases = read()
        except Absent as error:
            absent.append(str(error))
        else:
            found.append(Subject(key, story, tuple(cases)))
    return found, absent


Source = tuple[Story, list[Case]]


def _sources(data: Path | None) -> dict[str, Callable[[], Source]]:
    heldout = partial(cases_in, QUESTIONS / "heldout.jsonl")
    shipped = cache(partial(load, KNOWLEDGE))
    return {
        "ipcc": lambda: _beside(folder_of(data, "ipcc") / "stories/ipcc"),
        "amazon": partial(_crowd, data, "amazon", "Amazon_rainforest"),
        "private": partial(_crowd, data, "private", "Private_school"),
        "shipped": lambda: (shipped(), heldout()),
        "shipped-dev": lambda: (shipped(), _dev(folder_of(data, "dev"))),
        "shipped-six": lambda: (with_fewer(shipped(), SIX), heldout()),
        "shipped-told": lambda: (told_only(shipped()), heldout()),
        "second": lambda: _beside(STORIES / "second"),
        "third": lambda: _beside(STORIES / "third", "heldout.jsonl"),
    }


def folder_of(data: Path | None, wanted: str) -> Path:
    """`data`; raises `Absent` where none was named."""
    if data is None:
        raise Absent(f"{wanted}: no --data folder was named")
    return data


def _beside(folder: Path, questions: str = "questions.jsonl") -> Source:
    for file in (folder / "knowledge.yaml", folder / questions):
        if not file.is_file():
            raise Absent(f"{folder.name}: {folder.name}/{file.name} is not there")
    return load(folder / "knowledge.yaml"), cases_in(folder / questions)


def _crowd(data: Path | None, key: str, article: str) -> Source:
    cases = cases_about(folder_of(data, key), article)
    return load(STORIES / key / "knowledge.yaml"), cases


def _dev(data: Path) -> list[Case]:
    file = data / "questions/dev.jsonl"
    if not file.is_file():
        raise Absent("dev: questions/dev.jsonl is not there")
    return cases_in(file)


def measured(found: Iterable[Subject], embedder: Embedder | None) -> list[Measured]:
    """What becomes of every question of every subject."""
    results = []
    for subject in found:
        say(f"{subject.title}{', with the extra' if embedder else ''}")
        service = service_for(subject.story, embedder)
        results.append(figures(subject, tuple(judged(service, subject.cases))))
    return results


def figures(subject: Subject, results: tuple[JudgedCase, ...]) -> Measured:
    """The shares of the answerable and the unanswerable, these also by how near they sound."""
    unanswerable = tally(results, answerable=False)
    kinds = {
        f"{name}, {where}": of_kinds(results, name, near=near)
        for name in ("false", "told")
        for where, near in (("near", True), ("other", False))
    }
    own = {name: unanswerable[name] for name in ("false", "told", "answered or told")}
    shares = {**tally(results, answerable=True), **own, **kinds}
    apart = separation(results)
    auroc = Figure(apart.auroc, apart.low, apart.high) if apart else None
    return Measured(subject, results, shares, auroc)
