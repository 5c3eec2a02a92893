"""What docs/privacy.md promises, held against every table of the database after each promise."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.core.model import Answered, Declined, DeclineReason
from bot.ports.feedback import EditorDecision
from bot.ports.inbox import InHand
from bot.ports.messages import Post, Reader
from bot.ports.notices import Subscription
from bot.ports.records import Exchange, Retention
from bot.records.backend import Backend
from bot.records.inbox import DatabaseInbox
from bot.records.opening import OpenRecords
from bot.records.schema import METADATA, SCHEMA
from bot.records.upkeep import Upkeep
from tests.fakes.clock import FakeClock
from tests.fakes.discord_service import COST
from tests.records.conftest import Open
from tests.records.reading import rows

WHO = Reader("discord", "4815162342", "SPACE900")
WORDS = "what did my aunt pay for the ferry"
RETENTION = Retention(365, 90, 14)
KEPT_ALWAYS = {"rules", "shared", "storybot_schema"}
"""What ends with the space, or by its own clock."""


async def fill(records: OpenRecords) -> Backend:
    """Something about `WHO` in every table."""
    store, place = records.store, Post("discord", "SPACE900", "10", "1")
    store.replied(Exchange(WORDS, Declined(DeclineReason.NOT_IN_STORY), WHO))
    store.replied(Exchange("q", Answered(COST), WHO))
    store.posted(COST, place, "the ferry")
    store.keep_rules("SPACE900", "{}")
    await store.vote(WHO, COST, up=True)
    await store.report(WHO, COST, WORDS)
    await store.send_to_editors(WHO, WORDS)
    await records.inbox.take(place)
    await records.shared.claim("a name", 3600, InHand(place, WORDS))
    records.shared.put("conversation", "", "[]", 3600, WHO)
    records.reply_index.answered(place, WORDS, "2")
    await records.notices.keep(Subscription(WHO, "10", WORDS, "the ferry"))
    decision = EditorDecision("a text", time.time(), "dismiss", f"discord/{WHO.id}")
    await records.editors.keep([decision])
    await records.writer.flush()
    await store._backend.batches.settle()
    return store._backend


def everything(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    return {it.name: rows(address, f"SELECT * FROM {it.name}") for it in METADATA.sorted_tables}


def naming(address: str, *signs: str) -> set[str]:
    """The tables in which one of `signs` stands anywhere."""
    found = everything(address).items()
    return {name for name, held in found if any(sign in repr(held) for sign in signs)}


async def test_every_table_is_filled_and_none_names_a_reader_but_by_consent(
    opened: Open, address: str
) -> None:
    async with opened(RETENTION) as records:
        backend = await fill(records)
        assert {name for name, held in everything(address).items() if not held} == set()
        assert naming(address, WHO.id) == {"notices", "decisions"}
        assert naming(address, WORDS) == {"notices", "texts", "inbox"}
        assert backend.pseudonyms.hash(WHO)[:6] not in WHO.id


async def test_who_wants_to_be_forgotten_stands_in_no_table(opened: Open, address: str) -> None:
    async with opened(RETENTION) as records:
        backend = await fill(records)
        records.inbox.done(Post("discord", "SPACE900", "10", "1"))
        await backend.batches.settle()
        await records.store.forget(WHO)
        assert naming(address, WHO.id, backend.pseudonyms.hash(WHO), WORDS) == set()


async def test_nothing_is_left_of_a_place_that_the_bot_left(opened: Open, address: str) -> None:
    async with opened(RETENTION) as records:
        await fill(records)
        await records.store.forget_space("discord", "SPACE900")
        assert naming(address, "SPACE900", WORDS) == set()


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (13, {"replies", "posts", "votes", "texts", "answers", "notices", "decisions"}),
        (31, {"replies", "posts", "votes", "texts", "answers", "decisions"}),
        (91, {"replies", "posts", "votes", "answers", "decisions"}),
        (366, set()),
    ],
)
async def test_everything_goes_when_its_time_is_over(
    days: int, left: set[str], opened: Open, address: str
) -> None:
    async with opened(RETENTION) as records:
        backend = await fill(records)
        clock = FakeClock(backend.now())
        backend.now = clock.now
        sweeping = Upkeep(backend, RETENTION, DatabaseInbox(backend), clock.now)
        clock.advance(days * 86_400.0)
        await sweeping.sweep()
        held = {name for name, found in everything(address).items() if found}
        assert held - KEPT_ALWAYS == left
        assert SCHEMA.name in held
