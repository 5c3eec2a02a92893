"""What runs beside the channels while serving: records, the watched file, health and metrics."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.application.background_tasks import beside
from bot.core.errors import NotRecordedError
from bot.ops.connections import Connections

if TYPE_CHECKING:
    from bot.application.ask import Answering
    from bot.application.corrections import Corrections
    from bot.application.editors import EditorsChannel
    from bot.application.moderation import Moderation
    from bot.application.notifications import Notifications
    from bot.application.unasked import Unasked
    from bot.cli.environment import Opened
    from bot.core.service import QuestionService
    from bot.knowledge.watching import Watch
    from bot.ops.metrics import CountingMeter
    from bot.ports.checks import Examination
    from bot.records.opening import OpenRecords
    from bot.settings import Settings


RULES_EVERY = 5.0
"""Seconds between two looks at what administrators decided in other processes."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What channels answer with and by, and where they say that they are connected."""

    answering: Answering
    moderation: Moderation
    connections: Connections
    examine: Examination
    editors: EditorsChannel | None = None
    corrections: Corrections | None = None
    notifications: Notifications | None = None

    def unasked_on(self, platform: str) -> Unasked:
        """What is said on that platform without being asked for."""
        from bot.application.unasked import Unasked

        there = self.editors
        editors = there if there is not None and there.platform == platform else None
        return Unasked(platform, editors, self.corrections, self.notifications)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is served, to which channels, and on which port health is told, if any."""

    story: Opened
    settings: Settings
    environ: Mapping[str, str]
    channels: tuple[str, ...]
    health_port: int | None = None


@asynccontextmanager
async def operating(plan: Plan) -> AsyncIterator[Operation]:
    """Open all of it, and close it again: the records last, when no channel runs any more."""
    from bot.compose.examining import build_examination
    from bot.compose.judging import open_judge
    from bot.compose.serving import build_answering, build_moderation, open_records, watch_knowledge

    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(open_records(plan.settings.records, plan.environ))
        judge = await stack.enter_async_context(open_judge(plan.settings.judge))
        ports = (records.store, records.inbox, records.shared, records.reply_index, judge)
        counts = _counts() if plan.health_port is not None else None
        answering = build_answering(plan.story.service, *ports, counts)
        moderation = await build_moderation(plan.settings.community, records.store, records.shared)
        examine = build_examination(str(plan.story.path), plan.environ)
        watch = watch_knowledge(plan.story.path, plan.environ, answering, plan.story.embedder)
        editors = build_editors(plan, answering, records, watch)
        connections = Connections(plan.channels)
        corrections = build_corrections(plan, answering, records)
        notifications = build_notifications(plan, answering, moderation, records)
        unasked = (editors, corrections, notifications)
        operation = Operation(answering, moderation, connections, examine, *unasked)
        if plan.health_port is not None and counts is not None:
            health = _health(plan.health_port, operation, watch, records, counts)
            await stack.enter_async_context(health)
        await stack.enter_async_context(beside(watch.run()))
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, watch.read_now)
        await stack.enter_async_context(beside(_adopt_rules(moderation, records)))
        yield operation


def build_editors(
    plan: Plan, answering: Answering, records: OpenRecords, watch: Watch[QuestionService]
) -> EditorsChannel | None:
    """The editors' channel; None where none is set."""
    settings, story = plan.settings.editors, plan.story
    if settings is None:
        return None
    from bot.application.editors import EditorsChannel
    from bot.compose.editors import FileDesk
    from bot.compose.stories import service_from

    desk = FileDesk(
        *(answering, records.editors, watch, story.path),
        lambda data: service_from(data, story.path, plan.environ, story.embedder),
        may_edit=settings.may_edit,
    )
    place, needs_two = (settings.platform, settings.channel), settings.needs_two
    return EditorsChannel(*place, desk, records.shared, needs_two=needs_two)


def build_corrections(plan: Plan, answering: Answering, records: OpenRecords) -> Corrections | None:
    """What puts right what was told; None where the operator wants none of it."""
    days = plan.settings.records.correct_days
    if not days:
        return None
    from bot.application.corrections import Corrections

    ports = (records.told_facts, records.shared, answering.meter)
    return Corrections(lambda: answering.story, *ports, time.time, days)


def build_notifications(
    plan: Plan, answering: Answering, moderation: Moderation, records: OpenRecords
) -> Notifications | None:
    """What tells readers what they wait for; None where the operator wants none of it."""
    days = plan.settings.records.notify_days
    if not days:
        return None
    from bot.application.notifications import Notifications

    return Notifications(answering, moderation, records.notices, days)


def _counts() -> CountingMeter:
    from bot.ops.metrics import CountingMeter

    return CountingMeter()


@asynccontextmanager
async def _health(
    port: int,
    operation: Operation,
    watch: Watch[QuestionService],
    records: OpenRecords,
    counts: CountingMeter,
) -> AsyncIterator[None]:
    from bot.ops.health import serve_health
    from bot.ops.metrics import Gauges

    answering, writer = operation.answering, records.writer
    gauges = Gauges(
        story=lambda: answering.story,
        knowledge_problem=lambda: watch.problem,
        connections=operation.connections,
        waiting=lambda: writer.waiting,
        dropped=lambda: writer.dropped,
        is_down=lambda: writer.is_down,
        unanswered=lambda: records.inbox.lost_count,
        alone=lambda: records.shared.alone,
    )
    counts.watch(gauges)
    async with serve_health(port, gauges, counts.registry):
        yield


async def _adopt_rules(moderation: Moderation, records: OpenRecords) -> None:
    """What administrators decide in one process holds in all within seconds."""
    while True:
        await asyncio.sleep(RULES_EVERY)
        with suppress(NotRecordedError):  # the database is down: what held goes on holding
            moderation.adopt(await records.store.rules())
