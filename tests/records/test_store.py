"""What is kept of readers and replies, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.model import (
    Answered,
    Candidate,
    Chatted,
    Declined,
    DeclineReason,
    Reply,
    Suggested,
)
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange, Kept, KeptVote, Retention
from tests.fakes.discord_service import COST, LAUNCH
from tests.fakes.records import ADA, MISSED
from tests.records.conftest import RETENTION, Open
from tests.records.reading import count, rows

BEN = Reader("discord", "1337", "900")
POST = Post("discord", "900", "10", "1000")
TODAY = datetime.now(UTC).date().isoformat()
SECRET_WORDS = "what does my neighbour Mara Quill earn"
HOSTILE = "'; DROP TABLE votes; -- \x00 \ud800 ‮ 😀"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (
            Answered(COST, (Candidate(COST, 0.97),)),
            ("answer", None, "cost", COST.version, [["cost", 0.97]]),
        ),
        (
            Suggested((COST,), (Candidate(COST, 0.51), Candidate(LAUNCH, 0.4))),
            ("suggest", None, None, None, [["cost", 0.51], ["launch", 0.4]]),
        ),
        (MISSED, ("decline", "not-in-story", None, None, [])),
        (Chatted("greeting", "Hello!"), ("chat", None, "greeting", None, [])),
    ],
)
async def test_an_outcome_is_kept_without_who_asked_and_what(
    reply: Reply, expected: tuple[object, ...], opened: Open, address: str
) -> None:
    async with opened() as records:
        records.store.replied(Exchange(SECRET_WORDS, reply, ADA, "digest"))
    columns = "outcome, reason, fact, version, candidates"
    (*plain, candidates) = rows(address, f"SELECT {columns} FROM replies")[0]
    assert (*plain, _decoded(candidates)) == expected
    everything = repr([rows(address, f"SELECT * FROM {it}") for it in ("replies", "texts")])
    assert ADA.id not in everything
    assert "neighbour" not in everything
    assert rows(address, "SELECT platform, space, knowledge FROM replies") == [
        ("discord", "900", "digest")
    ]


async def test_the_last_vote_of_a_person_on_an_answer_counts(opened: Open, address: str) -> None:
    async with opened() as records:
        for up in (True, False, True, False):
            await records.store.vote(ADA, COST, up=up)
        await records.store.vote(BEN, COST, up=True)
        await records.store.vote(replace(ADA, space=None), LAUNCH, up=True)
        await records.store.vote(ADA, replace(COST, answer="38 million."), up=True)
        kept = await records.store.kept_of(ADA)
    assert kept.votes == (
        KeptVote("cost", False, TODAY),
        KeptVote("launch", True, TODAY),
        KeptVote("cost", True, TODAY),
    )
    assert count(address, "votes") == 4


async def test_a_person_is_a_keyed_hash(opened: Open, address: str) -> None:
    async with opened() as records:
        await records.store.vote(ADA, COST, up=True)
    async with opened(key="another key, as long") as records:
        assert await records.store.kept_of(ADA) == Kept()
        await records.store.vote(ADA, COST, up=True)
    people = rows(address, "SELECT person FROM votes")
    assert len(set(people)) == 2
    assert all(len(person) == 32 and ADA.id not in person for (person,) in people)


async def test_what_readers_send_is_kept_redacted_and_shown_to_them(opened: Open) -> None:
    async with opened() as records:
        await records.store.report(ADA, COST, "It was 38 million, ask me@mail.example")
        await records.store.send_to_editors(ADA, "Who paid?")
        await records.store.send_to_editors(BEN, "Who did not?")
        kept = await records.store.kept_of(ADA)
    assert [(it.kind, it.text) for it in kept.texts] == [
        ("report", "It was 38 million, ask [address]"),
        ("question", "Who paid?"),
    ]
    day = kept.texts[0].day
    assert (datetime.fromisoformat(kept.texts[0].until) - datetime.fromisoformat(day)).days == 90


async def test_what_is_sent_is_kept_once_however_often_its_window_comes(opened: Open) -> None:
    async with opened() as records:
        for _ in range(2):
            await records.store.report(ADA, COST, "It was 38 million.", "view/1")
            await records.store.send_to_editors(ADA, "Who paid?", "view/2")
        assert len((await records.store.kept_of(ADA)).texts) == 2


async def test_a_miss_keeps_its_text_only_where_the_operator_wants_it(
    opened: Open, address: str
) -> None:
    replies = (MISSED, Suggested((COST,)), Answered(COST), Declined(DeclineReason.EMPTY))
    for misses in (None, 7):
        async with opened(Retention(records=365, texts=90, misses=misses)) as records:
            for reply in replies:
                records.store.replied(Exchange("Call +49 30 1234567!", reply, ADA))
    async with opened(Retention(records=365, texts=90, misses=7)) as records:
        texts = (await records.store.kept_of(ADA)).texts
    assert [(it.kind, it.text) for it in texts] == [("miss", "Call [number]!")] * 2
    assert count(address, "replies") == 8
    days = datetime.fromisoformat(texts[0].until) - datetime.fromisoformat(texts[0].day)
    assert days.days == 7


async def test_where_a_fact_stands_is_kept_until_it_is_removed(opened: Open, address: str) -> None:
    other = replace(POST, message="2000")
    async with opened() as records:
        for _ in range(2):
            records.store.posted(COST, POST)
        records.store.posted(LAUNCH, POST)
        records.store.posted(COST, other)
        records.store.removed(other)
    assert rows(address, "SELECT channel, message, space, fact, version FROM posts") == [
        ("10", "1000", "900", "launch", LAUNCH.version)
    ]


async def test_forgetting_in_a_direct_conversation_leaves_nothing_that_names_it(
    opened: Open, address: str
) -> None:
    direct = Post("discord", None, "their own channel", "1")
    async with opened() as records:
        for it in (direct, replace(direct, channel="10")):
            records.store.posted(COST, it)
            records.reply_index.answered(it, "cost?", "2")
        await records.writer.flush()
        for it in (replace(direct, message="3"), replace(direct, channel="10", message="3")):
            records.store.posted(COST, it)
        await records.store.forget(ADA, direct.channel)
    assert {*rows(address, "SELECT channel FROM posts")} == {("10",)}
    assert (count(address, "posts"), count(address, "answers")) == (2, 1)


async def test_forgetting_a_person_leaves_nothing_of_them(opened: Open, address: str) -> None:
    async with opened(replace(RETENTION, misses=7)) as records:
        for reader in (ADA, BEN):
            await records.store.vote(reader, COST, up=True)
            await records.store.report(reader, COST, "It was 38 million.")
            records.store.replied(Exchange("Who paid?", MISSED, reader))
        await records.store.forget(ADA)
        assert await records.store.kept_of(ADA) == Kept()
    async with opened(replace(RETENTION, misses=7)) as records:
        assert await records.store.kept_of(ADA) == Kept()
        assert len((await records.store.kept_of(BEN)).texts) == 2
    assert count(address, "replies") == 2


async def test_leaving_a_server_deletes_all_that_was_kept_of_it(opened: Open, address: str) -> None:
    async with opened(replace(RETENTION, misses=7)) as records:
        for space in ("900", "901", None):
            reader = replace(ADA, space=space, id=f"{ADA.id}{space}")
            await records.store.vote(reader, COST, up=True)
            await records.store.send_to_editors(reader, "Who paid?")
            records.store.posted(COST, replace(POST, space=space, message=f"{space}"))
            records.store.replied(Exchange("Who paid?", MISSED, reader))
        await records.store.forget_space("slack", "900")
        await records.store.forget_space("discord", "900")
    for table in ("replies", "posts", "votes", "texts"):
        spaces = {space for (space,) in rows(address, f"SELECT space FROM {table}")}
        assert spaces == {"901", None}, table


async def test_what_administrators_decided_is_kept_until_the_bot_leaves(opened: Open) -> None:
    async with opened() as records:
        for rules in ("silent in 10", "silent in 10, 11"):
            records.store.keep_rules("900", rules)
        records.store.keep_rules("901", "private")
    async with opened() as records:
        assert await records.store.rules() == {"900": "silent in 10, 11", "901": "private"}
        records.store.keep_rules("900", "private")
        await records.store.forget_space("discord", "900")
    async with opened() as records:
        assert await records.store.rules() == {"901": "private"}


async def test_hostile_text_is_kept_as_text(opened: Open) -> None:
    hostile = replace(COST, id=HOSTILE.replace("\x00", "").replace("\ud800", ""))
    async with opened() as records:
        await records.store.vote(replace(ADA, id=HOSTILE), hostile, up=True)
        await records.store.report(replace(ADA, id=HOSTILE), hostile, HOSTILE + "x" * 100_000)
        kept = await records.store.kept_of(replace(ADA, id=HOSTILE))
    assert [vote.fact for vote in kept.votes] == [hostile.id]
    assert kept.texts[0].text.startswith("'; DROP TABLE votes; -- ‮ 😀")
    assert len(kept.texts[0].text) == 1000


def _decoded(candidates: object) -> object:
    """SQLite hands JSON out as text."""
    import json

    return json.loads(candidates) if isinstance(candidates, str) else candidates
