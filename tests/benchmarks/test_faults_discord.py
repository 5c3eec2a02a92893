"""What is promised when Discord misbehaves holds; the report tries it more often."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.benchmarks import faults_discord, faults_hostile
from tests.benchmarks.faulty import Place

pytestmark = pytest.mark.slow

Fresh = Callable[[str], Place]
NO_FAULT = "0 answered twice, 0 not at all, 0 limits broken"


async def test_what_comes_up_to_four_times_in_any_order_is_answered_once(place: Fresh) -> None:
    row = await faults_discord.delivered_again(place("again"), 8)
    assert row.seen == NO_FAULT


async def test_unfurls_change_nothing_and_edits_the_reply_once(place: Fresh) -> None:
    row = await faults_discord.changed_afterwards(place("changed"), 5)
    assert row.seen.startswith("0 changed by an unfurl, 0 not changed by an edit, 0 twice; ")
    assert row.seen.endswith(NO_FAULT)


@pytest.mark.parametrize("trouble", [1000, 1006, 4000, 4008, "reconnect"])
async def test_a_connection_that_ends_comes_back_and_answers(
    place: Fresh, trouble: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults_discord, "TROUBLES", [trouble])
    row = await faults_discord.connection_broken(place("broken"), 1)
    assert row.seen.startswith(NO_FAULT)


async def test_close_codes_that_are_final_end_it_with_a_sentence(place: Fresh) -> None:
    row = await faults_discord.ended_for_good(place("ended"), 1)
    assert row.seen == "0 ended otherwise; 1 tries at most"


async def test_an_api_in_trouble_gets_each_answer_once(place: Fresh) -> None:
    row = await faults_discord.api_in_trouble(place("api"), 4)
    assert row.seen == NO_FAULT


async def test_a_slow_api_holds_up_each_answer_by_itself(place: Fresh) -> None:
    row = await faults_discord.api_slow(place("slow"), 10, 0.5)
    assert row.seen.startswith(NO_FAULT)
    assert float(row.seen.split()[-2]) < 2


async def test_hostile_text_is_answered_like_any_other(place: Fresh) -> None:
    row = await faults_hostile.texts_on_discord(place("hostile"), 1)
    assert row.seen.startswith(f"{NO_FAULT}; 0 links said back")


async def test_forged_buttons_menus_and_forms_get_a_word(place: Fresh) -> None:
    row = await faults_hostile.identities_on_discord(place("forged"), 60, 1)
    assert row.seen == f"0 unanswered; afterwards {NO_FAULT}"
