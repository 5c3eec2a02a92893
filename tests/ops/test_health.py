"""Health says whether answers flow, and metrics count what happened, on a port of their own."""

from __future__ import annotations

import socket
from dataclasses import replace

import aiohttp
import pytest

from bot.core.errors import SettingsError
from bot.core.judging import Ruling
from bot.core.model import Answered, Declined, DeclineReason
from bot.ops.connections import Connections
from bot.ops.health import serve_health
from bot.ops.metrics import CountingMeter, Gauges
from bot.ports.messages import Reader
from bot.ports.records import Exchange
from tests.fakes.discord_service import COST, STORY
from tests.fakes.records import ADA

TOLD = replace(
    STORY,
    digest="0123456789abcdef",
    facts=(replace(STORY.facts[0], expires="2031-05-01"), *STORY.facts[1:]),
    today="2031-05-02",
)


class Parts:
    """The state of the parts, to be changed by a test."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self.is_down = False
        self.connections = Connections(("discord", "slack"))
        self.gauges = Gauges(
            story=lambda: TOLD,
            knowledge_problem=lambda: self.problem,
            connections=self.connections,
            waiting=lambda: 3,
            dropped=lambda: 2,
            is_down=lambda: self.is_down,
            unanswered=lambda: 5,
            alone=lambda: 7,
        )
        self.counts = CountingMeter()
        self.counts.watch(self.gauges)


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status, await response.text()


async def test_it_is_ready_only_while_every_channel_is_connected(parts: Parts, port: int) -> None:
    async with serve_health(port, parts.gauges, parts.counts.registry):
        assert (await get(port, "/readyz"))[0] == 503
        parts.connections.up("discord")
        status, text = await get(port, "/readyz")
        assert (status, '"slack": "not connected"' in text) == (503, True)
        parts.connections.up("slack")
        assert (await get(port, "/readyz"))[0] == 200
        parts.connections.down("discord")
        assert (await get(port, "/readyz"))[0] == 503
        assert (await get(port, "/livez")) == (200, "alive\n")


async def test_what_costs_no_reply_is_told_and_does_not_take_it_out_of_service(
    parts: Parts, port: int
) -> None:
    parts.connections.up("discord")
    parts.connections.up("slack")
    parts.problem, parts.is_down = "story.yaml:6:5: no answer\nstory.yaml:9:5: no id", True
    async with serve_health(port, parts.gauges, parts.counts.registry):
        status, text = await get(port, "/readyz")
    assert status == 200
    assert '"database": "down"' in text
    assert '"knowledge": "story.yaml:6:5: no answer"' in text
    assert '"version": "0123456789ab"' in text


async def test_metrics_count_questions_votes_and_the_state_of_the_parts(
    parts: Parts, port: int
) -> None:
    counts = parts.counts
    for reply in (Answered(COST), Answered(COST), Declined(DeclineReason.NOT_IN_STORY)):
        counts.replied(Exchange("Who paid?", reply, ADA, "", 0.0004))
    in_slack = Reader("slack", "U1", "T1")
    counts.replied(Exchange("Who paid?", Answered(COST), in_slack, "", 0.0008))
    counts.replied(Exchange("", Answered(COST), in_slack))
    counts.voted(ADA, up=True)
    counts.acknowledged("slack", 0.012)
    counts.ruled(Ruling.VETOED)
    for _ in range(3):
        parts.connections.up("discord")
        parts.connections.down("discord")
    parts.connections.skip("discord")
    async with serve_health(port, parts.gauges, parts.counts.registry):
        _, text = await get(port, "/metrics")
    for line in (
        'storybot_questions_total{outcome="answer",platform="discord"} 2.0',
        'storybot_questions_total{outcome="decline",platform="discord"} 1.0',
        'storybot_votes_total{platform="discord",vote="up"} 1.0',
        'storybot_judge_total{ruling="vetoed"} 1.0',
        'storybot_questions_total{outcome="answer",platform="slack"} 2.0',
        'storybot_reply_seconds_bucket{le="0.0005",platform="discord"} 3.0',
        'storybot_reply_seconds_bucket{le="0.0005",platform="slack"} 0.0',
        'storybot_reply_seconds_count{platform="slack"} 1.0',
        'storybot_acknowledgement_seconds_bucket{le="0.01",platform="slack"} 0.0',
        'storybot_acknowledgement_seconds_bucket{le="0.025",platform="slack"} 1.0',
        'storybot_knowledge{version="0123456789ab"} 1.0',
        "storybot_facts 3.0",
        "storybot_facts_expired 1.0",
        "storybot_knowledge_broken 0.0",
        'storybot_connected{channel="discord"} 0.0',
        'storybot_reconnects_total{channel="discord"} 2.0',
        'storybot_events_skipped_total{channel="discord"} 1.0',
        "storybot_records_waiting 3.0",
        "storybot_records_dropped_total 2.0",
        "storybot_questions_lost_total 5.0",
        "storybot_shared_alone_total 7.0",
        "storybot_database_up 1.0",
    ):
        assert line in text.splitlines(), line
    assert "process_resident_memory_bytes" in text
    assert ADA.id not in text


async def test_a_port_that_is_taken_is_said(parts: Parts, port: int) -> None:
    async with serve_health(port, parts.gauges, parts.counts.registry):
        with pytest.raises(SettingsError, match="--health-port"):
            async with serve_health(port, parts.gauges, parts.counts.registry):
                pass
