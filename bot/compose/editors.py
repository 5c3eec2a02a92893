"""The desk behind the editors' channel: the records' work list, and the knowledge file."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.errors import NotRecordedError, StorybotError, UnusableInputError
from bot.core.model import Status
from bot.curation.decisions import Decision, decided, remember
from bot.curation.editing import difference
from bot.curation.saving import save
from bot.desk.drafting import new_id
from bot.desk.golden import failures
from bot.desk.inbox import (
    MISS,
    Item,
    WorkList,
    accepted,
    corrected,
    dismissed,
    made_new,
    work_list,
)
from bot.knowledge.decoding import read_bytes
from bot.knowledge.watching import in_daemon_thread
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language
from bot.ports.editors import EditorsDesk, Matter, MatterKind, Outcome, Resolution, Wish
from bot.ports.feedback import EditorDecision, ReaderText
from bot.ports.records import DAY
from bot.rendering import texts_editors as texts
from bot.rendering.card import choice_mark

if TYPE_CHECKING:
    from bot.application.ask import Answering
    from bot.core.service import QuestionService
    from bot.knowledge.watching import Watch
    from bot.records.editors import EditorsRecords

LOOK_BACK = 30 * DAY
"""Seconds for which readers' words are looked at."""

HOUR = 60 * 60.0

_DONE = {
    Resolution.PHRASING: texts.DONE_PHRASING,
    Resolution.ANSWER: texts.DONE_ANSWER,
    Resolution.UNKNOWN: texts.DONE_UNKNOWN,
    Resolution.CORRECTION: texts.DONE_CORRECTION,
    Resolution.DISMISS: texts.DONE_DISMISSED,
}

_log = logging.getLogger(__name__)


