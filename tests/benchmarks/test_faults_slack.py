"""What is promised when Slack misbehaves holds; the report tries it more often."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.adapters.slack import serving
from tests.adapters.slack.slack_bot import MODES
from tests.benchmarks import faults_hostile, faults_requests, faults_slack
from tests.benchmarks.faulty import Place

pytestmark = pytest.mark.slow

Fresh = Callable[[str], Place]
NO_FAULT = "0 answered twice, 0 not at all, 0 limits broken"
in_both_modes = pytest.mark.parametrize("mode", MODES)


@in_both_modes
async def test_what_comes_up_to_four_times_in_any_order_is_answered_once(
    place: Fresh, mode: str
) -> None:
    row = await faults_slack.delivered_again(place("again"), 5, mode)
    assert row.seen == NO_FAULT


async def test_only_an_edit_of_the_words_changes_an_answer_and_that_once(place: Fresh) -> None:
    row = await faults_slack.changed_afterwards(place("changed"), 3, "socket")
    assert row.seen.startswith("0 calls after what changes no words, 0 not changed by an edit, 0 ")
    assert row.seen.endswith(NO_FAULT)


async def test_sockets_closed_over_and_over_cost_no_answer(place: Fresh) -> None:
    row = await faults_slack.socket_closed(place("closed"), 4)
    assert row.seen.startswith(NO_FAULT)


@in_both_modes
async def test_rate_limits_delay_answers_and_lose_none(place: Fresh, mode: str) -> None:
    row = await faults_slack.api_in_trouble(place("limited"), 3, mode)
    assert row.seen == NO_FAULT


async def test_an_error_of_slacks_is_told_once_or_made_good(place: Fresh) -> None:
    row = await faults_slack.api_broken(place("broken"), 3, "http")
    assert row.seen == NO_FAULT


@in_both_modes
async def test_a_slow_api_holds_up_no_acknowledgement(place: Fresh, mode: str) -> None:
    row = await faults_slack.api_slow(place("slow"), 5, mode, 0.5)
    assert row.seen.startswith(NO_FAULT)
    assert float(row.seen.split("acknowledged within ")[1].split()[0]) < 0.5


async def test_requests_that_are_not_slacks_are_refused(place: Fresh) -> None:
    row = await faults_requests.refused(place("forged"), 2)
    assert row.seen == f"0 taken or broken on; {NO_FAULT}"


async def test_a_replayed_request_is_answered_once(place: Fresh) -> None:
    row = await faults_requests.replayed(place("replayed"), 3)
    assert row.seen == NO_FAULT


async def test_requests_that_never_end_are_closed_and_hold_up_nobody(
    place: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "READ_SECONDS", 0.3)
    monkeypatch.setattr(serving, "IDLE_SECONDS", 0.3)
    row = await faults_requests.never_ending(place("endless"), 12, 5)
    assert row.seen.startswith(NO_FAULT)
    assert row.seen.endswith("; 0 still open")


@in_both_modes
async def test_hostile_text_is_answered_like_any_other(place: Fresh, mode: str) -> None:
    row = await faults_hostile.texts_on_slack(place("hostile"), 1, mode)
    assert row.seen.startswith(f"{NO_FAULT}; 0 links said back")


@in_both_modes
async def test_forged_buttons_get_a_word_and_broken_payloads_stop_nothing(
    place: Fresh, mode: str
) -> None:
    row = await faults_hostile.identities_on_slack(place("forged"), 12, 1, mode)
    assert row.seen == "0 of the buttons unanswered; afterwards 1 answer to a question"
