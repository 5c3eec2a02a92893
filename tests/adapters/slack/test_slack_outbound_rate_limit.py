"""Slack takes a message a second in a channel: what is too much waits its turn, and is sent."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from multidict import CIMultiDict

from bot.adapters.slack.outbound_rate_limit import BURST, CAPACITY, Pace
from bot.adapters.slack.outgoing import rest_wanted
from tests.adapters.slack.slack_bot import slack_with_bot
from tests.servers.slack_limits import Turns
from tests.servers.slack_objects import mention


class ByHand:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def _moments(pace: Pace, time: ByHand, count: int, channel: str = "C1") -> list[float]:
    moments = []
    for _ in range(count):
        await pace.turn(channel)
        moments.append(time.now - 100.0)
    return moments


async def test_a_burst_goes_at_once_and_then_one_a_second() -> None:
    time = ByHand()
    pace = Pace(lambda: time.now, time.sleep)
    assert await _moments(pace, time, BURST + 3) == [0.0] * BURST + [1.0, 2.0, 3.0]


async def test_channels_do_not_wait_for_each_other() -> None:
    time = ByHand()
    pace = Pace(lambda: time.now, time.sleep)
    await _moments(pace, time, BURST)
    assert await _moments(pace, time, 1, "C2") == [0.0]


async def test_a_channel_that_is_closed_is_left_alone_and_then_taken_slowly() -> None:
    time = ByHand()
    pace = Pace(lambda: time.now, time.sleep)
    await _moments(pace, time, 1)
    pace.close("C1", 30)
    assert await _moments(pace, time, 3) == [30.0, 31.0, 32.0]


async def test_a_rest_gives_the_burst_back() -> None:
    time = ByHand()
    pace = Pace(lambda: time.now, time.sleep)
    await _moments(pace, time, BURST)
    time.now += BURST
    assert await _moments(pace, time, BURST) == [float(BURST)] * BURST


async def test_the_channels_remembered_are_bounded() -> None:
    time = ByHand()
    pace = Pace(lambda: time.now, time.sleep)
    await _moments(pace, time, BURST)
    for number in range(CAPACITY):
        await pace.turn(f"D{number}")
    assert await _moments(pace, time, 1) == [0.0]


async def test_a_channel_that_takes_less_than_expected_still_gets_every_answer() -> None:
    async with slack_with_bot("socket") as bot:
        bot.slack.turns = Turns(burst=3)
        events = [mention("the cost?") for _ in range(6)]
        await asyncio.gather(*(bot.slack.event(event) for event in events))
        sent = await bot.slack.messages(6)
        assert {one.thread_ts for one in sent} == {event["ts"] for event in events}
        assert bot.slack.watch.unanswered == []


@pytest.mark.parametrize("status", ["status", "status_code"])
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "7"}, 7), ({"retry-after": "3"}, 3), ({}, 1), ({"Retry-After": "x"}, 1)],
)
async def test_waits_as_long_as_asked_for(
    headers: dict[str, str], seconds: float, status: str
) -> None:
    response = SimpleNamespace(**{status: 429}, headers=CIMultiDict(headers))
    assert rest_wanted(response) == seconds


async def test_only_a_rate_limit_is_waited_for() -> None:
    headers = CIMultiDict({"Retry-After": "7"})
    assert rest_wanted(SimpleNamespace(status_code=503, headers=headers)) is None
