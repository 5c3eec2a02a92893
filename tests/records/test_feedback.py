"""What editors may see of the records, from SQLite and from PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import UnusableInputError
from bot.core.model import Suggested
from bot.ports.feedback import Votes
from bot.ports.records import Exchange
from bot.records.feedback import read_feedback
from tests.fakes.discord_service import COST, LAUNCH
from tests.fakes.records import ADA, MISSED
from tests.records.conftest import RETENTION, Open

BEN = replace(ADA, id="1337")


async def test_reads_what_was_sent_missed_doubted_and_voted(
    opened: Open, address: str, tmp_path: Path
) -> None:
    doubtful = Suggested((COST, LAUNCH), told=COST)
    async with opened(replace(RETENTION, misses=7)) as records:
        await records.store.report(ADA, COST, "It cost less.")
        await records.store.send_to_editors(BEN, "Who paid?")
        for reader, up in ((ADA, True), (BEN, False)):
            await records.store.vote(reader, COST, up=up)
        records.store.replied(Exchange("Who painted it?", MISSED, ADA))
        records.store.replied(Exchange("the price?", doubtful, BEN))
    environ = {"XDG_DATA_HOME": str(tmp_path / "home")}
    found = await read_feedback(address, environ, since=0.0)
    assert {(it.kind, it.fact, it.text) for it in found.texts} == {
        ("report", "cost", "It cost less."),
        ("question", None, "Who paid?"),
        ("miss", None, "Who painted it?"),
        ("miss", None, "the price?"),
    }
    assert len({it.asker for it in found.texts}) == 2
    assert ADA.id not in repr(found)
    assert found.outcomes == {"decline": 1, "suggest": 1}
    assert found.unsure == {"cost": 1}
    assert found.votes == {"cost": Votes(up=1, down=1)}
    later = await read_feedback(address, environ, since=4e9)
    assert (later.texts, later.outcomes, later.votes) == ((), {}, {})


async def test_says_where_records_are_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match=r"no records in .*none\.sqlite3: run it where"):
        await read_feedback(str(tmp_path / "none.sqlite3"), {}, since=0.0)
    assert not (tmp_path / "none.sqlite3").exists()


async def test_says_that_a_database_is_down() -> None:
    with pytest.raises(UnusableInputError, match="The records cannot be read"):
        await read_feedback("postgres://127.0.0.1:1/none", {}, since=0.0)
