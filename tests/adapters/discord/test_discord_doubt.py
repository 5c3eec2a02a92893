"""What is told with doubt on Discord counts for the fact that it tells."""

from __future__ import annotations

from bot.application.rules import Room
from bot.rendering import texts
from tests.adapters.discord.running import Running, command, reply_with
from tests.fakes.clock import FakeClock
from tests.fakes.discord_service import COST, LAUNCH, answering, moderation
from tests.fakes.records import FakeRecords
from tests.servers.discord_objects import CHANNEL_ID, GUILD_ID, THE_BOT
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

DOUBT = texts.DOUBT.format(answer=COST.answer)


async def test_a_telling_with_doubt_is_kept_voted_on_and_followed_up(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        told = await reply_with(server, "perhaps?")
        assert told["content"].startswith(DOUBT)
        await eventually(lambda: len(records.posts) == 1)
        thanks = await server.answer_to(await server.press(told, "👍"))
        assert thanks["content"] == texts.THANKS_UP
        other = await server.answer_to(await server.press(told, LAUNCH.title))
        assert LAUNCH.answer in other["content"]
        reference = {"message_id": told["id"], "channel_id": told["channel_id"]}
        asked = await server.say(
            "again?",
            pings=(THE_BOT,),
            type=19,
            message_reference=reference,
            referenced_message=told,
        )
        assert (await server.reply_to(asked))["content"].startswith(COST.answer)
    assert [(fact, up) for (_, fact), up in records.votes.items()] == [("cost", True)]
    assert server.violations == []


async def test_what_was_told_lately_is_offered_and_not_told_with_doubt_again(
    server: DiscordServer, storybot: Running
) -> None:
    rules = moderation(FakeClock(), cooldown=60.0)
    place = Room(str(GUILD_ID), str(CHANNEL_ID))
    async with storybot(rules=rules):
        first = await command(server, "perhaps")
        assert first["content"].startswith(DOUBT)
        await eventually(lambda: rules.told_lately(place, "cost") is not None)
        offered = await reply_with(server, "perhaps?")
        assert COST.answer not in offered["content"]
        again = await server.answer_to(await server.press(offered, LAUNCH.title))
        assert LAUNCH.answer in again["content"]
    assert server.violations == []
