"""How often a mention waits for the database: each is a journey, and a wait for the disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.adapters.slack import serve_slack
from bot.application.moderation import Moderation
from bot.compose.serving import build_answering
from bot.records.opening import open_records
from bot.settings import CommunitySettings
from tests.adapters.slack.slack_bot import FULL_SCOPES, cancelled, settings_for
from tests.fakes.clock import FakeClock
from tests.fakes.slack_service import FakeService
from tests.house import awaited, batches_noted
from tests.records.conftest import KEY, RETENTION
from tests.servers.slack_objects import mention
from tests.servers.slack_server import SlackServer

LIMITED = CommunitySettings(person_limit=20, channel_limit=60)


async def test_a_mention_waits_for_the_database_twice(tmp_path: Path) -> None:
    path = str(tmp_path / "records.sqlite3")
    async with SlackServer() as slack, open_records(path, KEY, RETENTION, {}) as records:
        slack.scopes = FULL_SCOPES
        await asyncio.sleep(0.2)  # the first heartbeat; the next comes in three seconds
        ports = (records.store, records.inbox, records.shared, records.reply_index)
        moderation = Moderation(LIMITED, FakeClock(), shared=records.shared)
        ready = asyncio.Event()
        serving = serve_slack(
            build_answering(FakeService(), *ports),
            settings_for(slack, "socket"),
            moderation,
            ready=ready.set,
        )
        task = asyncio.create_task(serving)
        await asyncio.wait_for(ready.wait(), 10)
        for number in range(3):
            await asyncio.sleep(0.5)  # what nobody waits for is written meanwhile
            with batches_noted() as batches:
                await slack.event(mention("the cost?"))
                await slack.messages(number + 1)
            assert len(awaited(batches)) <= 2, batches
        await cancelled(task)
