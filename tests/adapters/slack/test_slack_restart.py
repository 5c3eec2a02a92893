"""Edits and deletions reach an answer that a process before this one gave, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.ports.messages import Post
from bot.records.opening import open_records
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    MINIMAL_SCOPES,
    Running,
    in_both_modes,
    serving,
    told,
)
from tests.fakes.slack_service import COST, LAUNCH
from tests.records.conftest import KEY, RETENTION
from tests.records.reading import rows
from tests.servers.slack_objects import (
    CHANNEL,
    TEAM,
    Payload,
    changed,
    deleted,
    mention,
    mentioned_again,
    message,
    tombstone,
)
from tests.servers.slack_server import SlackServer
from tests.waiting import HANG

WORDS = "SELECT words FROM answers"


@asynccontextmanager
async def slack_of(scopes: str = FULL_SCOPES) -> AsyncIterator[SlackServer]:
    """A Slack in which no rule is broken."""
    async with SlackServer() as slack:
        slack.scopes = scopes
        yield slack
        assert slack.kinds == [], slack.watch.violations


@asynccontextmanager
async def process(slack: SlackServer, path: Path, mode: str = "socket") -> AsyncIterator[Running]:
    """One process of the bot, with records at `path`."""
    async with (
        open_records(str(path / "records.sqlite3"), KEY, RETENTION, {}) as records,
        serving(slack, mode, reply_index=records.reply_index) as running,
    ):
        yield running


async def asked(slack: SlackServer, event: Payload) -> str:
    """The timestamp of the answer to `event`."""
    return (await told(slack, slack.event(event))).ts


@in_both_modes
@pytest.mark.parametrize("where", ["mention", "direct", "thread"])
async def test_an_edit_after_a_restart_changes_the_same_message(
    mode: str, where: str, tmp_path: Path
) -> None:
    event = {
        "mention": mention("the cost?"),
        "direct": message("the cost?"),
        "thread": mention("the cost?", thread_ts="1700000000.000001"),
    }[where]
    async with slack_of() as slack:
        async with process(slack, tmp_path, mode):
            answer = await asked(slack, event)
        async with process(slack, tmp_path, mode) as running:
            edit = changed(event, event["text"].replace("cost", "launch"))
            await slack.event(edit)
            await slack.until(lambda: LAUNCH.answer in slack.shown[answer].text)
            await slack.event(edit)
            await slack.event(changed({**event, "text": edit["message"]["text"]}, event["text"]))
            await slack.until(lambda: COST.answer in slack.shown[answer].text)
            assert len(running.service.asked) == 2
        await slack.messages(1)


async def test_an_edit_that_comes_again_after_a_restart_changes_nothing(tmp_path: Path) -> None:
    event = mention("the cost?")
    edit = changed(event, "<@U0BOT> the launch?")
    async with slack_of() as slack:
        async with process(slack, tmp_path):
            answer = await asked(slack, event)
            await slack.event(edit)
            await slack.until(lambda: LAUNCH.answer in slack.shown[answer].text)
        async with process(slack, tmp_path) as running:
            await slack.event(edit)
            await asked(slack, mention("the cost?"))
            assert len(running.service.asked) == 1


@in_both_modes
@pytest.mark.parametrize("gone", [deleted, tombstone])
async def test_a_question_deleted_after_a_restart_takes_its_answer_away(
    mode: str, gone: object, tmp_path: Path
) -> None:
    assert callable(gone)
    event = mention("the cost?")
    async with slack_of() as slack:
        async with process(slack, tmp_path, mode):
            answer = await asked(slack, event)
        async with process(slack, tmp_path, mode):
            await slack.event(deleted(mention("nobody answered this")))
            await slack.event(gone(event))
            await slack.until(lambda: answer not in slack.shown)
            await slack.event(gone(event))
            await slack.messages(1)
    assert rows(str(tmp_path / "records.sqlite3"), "SELECT * FROM answers") == []


async def test_an_answer_deleted_after_a_restart_is_not_given_again(tmp_path: Path) -> None:
    event = mention("the cost?")
    async with slack_of() as slack:
        async with process(slack, tmp_path) as running:
            answer = await asked(slack, event)
        async with process(slack, tmp_path) as running:
            running.records.posts[Post("slack", TEAM, CHANNEL, answer)] = COST
            await slack.event(deleted({**event, "ts": answer}))
            await slack.until(lambda: running.records.posts == {})
            await slack.event(changed(event, "<@U0BOT> the launch?"))
            await slack.messages(1)
            assert running.service.asked == []


@in_both_modes
async def test_a_mention_added_by_an_edit_is_answered_once(mode: str, tmp_path: Path) -> None:
    talk = message("the cost?", CHANNEL)
    edit = changed(talk, "<@U0BOT> the cost?")
    async with slack_of() as slack:
        async with process(slack, tmp_path, mode):
            await slack.event(talk)
            await slack.event(mentioned_again(edit))
            answer = await asked(slack, edit)
            assert slack.sent[0].thread_ts == talk["ts"]
            for _ in range(2):
                await slack.event(edit)
            await slack.event(changed(edit["message"] | {"channel": CHANNEL}, "the cost?"))
            await slack.event(edit)
            await slack.messages(1)
        async with process(slack, tmp_path, mode):
            await slack.event(edit)
            now = {**talk, "text": "<@U0BOT> the cost?"}
            await slack.event(changed(now, "<@U0BOT> the launch?"))
            await slack.until(lambda: LAUNCH.answer in slack.shown[answer].text)
            await slack.messages(1)


async def test_a_mention_added_to_talk_in_a_thread_is_answered(tmp_path: Path) -> None:
    async with slack_of() as slack, process(slack, tmp_path):
        first = mention("the cost?")
        await asked(slack, first)
        talk = message("zebras are nice", CHANNEL, thread_ts=first["ts"])
        await slack.event(talk)
        await asked(slack, changed(talk, "<@U0BOT> the launch?"))
        assert LAUNCH.answer in slack.sent[1].text


async def test_an_edit_that_mentions_somebody_else_is_no_question(tmp_path: Path) -> None:
    async with slack_of() as slack, process(slack, tmp_path):
        talk = message("the cost?", CHANNEL)
        await slack.event(talk)
        await slack.event(changed(talk, "<@U0OTHER> the cost?"))
        await slack.event(changed(mention("the cost?"), "<@U0BOT> the launch?"))
        await asked(slack, mention("the launch?"))


async def test_with_the_minimal_manifest_an_edited_mention_is_known_by_coming_again(
    tmp_path: Path,
) -> None:
    event, talk = mention("the cost?"), message("the cost?", CHANNEL)
    async with slack_of(MINIMAL_SCOPES) as slack:
        async with process(slack, tmp_path):
            answer = await asked(slack, event)
        async with process(slack, tmp_path):
            edit = mentioned_again(changed(event, "<@U0BOT> the launch?"))
            for _ in range(2):
                await slack.event(edit)
            await slack.until(lambda: LAUNCH.answer in slack.shown[answer].text)
            await asked(slack, mentioned_again(changed(talk, "<@U0BOT> the cost?")))
            await slack.messages(2)


async def test_an_edit_reaches_the_answer_whichever_process_it_comes_to(tmp_path: Path) -> None:
    event = mention("the cost?")
    async with slack_of() as slack, process(slack, tmp_path, "http"):
        first = slack.events_url
        answer = await asked(slack, event)
        async with process(slack, tmp_path, "http"):
            before = await written(tmp_path)
            assert slack.events_url != first
            await slack.event(changed(event, "<@U0BOT> the launch?"))
            await slack.until(lambda: LAUNCH.answer in slack.shown[answer].text)
            await written(tmp_path, before)
            slack.events_url = first
            now = {**event, "text": "<@U0BOT> the launch?"}
            await slack.event(changed(now, event["text"]))
            await slack.until(lambda: COST.answer in slack.shown[answer].text)
            await slack.event(deleted(event))
            await slack.until(lambda: answer not in slack.shown)
        await slack.messages(1)


async def written(path: Path, before: object = ()) -> object:
    """What stands in the records once there is something else than `before`."""
    async with asyncio.timeout(HANG):
        while (found := tuple(rows(str(path / "records.sqlite3"), WORDS))) == before:
            await asyncio.sleep(0.02)
    return found
