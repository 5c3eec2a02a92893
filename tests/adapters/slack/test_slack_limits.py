"""Who asks too much waits, and hears so once; the others are answered as if nothing was."""

from __future__ import annotations

import asyncio

import pytest

from bot.rendering import texts
from bot.settings import CommunitySettings
from tests.adapters.slack.slack_bot import FULL_SCOPES, in_both_modes, searching, slack_with_bot
from tests.adapters.surface import TOO_FAST
from tests.fakes.slack_service import COST
from tests.servers.slack_objects import BOT_USER, CHANNEL, READER, changed, mention, message
from tests.servers.slack_watch import place

A_FEW = CommunitySettings(person_limit=6)
"""Three at once, then one in ten seconds."""

TOO_MANY = texts.TOO_MANY_HERE.partition("{")[0]


@in_both_modes
async def test_a_flood_is_told_once_and_kindly_and_slows_nobody(mode: str) -> None:
    async with slack_with_bot(mode, community=A_FEW) as bot:
        flood = [mention("the cost?") for _ in range(30)]
        await asyncio.gather(*(bot.slack.event(event) for event in flood))
        await bot.slack.until(lambda: len(bot.slack.sent) == 4)
        await bot.slack.event(mention("the cost?", user="U0OTHER"))
        sent = await bot.slack.messages(5)
        assert COST.answer in sent[-1].text
        [notice] = [it for it in sent if it.text.startswith(TOO_FAST)]
        assert notice.private_to == READER
        assert notice.channel == CHANNEL


@in_both_modes
async def test_a_command_that_comes_too_fast_is_never_left_without_a_word(mode: str) -> None:
    async with slack_with_bot(mode, community=A_FEW) as bot:
        for _ in range(5):
            await bot.slack.command("the cost?")
        sent = await bot.slack.messages(5)
        assert sum(it.text.startswith(TOO_FAST) for it in sent) == 2


@in_both_modes
async def test_a_channel_has_its_limit_and_direct_conversations_go_on(mode: str) -> None:
    crowd = CommunitySettings(channel_limit=6)
    async with slack_with_bot(mode, community=crowd) as bot:
        for number in range(4):
            await bot.slack.event(mention("the cost?", user=f"U{number}"))
        await bot.slack.messages(4)
        await bot.slack.event(message("the cost?"))
        sent = await bot.slack.messages(5)
        assert sum(it.text.startswith(TOO_MANY) for it in sent) == 1
        assert COST.answer in sent[-1].text


@in_both_modes
async def test_an_edit_counts_as_a_question_and_a_flood_of_them_is_told_once(mode: str) -> None:
    async with slack_with_bot(mode, community=A_FEW, scopes=FULL_SCOPES) as bot:
        event = mention("the cost?")
        await bot.slack.event(event)
        [answer] = await bot.slack.messages(1)
        bot.slack.watch.allow(place(CHANNEL, event["ts"]))
        for number in range(12):
            now = {**event, "text": f"<@{BOT_USER}> the launch {number}?"}
            await bot.slack.event(changed(event, now["text"]))
            event = now
        sent = await bot.slack.messages(2)
        assert sent[1].text.startswith(TOO_FAST)
        assert sent[1].private_to == READER
        assert len(bot.service.asked) == 3
        shown = bot.slack.shown[answer.ts]
        await bot.slack.event(mention("the cost?", user="U0OTHER"))
        await bot.slack.messages(3)
        assert bot.slack.shown[answer.ts] is shown


@in_both_modes
async def test_an_edit_that_changes_no_words_costs_nothing(mode: str) -> None:
    async with slack_with_bot(mode, community=A_FEW, scopes=FULL_SCOPES) as bot:
        event = mention("the cost?")
        await bot.slack.event(event)
        await bot.slack.messages(1)
        for number in range(9):
            await bot.slack.event(changed(event, event["text"], reply_count=number))
        for _ in range(2):
            await bot.slack.event(mention("the cost?"))
        sent = await bot.slack.messages(3)
        assert not any(it.text.startswith(TOO_FAST) for it in sent)


@in_both_modes
@pytest.mark.parametrize("presses", [3, 9])
async def test_presses_count_as_questions_and_a_flood_of_them_is_told_once(
    mode: str, presses: int
) -> None:
    async with slack_with_bot(mode, community=A_FEW) as bot:
        await bot.slack.event(mention("which one?"))
        [offer] = await bot.slack.messages(1)
        for _ in range(presses):
            await bot.slack.press(offer, offer.buttons[0])
        sent = await bot.slack.messages(4)
        assert sum(it.text.startswith(TOO_FAST) for it in sent) == 1


@in_both_modes
async def test_searches_count_as_questions_and_who_searches_too_fast_is_told_there(
    mode: str,
) -> None:
    async with slack_with_bot(mode, community=A_FEW) as bot:
        for user in (READER, "U0OTHER"):
            await bot.slack.open_home(user=user)
        await bot.slack.until(lambda: len(bot.slack.homes) == 2)
        for _ in range(9):
            await bot.slack.act(bot.slack.homes[READER], searching("cost?"))
        await bot.slack.until(lambda: TOO_FAST in str(bot.slack.homes[READER]["blocks"]))
        await bot.slack.messages(0)
        await bot.slack.act(bot.slack.homes["U0OTHER"], searching("cost?"), "U0OTHER")
        await bot.slack.until(lambda: COST.answer in str(bot.slack.homes["U0OTHER"]["blocks"]))
