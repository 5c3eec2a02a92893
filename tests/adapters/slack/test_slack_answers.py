"""The bot in Slack, end to end: where it answers, to whom, and what it never says."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.rendering import texts
from tests.adapters.slack.slack_bot import in_both_modes, serving, slack_with_bot
from tests.fakes.slack_service import COST, HOSTILE
from tests.servers.slack_objects import CHANNEL, DIRECT, READER, mention, message
from tests.servers.slack_server import SlackServer

pytestmark = in_both_modes


async def test_a_command_is_acknowledged_bare_and_answered_for_the_asker_only(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        delivery = await bot.slack.command("what did it cost?")
        [sent] = await bot.slack.messages(1)
        assert not delivery.body
        assert (sent.via, sent.private_to) == ("response_url", READER)
        assert sent.payload["replace_original"] is False
        assert COST.answer in sent.text


async def test_a_command_without_a_question_is_asked_for_one(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.command("  ")
        [sent] = await bot.slack.messages(1)
        assert sent.text == texts.ASK_WITH_WORDS.format(title="The ferry")
        assert not bot.service.asked


async def test_a_mention_is_answered_in_a_thread_below_it(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = mention("what did it cost?")
        await bot.slack.event(event)
        [sent] = await bot.slack.messages(1)
        assert (sent.channel, sent.thread_ts, sent.private_to) == (CHANNEL, event["ts"], None)
        assert bot.service.asked[0].text == "what did it cost?"


async def test_a_mention_in_a_thread_is_answered_in_that_thread(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention("what did it cost?", thread_ts="1700000000.000001"))
        [sent] = await bot.slack.messages(1)
        assert sent.thread_ts == "1700000000.000001"


async def test_a_direct_message_is_answered_where_it_stands(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(message("hello"))
        await bot.slack.messages(1)
        await bot.slack.event(message("the cost?", thread_ts="1700000000.000002"))
        plain, threaded = await bot.slack.messages(2)
        assert (plain.channel, plain.thread_ts) == (DIRECT, None)
        assert threaded.thread_ts == "1700000000.000002"


async def test_the_answer_says_who_how_sure_where_and_what_was_corrected(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.command("what did it cost?")
        [sent] = await bot.slack.messages(1)
        shown = str(sent.payload["blocks"])
        for part in (
            COST.answer,
            "Harbour News · 2 April 2031 · according to the harbour office",
            "Corrected: An earlier version said 38 million.",
        ):
            assert part in sent.text
            assert part in shown
        assert "<https://news.example/ferry?a=1&amp;b=2|news.example>" in shown


async def test_a_suggestion_below_a_mention_is_told_in_its_thread(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = mention("which one?")
        await bot.slack.event(event)
        [offer] = await bot.slack.messages(1)
        await bot.slack.press(offer, offer.buttons[0], user="U0OTHER")
        _, told = await bot.slack.messages(2)
        assert (told.via, told.thread_ts) == ("chat.postMessage", event["ts"])
        assert COST.answer in told.text


async def test_a_suggestion_after_a_command_is_told_to_the_asker_only(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.command("which one?")
        [offer] = await bot.slack.messages(1)
        await bot.slack.press(offer, offer.buttons[1])
        _, told = await bot.slack.messages(2)
        assert (told.via, told.private_to) == ("response_url", READER)
        assert "3 April 2031" in told.text


async def test_a_suggestion_in_a_direct_conversation_is_told_there(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(message("which one?"))
        [offer] = await bot.slack.messages(1)
        await bot.slack.press(offer, offer.buttons[0])
        _, told = await bot.slack.messages(2)
        assert (told.channel, told.thread_ts, told.private_to) == (DIRECT, None, None)


async def test_buttons_work_after_a_restart(mode: str) -> None:
    async with SlackServer() as slack:
        async with serving(slack, mode):
            await slack.event(mention("which one?"))
            [offer] = await slack.messages(1)
        async with serving(slack, mode):
            await slack.press(offer, offer.buttons[0])
            _, told = await slack.messages(2)
            assert COST.answer in told.text
        assert slack.kinds == []


async def test_the_proof_is_shown_to_the_one_who_asks_in_the_same_thread(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = mention("what did it cost?")
        await bot.slack.event(event)
        [answer] = await bot.slack.messages(1)
        await bot.slack.press(answer, answer.carrying(":proof:"), user="U0OTHER")
        _, shown = await bot.slack.messages(2)
        assert (shown.private_to, shown.thread_ts) == ("U0OTHER", event["ts"])
        assert "From the source text: “the ferry cost us 48 million crowns”" in shown.text


@pytest.mark.parametrize("place", ["command", "direct"])
async def test_the_proof_is_private_outside_threads_too(mode: str, place: str) -> None:
    async with slack_with_bot(mode) as bot:
        if place == "command":
            await bot.slack.command("what did it cost?")
        else:
            await bot.slack.event(message("what did it cost?"))
        [answer] = await bot.slack.messages(1)
        await bot.slack.press(answer, answer.carrying(":proof:"))
        _, shown = await bot.slack.messages(2)
        assert (shown.private_to, shown.thread_ts) == (READER, None)
        assert "48 million crowns”" in shown.text


async def test_a_button_of_a_fact_that_is_gone_says_so(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention("which one?"))
        [offer] = await bot.slack.messages(1)
        await bot.slack.event(mention("the cost?"))
        _, answer = await bot.slack.messages(2)
        bot.service.forget("cost")
        await bot.slack.press(offer, offer.buttons[0])
        await bot.slack.messages(3)
        await bot.slack.press(answer, answer.carrying(":proof:"))
        *_, told, shown = await bot.slack.messages(4)
        assert told.text == shown.text == texts.FACT_GONE
        assert shown.private_to == READER


async def test_hostile_text_neither_pings_nor_carries_markup(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention(f"evil {HOSTILE}"))
        [answer] = await bot.slack.messages(1)
        await bot.slack.press(answer, answer.carrying(":proof:"))
        await bot.slack.messages(2)
        await bot.slack.event(mention("which one?"))
        for sent in await bot.slack.messages(3):
            assert sent.payload["mrkdwn"] is False
            assert "&lt;!channel&gt; @everyone &lt;@U123&gt; *bold* &amp;lt;" in sent.text
            texts_shown = [
                text
                for block in sent.payload["blocks"]
                for text in (block.get("text"), *block.get("elements", ()))
                if text is not None and "text" in text
            ]
            formatted = [text["text"] for text in texts_shown if text["type"] == "mrkdwn"]
            assert all("bold" not in text and "evil.example" not in text for text in formatted)


async def test_a_question_is_never_repeated(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.command("tell me about zebras <@U123>")
        [sent] = await bot.slack.messages(1)
        assert sent.text == texts.NOTHING_THERE
        assert "zebras" not in str(sent.payload)


async def test_follow_ups_stay_with_one_person_in_one_place(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        first = mention("what did it cost?")
        await bot.slack.event(first)
        await bot.slack.messages(1)
        events = (
            mention("again, please?", user="U0OTHER", thread_ts=first["ts"]),
            mention("again then?"),
            mention("once again?", channel="C0ELSE", thread_ts=first["ts"]),
            mention("and again?", thread_ts=first["ts"]),
        )
        for sent, event in enumerate(events, 2):
            await bot.slack.event(event)
            await bot.slack.messages(sent)
        assert bot.service.contexts[1:4] == [None, None, None]
        assert COST.answer in bot.slack.sent[4].text


async def test_a_failure_while_answering_is_said_and_logged_without_the_words(
    mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with slack_with_bot(mode) as bot:
            await bot.slack.command("boom goes the secret")
            [sent] = await bot.slack.messages(1)
    assert sent.text == texts.TROUBLE
    assert "RuntimeError" in caplog.text
    assert "goes the secret" not in caplog.text
    assert "xoxb-" not in caplog.text
    assert "xapp-" not in caplog.text


async def test_a_message_that_slack_refuses_is_made_good_with_an_excuse(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        bot.slack.refuse.append((200, "invalid_blocks"))
        await bot.slack.event(mention("what did it cost?"))
        [sent] = await bot.slack.messages(1)
        assert sent.text == texts.TROUBLE


@pytest.mark.parametrize("place", ["command", "mention"])
async def test_waits_as_long_as_a_rate_limit_says(mode: str, place: str) -> None:
    async with slack_with_bot(mode) as bot:
        bot.slack.refuse.append((429, "1"))
        if place == "command":
            await bot.slack.command("what did it cost?")
        else:
            await bot.slack.event(mention("what did it cost?"))
        [sent] = await bot.slack.messages(1)
        refused, taken = [call for call in bot.slack.calls if call.method == sent.via]
        assert COST.answer in sent.text
        assert taken.at - refused.at >= 1


async def test_many_at_once_are_all_answered_once(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        events = [
            mention("what did it cost?", channel=f"C{number % 5}", user=f"U{number}")
            for number in range(40)
        ]
        await asyncio.gather(*(bot.slack.event(event) for event in events))
        sent = await bot.slack.messages(40)
        assert {one.thread_ts for one in sent} == {event["ts"] for event in events}
