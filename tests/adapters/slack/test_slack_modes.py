"""What the bot does in Slack with messages that do not name it: by default nothing."""

from __future__ import annotations

import asyncio

from bot.compose.stories import service_for
from bot.knowledge.loader import parse
from bot.rendering import texts_managers
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    Running,
    in_both_modes,
    slack_with_bot,
    told,
)
from tests.page.ferry import STORY
from tests.servers.slack_objects import CHANNEL, changed, message
from tests.servers.slack_watch import Sent, place

ADMIN = "U0ADMIN"
SURE = "How much did the ferry cost?"


async def ruled(bot: Running, words: str) -> Sent:
    bot.slack.admins.add(ADMIN)
    return await told(bot.slack, bot.slack.command(words, "/story", CHANNEL, ADMIN))


async def nothing(bot: Running, *said: str) -> None:
    before = len(bot.slack.sent)
    for text in said:
        await bot.slack.event(message(text, CHANNEL))
    await asyncio.sleep(0.3)
    assert len(bot.slack.sent) == before


@in_both_modes
async def test_an_ask_channel_answers_what_it_is_sure_of_in_a_thread(mode: str) -> None:
    async with slack_with_bot(
        mode, scopes=FULL_SCOPES, answers=service_for(parse(STORY.encode(), "f"))
    ) as bot:
        await nothing(bot, SURE)
        assert "without a mention" in (await ruled(bot, "mode ask")).text
        said = message(SURE, CHANNEL)
        bot.slack.watch.allow(place(CHANNEL, said["ts"]))
        answer = await told(bot.slack, bot.slack.event(said))
        assert "48 million" in answer.text
        assert answer.thread_ts == said["ts"]
        await nothing(bot, "good morning all", "how much was the boat?", f"<@U0OTHER> {SURE}")
        await bot.slack.event(changed(said, "When was the ferry launched?"))
        await bot.slack.until(lambda: "9 March" in bot.slack.shown[answer.ts].text)
        assert (await ruled(bot, "mode forum")).text == texts_managers.SLACK_NO_FORUMS
        await ruled(bot, "mode asked")
        await nothing(bot, SURE)


async def test_without_the_scopes_no_mode_is_taken() -> None:
    async with slack_with_bot("socket", scopes="chat:write,commands,users:read") as bot:
        assert (await ruled(bot, "mode ask")).text == texts_managers.MANAGE_CANNOT_HEAR
