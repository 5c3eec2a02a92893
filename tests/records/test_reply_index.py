"""Which reply answers which question outlasts the process, and keeps no words and no person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ports.messages import Post, Reader
from bot.ports.records import DAY
from bot.records.opening import OpenRecords, open_records
from bot.records.pseudonyms import Pseudonyms
from bot.records.upkeep import Upkeep
from tests.fakes.clock import FakeClock
from tests.records.conftest import KEY, RETENTION, Open
from tests.records.reading import locked, rows

FIRST, SECOND = (Post("discord", "900", "10", message) for message in ("1", "2"))
REPLY = replace(FIRST, message="11")
NEARBY = replace(FIRST, channel="12")


async def swept(records: OpenRecords, clock: FakeClock) -> None:
    """Delete what is over by `clock`."""
    backend = records.reply_index._backend
    backend.now = clock.now
    await Upkeep(backend, RETENTION, records.inbox, clock.now).sweep()


async def test_a_reply_is_found_by_its_question_and_by_itself(opened: Open) -> None:
    async with opened() as records:
        records.reply_index.answered(FIRST, "cost?", "11")
        records.reply_index.answered(SECOND, "launch?", "12")
    async with opened() as records:
        for message in (FIRST, REPLY):
            [found] = await records.reply_index.find([message])
            assert (found.question, found.reply) == (FIRST, REPLY)
        assert found.words == records.reply_index.fingerprint(FIRST, "cost?")
        assert len(await records.reply_index.find([FIRST, SECOND])) == 2
        assert await records.reply_index.find([NEARBY]) == ()
        assert await records.reply_index.find([]) == ()


async def test_what_waits_to_be_written_is_found_as_it_will_be(opened: Open) -> None:
    async with opened() as records:
        answers = records.reply_index
        answers.answered(FIRST, "cost?", "11")
        answers.answered(FIRST, "launch?", "11")
        [found] = await answers.find([FIRST])
        assert found.words == answers.fingerprint(FIRST, "launch?")
        await records.writer.flush()
        answers.gone(REPLY)
        assert [it.reply for it in await answers.find([FIRST])] == [None]
        assert await answers.find([REPLY]) == ()
        answers.gone(FIRST)
        assert await answers.find([FIRST]) == ()
        await records.writer.flush()
        assert await answers.find([FIRST]) == ()


async def test_that_a_question_was_answered_is_known_when_the_reply_is_gone(opened: Open) -> None:
    async with opened() as records:
        records.reply_index.answered(FIRST, "cost?", "11")
        records.reply_index.gone(REPLY)
    async with opened() as records:
        assert [it.reply for it in await records.reply_index.find([FIRST])] == [None]


async def test_no_words_and_no_person_are_kept_of_it(opened: Open, address: str) -> None:
    async with opened() as records:
        for question in (FIRST, SECOND):
            records.reply_index.answered(question, "what did it cost?", f"1{question.message}")
    kept = rows(address, "SELECT * FROM answers")
    assert "cost" not in str(kept)
    assert len({*rows(address, "SELECT words FROM answers")}) == 2


def test_the_fingerprint_of_words_is_none_of_a_person() -> None:
    people = Pseudonyms(KEY)
    message = Post("discord", None, "1", "2")
    assert people.fingerprint(message, "a") != people.fingerprint(message, "b")
    assert people.fingerprint(message, "a") != people.fingerprint(
        replace(message, message="3"), "a"
    )
    assert people.fingerprint(message, "a") != Pseudonyms(f"{KEY}!").fingerprint(message, "a")
    assert people.fingerprint(message, "\ud800") != people.hash(Reader("discord", "1"))


async def test_it_ends_with_its_time_and_with_the_server(opened: Open, address: str) -> None:
    clock = FakeClock()
    async with opened() as records:
        records.reply_index.answered(FIRST, "cost?", "11")
        records.reply_index.answered(replace(SECOND, space="901"), "cost?", "12")
        await records.store.forget_space("discord", "900")
        await records.writer.flush()
        assert rows(address, "SELECT question FROM answers") == [("2",)]
        await swept(records, clock)
        assert rows(address, "SELECT question FROM answers") == [("2",)]
    late = FakeClock()
    async with opened() as records:
        at = float(rows(address, "SELECT at FROM answers")[0][0])
        late.advance(at + (RETENTION.records + 1) * DAY)
        await swept(records, late)
    assert rows(address, "SELECT question FROM answers") == []


@pytest.mark.impatient
async def test_a_database_that_is_down_costs_time_and_no_record(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "records.sqlite3"
    async with open_records(str(path), KEY, RETENTION, {}) as records:
        other = await locked(path)
        records.reply_index.answered(FIRST, "cost?", "11")
        assert await records.reply_index.find([FIRST]) == ()
        other.execute("ROLLBACK")
        async with asyncio.timeout(20):
            while not await records.reply_index.find([FIRST]):
                await asyncio.sleep(0.05)
    assert "which replies stand cannot be read" in caplog.text
