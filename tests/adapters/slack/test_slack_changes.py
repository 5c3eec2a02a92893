"""Questions that are edited or deleted, and follow-ups that need no mention."""

from __future__ import annotations

import asyncio

import pytest

from bot.rendering import texts
from tests.adapters.slack.slack_bot import FULL_SCOPES, in_both_modes, slack_with_bot
from tests.fakes.slack_service import COST, LAUNCH
from tests.servers.slack_objects import (
    BOT,
    BOT_USER,
    CHANNEL,
    Payload,
    changed,
    deleted,
    mention,
    message,
    tombstone,
)


@in_both_modes
@pytest.mark.parametrize("where", ["mention", "direct"])
async def test_an_edited_question_is_answered_again_in_the_same_message(
    mode: str, where: str
) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        asked = mention("the cost?") if where == "mention" else message("the cost?")
        await bot.slack.event(asked)
        [answer] = await bot.slack.messages(1)
        await bot.slack.event(changed(asked, asked["text"].replace("cost", "launch")))
        await bot.slack.until(lambda: LAUNCH.answer in bot.slack.shown[answer.ts].text)
        assert COST.answer not in str(bot.slack.shown[answer.ts].payload)
        await bot.slack.messages(1)


@in_both_modes
async def test_an_edit_that_comes_twice_changes_the_answer_once(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        asked = mention("the cost?")
        await bot.slack.event(asked)
        await bot.slack.messages(1)
        edit = changed(asked, "<@U0BOT> the launch?")
        await asyncio.gather(*(bot.slack.event(edit) for _ in range(3)))
        await bot.slack.event(edit)
        await bot.slack.messages(1)
        assert [call.method for call in bot.slack.calls].count("chat.update") == 1


@in_both_modes
@pytest.mark.parametrize("more", [{"attachments": [{"id": 1}]}, {"reply_count": 1}, {}])
async def test_a_change_that_leaves_the_words_alone_changes_nothing(
    mode: str, more: Payload
) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        asked = mention("the cost?")
        await bot.slack.event(asked)
        await bot.slack.messages(1)
        await bot.slack.event(changed(asked, asked["text"], **more))
        await bot.slack.event(changed(asked, f"{asked['text']}  "))
        await bot.slack.messages(1)
        assert len(bot.service.asked) == 1


async def test_our_own_update_that_comes_back_is_ignored() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        asked = mention("the cost?")
        await bot.slack.event(asked)
        [answer] = await bot.slack.messages(1)
        ours = {**asked, "user": BOT_USER, "text": answer.text, "ts": answer.ts}
        for marks in ({"bot_id": BOT}, {}):
            await bot.slack.event(changed(ours, "It cost something else.", **marks))
        await bot.slack.messages(1)
        assert len(bot.service.asked) == 1


async def test_an_edit_while_the_question_is_being_answered_waits_for_the_answer() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        bot.slack.takes.clear()
        asked = mention("the cost?")
        await bot.slack.event(asked)
        await bot.slack.event(changed(asked, "<@U0BOT> the launch?"))
        bot.slack.takes.set()
        [answer] = await bot.slack.messages(1)
        await bot.slack.until(lambda: LAUNCH.answer in bot.slack.shown[answer.ts].text)


async def test_an_edit_that_cannot_be_shown_leaves_the_answer_as_it_is() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        asked = mention("the cost?")
        await bot.slack.event(asked)
        [answer] = await bot.slack.messages(1)
        await bot.slack.event(changed(asked, "<@U0BOT> boom"))
        await bot.slack.until(lambda: len(bot.service.asked) == 2)
        await bot.slack.messages(1)
        assert COST.answer in bot.slack.shown[answer.ts].text


@in_both_modes
@pytest.mark.parametrize("gone", [deleted, tombstone])
async def test_a_deleted_question_takes_its_answer_away(mode: str, gone: object) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        asked = mention("the cost?")
        await bot.slack.event(asked)
        [answer] = await bot.slack.messages(1)
        assert callable(gone)
        await bot.slack.event(gone(asked))
        await bot.slack.until(lambda: answer.ts not in bot.slack.shown)
        await bot.slack.event(gone(asked))
        await bot.slack.messages(1)


async def test_a_question_deleted_while_it_is_being_answered_leaves_nothing_behind() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        bot.slack.takes.clear()
        asked = mention("the cost?")
        await bot.slack.event(asked)
        await bot.slack.event(deleted(asked))
        bot.slack.takes.set()
        [answer] = await bot.slack.messages(1)
        await bot.slack.until(lambda: answer.ts not in bot.slack.shown)


@in_both_modes
async def test_a_follow_up_in_a_thread_needs_no_mention(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        first = mention("the cost?")
        await bot.slack.event(first)
        await bot.slack.messages(1)
        follow = message("and again?", CHANNEL, thread_ts=first["ts"])
        bot.slack.watch.allow(f"{CHANNEL}/{first['ts']}")
        await bot.slack.event(follow)
        _, told = await bot.slack.messages(2)
        assert (told.thread_ts, COST.answer in told.text) == (first["ts"], True)


@in_both_modes
async def test_what_others_say_in_the_thread_is_left_to_them(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        first = mention("the cost?")
        await bot.slack.event(first)
        await bot.slack.messages(1)
        for event in (
            message("the launch?", CHANNEL, "U0OTHER", thread_ts=first["ts"]),
            message("<@U0OTHER> the launch?", CHANNEL, thread_ts=first["ts"]),
            message("zebras are nice", CHANNEL, thread_ts=first["ts"]),
            message("hello you", CHANNEL, thread_ts=first["ts"]),
            message("the launch?", CHANNEL),
        ):
            await bot.slack.event(event)
        await bot.slack.messages(1)


@in_both_modes
async def test_a_mention_broadcast_to_the_channel_is_answered_once(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        event = mention("the cost?", thread_ts="1700000000.000001")
        twin = message(
            event["text"],
            CHANNEL,
            ts=event["ts"],
            thread_ts=event["thread_ts"],
            subtype="thread_broadcast",
        )
        await bot.slack.event(event)
        await bot.slack.event(twin)
        await bot.slack.event(changed(event, event["text"]))
        await bot.slack.messages(1)


@in_both_modes
async def test_a_message_shortcut_answers_its_words_for_the_one_who_chose_it(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        shown = message("what of the cost &amp; all?", "C0WITHOUT", "U0OTHER", thread_ts="1.000001")
        bot.slack.not_in["C0WITHOUT"] = "not_in_channel"
        delivery = await bot.slack.shortcut("ask_about_this", shown)
        [sent] = await bot.slack.messages(1)
        assert not delivery.body
        assert (sent.via, sent.private_to, sent.thread_ts) == (
            "response_url",
            "U0READER",
            "1.000001",
        )
        assert bot.service.asked[0].text == "what of the cost & all?"
        assert COST.answer in sent.text


async def test_a_message_without_words_is_asked_for_some() -> None:
    async with slack_with_bot("socket") as bot:
        await bot.slack.shortcut("ask_about_this", message("", CHANNEL))
        [sent] = await bot.slack.messages(1)
        assert sent.text == texts.ASK_WITH_WORDS.format(title="The ferry")
