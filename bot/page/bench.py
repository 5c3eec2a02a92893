"""What the desk works on: one knowledge file as it is now, and what is found out about it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.core.errors import UnusableInputError
from bot.core.model import Reply, Story
from bot.core.service import QuestionService
from bot.curation.decisions import decided
from bot.desk.article import Article
from bot.desk.coverage import ArticleCoverage, coverage
from bot.desk.inbox import Item, WorkList, work_list
from bot.desk.proof import Proof, prove, read_alone
from bot.knowledge.decoding import read_bytes
from bot.knowledge.loader import parse
from bot.knowledge.review import Flaw
from bot.knowledge.watching import in_daemon_thread
from bot.matching.engine import Engine
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language
from bot.page.jobs import Job, Progress, StoppedJobError
from bot.ports.feedback import Feedback

SOON = 0.3
"""Seconds that a page waits for long work before it says that it is still going on."""

WHOLE = 2.0
"""Seconds that the difference waits for what the whole file would be like with it."""


@dataclass(frozen=True, slots=True)
class Toolkit:
    """What the command line lends the desk: the day, engines, what readers said (and whether to say
    how more of it would be kept), a reply in a terminal, and why it came about."""

    today: Callable[[], str]
    engine: Callable[[bytes, Story], Engine]
    feedback: Callable[[], tuple[Feedback, bool]]
    in_terminal: Callable[[Reply, Story], str]
    why: Callable[[Reply], str]


@dataclass(frozen=True, slots=True)
class Source:
    """The article: its raw text, in which quotes are looked for, and its sentences."""

    name: str
    text: str
    article: Article


def problems(flaws: Iterable[Flaw] | None) -> tuple[Flaw, ...]:
    """Those that a check fails for."""
    return tuple(it for it in flaws or () if it.severity == "problem")


async def timed(remark: Callable[[], Iterable[Flaw]]) -> tuple[tuple[Flaw, ...], float]:
    """What is found beside the event loop, and the seconds that took."""
    started = perf_counter()
    found = tuple(await in_daemon_thread(remark))
    return found, perf_counter() - started


class FileState:
    """One content of the file, with its drafts. Raises KnowledgeError where it does not load.

    `service` answers from it; None while it is built, and where there is nothing to tell.
    """

    def __init__(self, data: bytes, path: Path, means: Toolkit, source: Source | None) -> None:
        self.data = data
        self.story = story = replace(parse(data, path.name), today=means.today())
        text = source.text if source else None
        self.analyser = Analyser(story.names, language(story.language))
        self.service: QuestionService | None = None
        self.alone = Job(lambda _: [*read_alone(story.without_drafts(), self.analyser, text)])
        self.engine = Job(lambda _: self._built(means))
        self.proof = Job(lambda progress: self._proved(text, progress))
        self.coverage: Job[ArticleCoverage] | None = None
        if source is not None:
            article = source.article
            self.coverage = Job(lambda progress: coverage(story, article, progress))

    def _built(self, means: Toolkit) -> Engine:
        if all(fact.draft for fact in self.story.facts):
            raise UnusableInputError("Every fact is a draft: there is nothing to tell yet.")
        engine = means.engine(self.data, self.story)
        self.service = QuestionService(engine.story, engine, means.today)
        return engine

    def _proved(self, text: str | None, progress: Progress) -> Proof:
        drafts = (fact for fact in self.story.facts if fact.draft)
        return prove(self.engine.result(), text, progress, drafts)

    @property
    def proved(self) -> Proof | None:
        """The proof of the whole file; None while it is made, and where nothing is told."""
        if self.service is None or not self.proof.is_ready:
            return None
        try:
            return self.proof.result()
        except StoppedJobError:  # the file has become another meanwhile
            return None

    def flaws(self) -> Mapping[str | None, tuple[Flaw, ...]]:
        """What `check` says, by fact, as far as it is known by now; problems first."""
        found: Iterable[Flaw] = self.alone.result() if self.alone.is_ready else ()
        if proof := self.proved:
            found = (*proof.flaws, *proof.collisions)
        by_fact: dict[str | None, list[Flaw]] = defaultdict(list)
        for flaw in sorted(found, key=lambda it: it.severity != "problem"):
            by_fact[flaw.fact].append(flaw)
        return {fact: tuple(flaws) for fact, flaws in by_fact.items()}

    def problems_beside(self, before: FileState, own: str | None) -> list[Flaw]:
        """Problems that `before` has not, as far as it is known, of others than the `own` fact."""
        if before.proved is None:
            return []
        known = {it for flaws in before.flaws().values() for it in flaws}
        others = (it for fact, flaws in self.flaws().items() if fact != own for it in flaws)
        return [it for it in problems(others) if it not in known]

    def stop(self) -> bool:
        """Let what is still found out about it end soon; whether there is any."""
        jobs: list[Job[Any] | None] = [self.alone, self.engine, self.proof, self.coverage]
        going_on = [job for job in jobs if job is not None and not job.is_ready]
        for job in going_on:
            job.stop()
        return bool(going_on)


class Bench:
    """The file at `path`, which anybody may change meanwhile, and the inbox as it was `read`."""

    def __init__(self, path: Path, means: Toolkit, source: Source | None = None) -> None:
        self.path, self.means, self.source = path, means, source
        self._state: FileState | None = None
        self._trial: FileState | None = None
        self._lock = asyncio.Lock()
        self.read: Job[WorkList] | None = None
        self._feedback: Feedback | None = None

    async def now(self) -> FileState:
        """The file as it is. Raises UnusableInputError or KnowledgeError where it is of no use."""
        async with self._lock:
            data = await in_daemon_thread(lambda: read_bytes(self.path))
            if self._state is None or self._state.data != data:
                if self._state is not None:
                    self._state.stop()
                    self._state = None
                if self._trial is not None and self._trial.data == data:
                    self._state, self._trial = self._trial, None
                else:
                    self._state = await self._read(data)
            return self._state

    async def trial(self, data: bytes) -> FileState:
        """What the file would be with that content: saved, it is the file, and known already."""
        async with self._lock:
            if self._state is not None and self._state.data == data:
                return self._state
            if self._trial is None or self._trial.data != data:
                if self._trial is not None:
                    self._trial.stop()
                self._trial = await self._read(data)
            return self._trial

    async def _read(self, data: bytes) -> FileState:
        return await in_daemon_thread(lambda: FileState(data, self.path, self.means, self.source))

    async def inbox(self, state: FileState) -> tuple[Job[WorkList] | None, Feedback, bool]:
        """What readers said: a list that is made anew when there is more, not at each change of
        the file; None while there is nothing to hold it against."""
        feedback, says_switch = await in_daemon_thread(self.means.feedback)
        service = state.service
        if service is not None and feedback != self._feedback:
            known = decided(self.path)
            self._feedback, self.read = feedback, Job(lambda _: work_list(feedback, service, known))
        return self.read, feedback, says_switch

    def close(self) -> bool:
        """Let long work end soon; whether there is any."""
        is_reading = self.read is not None and not self.read.is_ready
        states = [it for it in (self._state, self._trial) if it is not None]
        return any([is_reading, *(it.stop() for it in states)])

    def job(self, state: FileState, name: str) -> Job[Any] | None:
        """The work of that name, if it goes on."""
        jobs: dict[str, Job[Any] | None] = {
            "engine": state.engine,
            "proof": state.proof,
            "coverage": state.coverage,
            "trial": self._trial.proof if self._trial else None,
        }
        return jobs.get(name, self.read)

    def open_items(self, found: WorkList) -> list[Item]:
        """The items that nobody has decided on by now."""
        known = decided(self.path)
        return [it for it in found.items if not known.issuperset(one.id for one in it.texts)]