class FileDesk(EditorsDesk):
    """The port `EditorsDesk`. Where it `may_edit`, it splices the file that `watch` looks at."""

    def __init__(
        self,
        answering: Answering,
        records: EditorsRecords,
        watch: Watch[QuestionService],
        path: Path,
        build: Callable[[bytes], QuestionService],
        *,
        may_edit: bool,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._records = records
        self._watch = watch
        self._path = path
        self._build = build
        self._may_edit = may_edit
        self._now = now

    async def matters(self, known: Collection[str]) -> Sequence[Matter]:
        """Misses come once the hour is over in which they were asked last."""
        hour = self._now() // HOUR * HOUR

        def is_wanted(alike: Sequence[ReaderText]) -> bool:
            is_over = alike[0].kind != MISS or alike[-1].at < hour
            return is_over and not any(it.id in known for it in alike)

        found = [*self._alarms()]
        try:
            found += map(_matter_of, (await self._list(is_wanted)).items)
            downs = await self._records.downs(hour - HOUR, hour)
        except NotRecordedError:  # the database is down: the next look finds it
            downs = {}
        for fact_id, count in downs.items():
            if fact := self._answering.story.fact(fact_id):
                key = f"down/{fact_id}/{hour:.0f}"
                found.append(Matter("", MatterKind.DOWN, "", count, (fact,), (key,)))
        return [it for it in found if not set(it.keys) & set(known)]

    async def matter(self, name: str) -> Matter | None:
        item = await self._item(name)
        return None if item is None else _matter_of(item)

    async def carry_out(self, wish: Wish) -> Outcome:
        try:
            item = await self._item(wish.matter)
            if item is None:
                return Outcome(texts.GONE, done=False)
            return await self._carry_out(item, wish)
        except NotRecordedError:
            return Outcome(texts.NOT_KEPT, done=False)
        except StorybotError as error:
            return Outcome(texts.REFUSED.format(why=error), done=False)

    async def _carry_out(self, item: Item, wish: Wish) -> Outcome:
        facts = self._answering.story.facts
        fact = next((it for it in facts if choice_mark(it.id) == wish.fact), None)
        if wish.ruling is Resolution.CORRECTION:
            fact = next((it for it, _ in item.nearest), None)
        if wish.ruling in (Resolution.PHRASING, Resolution.CORRECTION) and fact is None:
            return Outcome(texts.GONE, done=False)
        fact_id = fact.id if fact else None
        if wish.ruling in (Resolution.ANSWER, Resolution.UNKNOWN):
            fact_id = self._new_id(item)
        decision = EditorDecision(
            "", self._now(), wish.ruling, wish.editor, fact_id, wish.answer or None
        )
        said = _DONE[wish.ruling].format(fact=fact.title if fact else fact_id)
        changes = wish.ruling is not Resolution.DISMISS
        patch = None
        if self._may_edit:
            patch = await in_daemon_thread(partial(self._spliced, item, decision))
            self._watch.read_now()
        rows = [replace(decision, id=it.id, patch=patch) for it in item.texts]
        try:
            await self._records.keep(rows)
        except NotRecordedError:
            if not self._may_edit:
                raise
            _log.warning("a decision of the editors is in the file, and not in the records")
        return Outcome(said if self._may_edit or not changes else texts.NOTED.format(done=said))

    def _spliced(self, item: Item, decision: EditorDecision) -> str | None:
        """Change the file after checking what it would be; how it changed."""
        before = read_bytes(self._path)
        after, remembered = spliced(before, self._path.name, item, decision)
        if after != before:
            self._check(after)
            save(self._path, before, after)
        try:
            remember(self._path, remembered)
        except UnusableInputError as error:  # the file is changed, and the records know it
            _log.warning("%s", error)
        return difference(before, after, self._path.name) or None

    def _check(self, after: bytes) -> None:
        """Raise UnusableInputError where a test of the file fails that did not fail before."""
        old = {it.message for it in failures(self._answering.service)}
        for flaw in failures(self._build(after)):
            if flaw.message not in old:
                raise UnusableInputError(f"of the fact “{flaw.fact}”, {flaw.message}.")

    def _new_id(self, item: Item) -> str:
        story = self._answering.story
        analyser = Analyser(story.names, language(story.language))
        return new_id(item.text, analyser, {it.id for it in story.facts})

    def _alarms(self) -> Iterator[Matter]:
        if problem := self._watch.problem:
            yield Matter(
                "", MatterKind.ALARM, texts.BROKEN.format(problem=problem), keys=(problem,)
            )
        if expired := self._answering.story.expired:
            names = ", ".join(it.id for it in expired)
            said = texts.EXPIRED.format(facts=names)
            yield Matter("", MatterKind.ALARM, said, keys=(f"expired/{names}",))

    async def _item(self, name: str) -> Item | None:
        found = await self._list(lambda alike: any(it.id.startswith(name) for it in alike))
        return next((it for it in found.items if it.is_called(name)), None)

    async def _list(self, wanted: Callable[[Sequence[ReaderText]], bool]) -> WorkList:
        feedback = await self._records.feedback(self._now() - LOOK_BACK)
        gone = {it.id for it in feedback.decisions} | decided(self._path)
        return work_list(feedback, self._answering.service, gone, wanted)


def spliced(
    data: bytes, name: str, item: Item, decision: EditorDecision
) -> tuple[bytes, tuple[Decision, ...]]:
    """The file after a decision on an item, and what is to be remembered; raises as `accepted`."""
    fact = decision.fact or ""
    match decision.kind:
        case Resolution.PHRASING:
            return accepted(data, name, item, fact)
        case Resolution.CORRECTION:
            day = date.fromtimestamp(decision.at).isoformat()
            return corrected(data, name, item, fact, decision.text or "", day)
        case Resolution.ANSWER:
            return made_new(data, name, item, fact, answer=decision.text or "")
        case Resolution.UNKNOWN:
            return made_new(data, name, item, fact, Status.UNKNOWN, decision.text or "")
        case _:
            return data, dismissed(item)


def _matter_of(item: Item) -> Matter:
    facts, keys = tuple(fact for fact, _ in item.nearest), tuple(it.id for it in item.texts)
    readers = len({it.asker for it in item.texts})
    return Matter(item.id, MatterKind(item.kind), item.text, readers, facts, keys)
