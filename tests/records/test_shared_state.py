"""What processes agree on: two stores on one database see the same, and one alone goes on."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.ports.shared_state import Bill
from bot.records import upkeep
from bot.records.opening import open_records
from bot.records.upkeep import Upkeep
from tests.fakes.clock import FakeClock
from tests.fakes.records import ADA_IN_SLACK
from tests.records.conftest import KEY, RETENTION, Open
from tests.records.reading import count, locked, rows
from tests.waiting import HANG

ASKED = InHand(Post("slack", "T1", "C1", "17.5"), '{"text": "what did it cost?"}')


async def test_what_one_process_claims_no_other_gets(opened: Open) -> None:
    async with opened() as one, opened() as other:
        for first, second in ((one, other), (other, one)):
            name = f"delivery/{id(first)}"
            won = await asyncio.gather(
                *(it.shared.claim(name, 60) for it in (first, second, first, second))
            )
            assert sum(won) == 1
            assert not await second.shared.claim(name, 60)


async def test_what_is_released_or_over_is_free_again(opened: Open) -> None:
    async with opened() as one, opened() as other:
        assert await one.shared.claim("a", 60)
        assert not await other.shared.claim("a", 60)
        await other.shared.release("a")
        assert not await other.shared.claim("a", 60)
        await one.shared.release("a")
        assert await other.shared.claim("a", 60)
        assert await one.shared.claim("b", 0.05)
        await asyncio.sleep(0.1)
        assert await other.shared.claim("b", 60)


async def test_what_one_process_knows_the_others_know_until_it_is_over(opened: Open) -> None:
    async with opened() as one, opened() as other:
        one.shared.put("room/C1", "mute", "", 60)
        one.shared.put("room/C1", "told/cost", "17.5", 60)
        assert await one.shared.get("room/C1") == {"mute": "", "told/cost": "17.5"}
        assert await other.shared.get("room/C1") == {"mute": "", "told/cost": "17.5"}
        other.shared.drop("room/C1", "mute")
        assert await other.shared.get("room/C1") == {"told/cost": "17.5"}
        one.shared.put("room/C1", "told/cost", "17.5", 0.05)
        async with asyncio.timeout(HANG):
            while await one.shared.get("room/C1"):
                await asyncio.sleep(0.05)
        assert await other.shared.get("room/C1") == {}


async def test_a_debt_is_owed_to_all_processes(opened: Open) -> None:
    async with opened() as one, opened() as other:
        ada, bob, hall = (Bill(it, 10, 30) for it in ("person/ada", "person/bob", "hall"))
        waits = [await it.shared.pay(ada, hall) for it in (one, other, one)]
        assert waits == 3 * [(0, 0)]
        for it in (one, other):
            [wait] = await it.shared.pay(ada, hall)
            assert 5 < wait <= 10
        paid, wait = await other.shared.pay(bob, hall)
        assert paid == 0 < wait


async def test_a_lease_goes_to_another_only_when_it_ends(opened: Open) -> None:
    async with opened() as one, opened() as other:
        assert await one.shared.hold("shard/0", 60)
        assert not await other.shared.hold("shard/0", 60)
        assert await one.shared.hold("shard/0", 0.05)
        await asyncio.sleep(0.1)
        assert await other.shared.hold("shard/0", 60)
        assert not await one.shared.hold("shard/0", 60)


async def test_the_names_are_codes_and_what_is_of_a_person_goes_with_them(
    opened: Open, address: str
) -> None:
    async with opened() as one:
        one.shared.put(f"conversation/{ADA_IN_SLACK.id}", "", "[]", 60, ADA_IN_SLACK)
        one.shared.put("room/C1", "mute", "", 60)
        assert await one.shared.get(f"conversation/{ADA_IN_SLACK.id}") == {"": "[]"}
        everything = repr(rows(address, "SELECT * FROM shared"))
        assert ADA_IN_SLACK.id not in everything
        assert "C1" not in everything
        await one.store.forget(ADA_IN_SLACK)
        assert await one.shared.get(f"conversation/{ADA_IN_SLACK.id}") == {}
        assert await one.shared.get("room/C1") == {"mute": ""}


async def test_a_killed_process_leaves_what_it_had_in_hand_to_one_of_the_others(
    opened: Open, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BEAT", HANG)
    async with opened() as one, opened() as other, opened() as third:
        assert await one.shared.claim("delivery/17.5", 3600, ASKED)
        assert await other.inbox.left("slack") == ()
        await one.inbox.renew(0.0)
        found = await asyncio.gather(other.inbox.left("slack"), third.inbox.left("slack"))
        assert sorted(found, key=len) == [(), (ASKED,)]
        assert not await one.inbox.begin(ASKED.question)  # it was only slow, and must not answer
        one.inbox.done(ASKED.question)
        await one.writer.flush()
        assert count(address, "inbox") == 1
        finder = other if found[0] else third
        assert await finder.inbox.begin(ASKED.question)
        assert rows(address, "SELECT begun FROM inbox")[0][0]
        finder.inbox.lost(ASKED.question)
        await finder.writer.flush()
    assert finder.inbox.lost_count == 1
    assert count(address, "inbox") == 0


@pytest.mark.impatient
async def test_a_database_that_is_down_costs_next_to_nothing_and_is_counted(
    tmp_path: Path,
) -> None:
    path = tmp_path / "records.sqlite3"
    async with open_records(str(path), KEY, RETENTION, {}) as records:
        shared = records.shared
        assert await shared.claim("a", 60)
        shared.put("room", "mute", "", 60)
        assert await shared.get("room") == {"mute": ""}
        other = await locked(path)
        assert await shared.get("room") == {"mute": ""}
        assert await shared.pay(Bill("person", 1, 1)) == (0,)
        assert not await shared.claim("a", 60)
        assert await shared.claim("b", 60)  # after as long as a database may take
        assert await shared.claim("c", 60)
        shared.put("room", "told", "1", 60)
        assert await shared.get("room") == {"mute": "", "told": "1"}
        assert shared.alone >= 4
        other.close()


async def test_what_nobody_needs_to_know_any_more_is_swept_away(opened: Open, address: str) -> None:
    clock = FakeClock(time.time())
    async with opened() as one:
        await one.shared.claim("a", 0.01, ASKED)
        await one.shared.claim("b", 60)
        await asyncio.sleep(0.05)
        clock.advance(15 * 60 + 1)
        one.inbox._backend.now = clock.now
        await Upkeep(one.inbox._backend, RETENTION, one.inbox).sweep()
        assert one.inbox.lost_count == 1
    assert count(address, "inbox") == 0
    assert count(address, "shared") <= 1
