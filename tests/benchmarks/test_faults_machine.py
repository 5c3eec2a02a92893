"""What is promised when the machine misbehaves holds; the report tries it more often."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.benchmarks import crowds, faults_machine
from tests.benchmarks.faulty import Place, sqlite_files

pytestmark = pytest.mark.slow

Fresh = Callable[[str], Place]
NO_FAULT = "0 answered twice, 0 not at all, 0 limits broken"
CROWD = re.compile(r"\d+ late, (0 faults|\d+ faults \(late\)); .*; goes on answering")
"""Nothing is wrong but that some were late, which depends on the machine: the report tells."""


async def test_a_full_disk_costs_no_reply_and_no_record(place: Fresh) -> None:
    row = await faults_machine.disk_full(place("full"), 40)
    assert row.seen.startswith(f"{NO_FAULT}; 0 records lost")
    assert row.seen.endswith(", 0 thanked for and not kept")


async def test_a_clock_that_steps_loses_nothing_and_the_last_vote_counts(place: Fresh) -> None:
    row = await faults_machine.clock_steps(place("steps"), 6)
    assert row.seen == (
        f"{NO_FAULT}; 0 records lost; 0 votes lost or counted twice, 0 not the last one"
    )


async def test_a_database_that_is_gone_costs_no_reply_and_no_record() -> None:
    async with sqlite_files() as fresh:
        row = await faults_machine.database_gone(fresh(), 2.5)
    assert row.seen.startswith(NO_FAULT)
    assert "; 0 records lost; " in row.seen
    assert row.seen.endswith("0 thanked for and not kept")


async def test_a_crowd_is_answered(place: Fresh) -> None:
    row = await crowds.crowd_on_slack(place("crowd"), 200, 2)
    assert CROWD.fullmatch(row.seen)


@pytest.mark.parametrize("channel", ["slack", "slack-http"])
async def test_a_crowd_at_the_very_same_moment_is_answered(channel: str) -> None:
    async with sqlite_files() as fresh:
        row = await crowds.crowd_on_slack(fresh(), 400, 0, channel)
    assert CROWD.fullmatch(row.seen)


async def test_a_crowd_of_mentions_is_answered_once() -> None:
    async with sqlite_files() as fresh:
        on_slack = await crowds.mentions_on_slack(fresh(), 200)
        on_discord = await crowds.mentions_on_discord(fresh(), 200)
    assert CROWD.fullmatch(on_slack.seen)
    assert on_discord.seen.startswith("0 answered twice, 0 not at all, 0 faults; ")
    assert on_discord.seen.endswith("; goes on answering")
