"""Many rows go in one statement, and come to the same as one after the other."""

from __future__ import annotations

import json

import pytest

from bot.core.model import Answered
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange
from bot.records import shared_state
from bot.records.reply_row import reply_row
from bot.records.writer import Entry
from tests.fakes.discord_service import COST, LAUNCH
from tests.records.conftest import Open
from tests.records.reading import rows

ADA = Reader("discord", "1", "900")
HERE = Post("discord", "900", "10", "77")


async def test_of_two_rows_with_one_key_the_last_one_counts(opened: Open, address: str) -> None:
    async with opened() as records:
        records.store.posted(COST, HERE)
        records.store.posted(LAUNCH, HERE)
    assert rows(address, "SELECT fact FROM posts") == [(LAUNCH.id,)]


async def test_numbers_lists_and_what_is_missing_stay_what_they_are(
    opened: Open, address: str
) -> None:
    row = reply_row(Exchange("cost?", Answered(COST), ADA, "digest"), 1764201600.123457)
    row["candidates"] = [["it's “quoted”", 0.25], ["π", 1]]
    async with opened() as records:
        records.writer.put(Entry(records.store._write.add_reply, row))
    query = "SELECT at, candidates, reason, outcome FROM replies"
    (at, candidates, reason, outcome) = rows(address, query)[0]
    if isinstance(candidates, str):
        candidates = json.loads(candidates)
    assert (at, candidates) == (1764201600.123457, [["it's “quoted”", 0.25], ["π", 1]])
    assert (reason, outcome) == (None, "answer")


async def test_what_is_no_unicode_is_kept_with_question_marks(opened: Open, address: str) -> None:
    row = reply_row(Exchange("cost?", Answered(COST), ADA, "digest"), 0.0)
    async with opened() as records:
        records.writer.put(Entry(records.store._write.add_reply, row | {"fact": "a \ud800 b"}))
    assert rows(address, "SELECT fact FROM replies") == [("a ? b",)]


async def test_a_glance_tells_under_which_names_something_is_known(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as one, opened() as other:
        one.shared.put("conversation/a", "", "[]", 60)
        one.shared.put("conversation/b", "", "[]", 60)
        one.shared.drop("conversation/b", "")
        assert await one.shared.claim("delivery/c", 60)
        assert await one.shared.get("conversation/b") == {}
        is_known = await other.shared.glance()
        assert [is_known(f"conversation/{it}") for it in "ab"] == [True, False]
        assert not is_known("delivery/c")
        monkeypatch.setattr(shared_state, "GLANCE", 0)
        is_known = await other.shared.glance()
        assert is_known("conversation/b")  # too many to be told: each has to be looked up
