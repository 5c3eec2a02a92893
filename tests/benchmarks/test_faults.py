"""What is promised when a process is ended under load holds; the report tries it more often."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable

import pytest

from tests.benchmarks.faults_killed import asked_while_none_runs, killed_while_answering
from tests.benchmarks.faults_pressing import killed_while_pressing
from tests.benchmarks.faults_shared import killed_behind_a_balancer
from tests.benchmarks.faulty import Place
from tests.records.reading import count

pytestmark = pytest.mark.slow


async def test_sigterm_under_load_leaves_no_question_without_its_one_answer(
    place: Callable[[str], Place],
) -> None:
    row = await killed_while_answering(place("terminated"), 1, signal.SIGTERM)
    assert "0 answered twice, 0 not at all" in row.seen
    assert "0 exits but 0; 0 records lost" in row.seen


async def test_kill_9_under_load_leaves_no_question_without_its_one_answer(
    place: Callable[[str], Place],
) -> None:
    killed = place("killed")
    row = await killed_while_answering(killed, 2, signal.SIGKILL)
    assert row.seen.startswith("0 answered twice, 0 not at all")
    assert row.seen.endswith(" 0 of them forgotten")
    assert count(killed.address, "replies") > 0


async def test_what_is_asked_while_no_process_runs_the_next_one_answers_once(
    place: Callable[[str], Place],
) -> None:
    row = await asked_while_none_runs(place("down"), 2)
    assert row.seen == "0 answered twice, 0 not at all"


async def test_kill_9_of_one_of_two_slack_workers_forgets_nobody_and_answers_nobody_twice(
    place: Callable[[str], Place],
) -> None:
    row = await killed_behind_a_balancer(place("shared"), 1, can_look=True)
    assert row.seen.startswith("0 answered twice, 0 not at all")


@pytest.mark.parametrize("can_look", [True, False])
async def test_kill_9_while_people_press_does_nothing_twice_and_counts_what_it_may_have_lost(
    place: Callable[[str], Place], can_look: bool
) -> None:
    row = await killed_while_pressing(place("pressed"), 1, can_look=can_look)
    twice, silent, counted = re.findall(r"\d+", row.seen)
    assert twice == "0"
    assert int(silent) <= int(counted)
