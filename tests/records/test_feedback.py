"""What editors may see of the records, from SQLite and from PostgreSQL."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.errors import SettingsError, UnusableInputError
from bot.core.model import Answered, Declined, DeclineReason, Suggested
from bot.ports.feedback import KINDS, Votes, kind_of
from bot.ports.records import Exchange
from bot.records.feedback import read_feedback
from tests.fakes.discord_service import COST, LAUNCH
from tests.fakes.records import ADA, MISSED
from tests.records.conftest import RETENTION, Open
from tests.records.reading import NEWER, execute

BEN = replace(ADA, id="1337")


async def test_reads_what_was_sent_missed_doubted_and_voted(
    opened: Open, address: str, tmp_path: Path
) -> None:
    doubtful = Suggested((COST, LAUNCH), told=COST)
    keep = replace(RETENTION, misses=7)
    async with opened(keep) as records:
        await records.store.report(ADA, COST, "It cost less.")
        await records.store.send_to_editors(BEN, "Who paid?")
        for reader, up in ((ADA, True), (BEN, False)):
            await records.store.vote(reader, COST, up=up)
        records.store.replied(Exchange("Who painted it?", MISSED, ADA))
        records.store.replied(Exchange("the price?", doubtful, BEN))
        for told in (Answered(COST), Declined(DeclineReason.UNKNOWN_TO_STORY, LAUNCH)):
            records.store.replied(Exchange("and?", told, BEN))
    environ = {"XDG_DATA_HOME": str(tmp_path / "home")}
    now = time.time()
    found = await read_feedback(address, environ, 0.0, keep, now)
    assert {(it.kind, it.fact, it.text) for it in found.texts} == {
        ("report", "cost", "It cost less."),
        ("question", None, "Who paid?"),
        ("miss", None, "Who painted it?"),
        ("miss", None, "the price?"),
    }
    assert {it.asker for it in found.texts} == {"1", "2"}
    assert ADA.id not in repr(found)
    assert found.outcomes == {"answer": 1, "decline": 2, "suggest": 1}
    assert found.unsure == {"cost": 1}
    assert found.votes == {"cost": Votes(up=1, down=1)}
    days = [datetime.fromtimestamp(it, UTC).date().isoformat() for it in (now - 5, now)]
    assert set(found.days) <= set(days)
    kinds = sum(map(Counter, found.days.values()), Counter[str]())
    assert kinds == {"answer": 1, "doubt": 1, "open": 1, "decline": 1}
    assert found.told == {"cost": 2, "launch": 1}
    unkept = await read_feedback(address, environ, 0.0, RETENTION, now)
    assert {it.kind for it in unkept.texts} == {"report", "question"}
    expired = await read_feedback(address, environ, 0.0, keep, now + 91 * 86_400.0)
    assert (expired.texts, expired.votes) == ((), found.votes)
    later = await read_feedback(address, environ, 4e9, keep, now)
    assert (later.texts, later.outcomes, later.votes) == ((), {}, {})


def test_every_kind_of_reply_has_a_name() -> None:
    outcomes = ("answer", "suggest", "decline", "chat")
    assert {kind_of(it, has_fact=fact) for it in outcomes for fact in (True, False)} == set(KINDS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no records in .*other.sqlite3: run it where"),
        (b"words", "cannot be read .file is not a database"),
        (b"", "holds no records of storybot"),
    ],
)
async def test_leaves_what_holds_no_records_as_it_is(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "other.sqlite3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnusableInputError, match=said):
        await read_feedback(str(path), {}, 0.0, RETENTION, 0.0)
    assert (path.read_bytes() if path.exists() else None) == content


async def test_says_that_a_database_is_down() -> None:
    with pytest.raises(UnusableInputError, match="The records cannot be read"):
        await read_feedback("postgres://127.0.0.1:1/none", {}, 0.0, RETENTION, 0.0)


async def test_says_that_a_newer_storybot_has_written_it(opened: Open, address: str) -> None:
    async with opened():
        pass
    execute(address, NEWER)
    with pytest.raises(SettingsError, match="newer storybot"):
        await read_feedback(address, {}, 0.0, RETENTION, 0.0)
