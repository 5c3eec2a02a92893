"""Votes, deleting, sharing, following up and reading on, end to end with unpatched discord.py."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.rendering import texts
from tests.adapters.discord.running import Running, command, reply_with
from tests.fakes.discord_service import COST, LAUNCH, STORY, FakeService, answering
from tests.fakes.records import FakeRecords
from tests.servers.discord_objects import CHANNEL_ID, EPHEMERAL, GUILD_ID, OTHER_READER, THE_BOT
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

OLD_FOLLOW_UP = "storybot:follow:cost"
"""The button that messages of earlier versions have."""


async def test_a_persons_last_vote_counts_once(server: DiscordServer, storybot: Running) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        answer = await command(server, "cost")
        for label in ("👍", "👍"):
            thanks = await server.answer_to(await server.press(answer, label))
            assert (thanks["content"], thanks["flags"] & EPHEMERAL) == (texts.THANKS_UP, EPHEMERAL)
        down = await server.press(answer, "👎")
        await server.until(lambda: bool(down.responses))
        other = await server.press(answer, "👍", person=OTHER_READER)
        await server.answer_to(other)
    assert [(who.id, who.space, up) for (who, _), up in records.votes.items()] == [
        (str(990000000000000010), str(GUILD_ID), False),
        (str(OTHER_READER.id), str(GUILD_ID), True),
    ]
    assert server.violations == []


async def test_a_thumb_down_asks_what_was_wrong(server: DiscordServer, storybot: Running) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        answer = await command(server, "cost")
        down = await server.press(answer, "👎")
        thanks = await server.answer_to(await server.fill_in(down, "It was 50 million."))
        assert down.responses[0]["data"]["title"] == texts.REPORT_TITLE
        assert thanks["content"] == texts.THANKS_REPORT
        assert "50 million" not in thanks["content"]
    assert [(fact, text) for _, fact, text in records.reports] == [("cost", "It was 50 million.")]
    assert server.violations == []


async def test_a_vote_that_cannot_be_kept_is_not_thanked_for(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    records.down = True
    async with storybot(answering(records=records)):
        answer = await command(server, "cost")
        for label in ("👍", "👎"):
            said = await server.answer_to(await server.press(answer, label))
            assert said["content"] == texts.NOT_KEPT
    assert server.violations == []


async def test_none_of_these_helps_on_and_may_be_sent_to_the_editors(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        offer = await command(server, "the ferry")
        hint = await server.answer_to(await server.press(offer, "None of these"))
        assert "/story" in hint["content"]
        assert hint["flags"] & EPHEMERAL
        opened = await server.press(hint, "Send a question")
        thanks = await server.answer_to(await server.fill_in(opened, "Who painted it?"))
        assert thanks["content"] == texts.THANKS_SENT
        records.down = True
        opened = await server.press(hint, "Send a question")
        failed = await server.answer_to(await server.fill_in(opened, "Who else?"))
        assert failed["content"] == texts.NOT_KEPT
    assert [text for _, text in records.questions] == ["Who painted it?"]
    assert server.violations == []


async def test_only_who_asked_deletes_the_answer(server: DiscordServer, storybot: Running) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        answer = await command(server, "cost")
        reply = await reply_with(server, "launch?")
        await eventually(lambda: len(records.posts) == 2)
        refused = await server.answer_to(await server.press(answer, "Delete", person=OTHER_READER))
        assert refused["content"] == texts.NOT_YOURS
        for message in (answer, reply):
            await server.press(message, "Delete")
            await server.until(lambda gone=message: gone["id"] in server.deleted)  # type: ignore[misc]
        again = await server.press(answer, "Delete")
        assert (await server.answer_to(again))["content"] == texts.GONE_ALREADY
    await eventually(lambda: records.posts == {})
    assert {kind for kind, _ in server.violations} == {"gone"}


async def test_a_private_answer_is_shared_by_a_button(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        answer = await command(server, "cost", private=True)
        assert records.posts == {}
        shared = await server.answer_to(await server.press(answer, "Share in channel"))
        assert not shared["flags"] & EPHEMERAL
        await eventually(lambda: len(records.posts) == 1)
        [post] = records.posts
        assert (post.channel, post.message) == (str(CHANNEL_ID), shared["id"])
        await server.press(shared, "Delete")
        await server.until(lambda: shared["id"] in server.deleted)
    assert server.violations == []


async def test_the_form_of_an_older_message_stands_on_its_answer_even_after_a_restart(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "cost")
        await command(server, "launch")
    async with storybot():
        opened = await server.touch(answer, OLD_FOLLOW_UP, person=OTHER_READER)
        sent = await server.fill_in(opened, "again please", person=OTHER_READER)
        assert COST.answer in (await server.answer_to(sent))["content"]
    assert server.violations == []


async def test_a_pinging_reply_stands_on_what_it_replies_to_even_after_a_restart(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        first = await reply_with(server)
        await reply_with(server, "launch?")
    async with storybot():
        reference = {"message_id": first["id"], "channel_id": first["channel_id"]}
        said = await server.say(
            "again?",
            pings=(THE_BOT,),
            type=19,
            message_reference=reference,
            referenced_message=first,
        )
        assert COST.answer in (await server.reply_to(said))["content"]
    assert server.violations == []


async def test_a_reply_to_what_states_no_fact_stands_on_the_conversation(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        await reply_with(server)
        talk = await server.say("among ourselves")
        reference = {"message_id": talk["id"], "channel_id": talk["channel_id"]}
        offer = await command(server, "hello")
        for replied in (talk, offer):
            said = await server.say(
                "again?",
                pings=(THE_BOT,),
                type=19,
                message_reference=reference,
                referenced_message=replied,
            )
            await server.reply_to(said)
    assert server.violations == []


async def test_a_related_fact_is_told_when_it_is_chosen(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "cost")
        told = await server.answer_to(await server.choose(answer, LAUNCH.title))
        assert LAUNCH.answer in told["content"]
    assert server.violations == []


async def test_a_long_answer_is_read_to_its_end(server: DiscordServer, storybot: Running) -> None:
    sentences = [f"Sentence {number} tells of the ferry." for number in range(300)]
    long = replace(COST, answer=" ".join(sentences))
    async with storybot(answering(FakeService(replace(STORY, facts=(long, LAUNCH))))):
        shown = await command(server, "cost")
        pages = [shown["content"]]
        while "Read on" in str(shown["components"]):
            shown = await server.answer_to(await server.press(shown, "Read on"))
            assert shown["flags"] & EPHEMERAL
            pages.append(shown["content"])
    assert len(pages) > 3
    found = re.findall(r"Sentence \d+ tells of the ferry\.", " ".join(pages))
    assert found == sentences
    assert server.violations == []


async def test_forged_and_stale_buttons_get_a_polite_word(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "cost")
        for forged in ("nonsense", "storybot:boom:cost", "storybot:take", "view:persistent:1"):
            said = await server.answer_to(await server.touch(answer, forged))
            assert (said["content"], said["flags"] & EPHEMERAL) == (texts.STALE, EPHEMERAL)
        for gone in ("take", "related", "proof", "up", "down", "share", "more"):
            said = await server.answer_to(await server.touch(answer, f"storybot:{gone}:gone"))
            assert said["content"] in (texts.FACT_GONE, texts.TEXT_CHANGED)
            assert said["flags"] & EPHEMERAL
        opened = await server.touch(answer, "storybot:follow:gone")
        sent = await server.fill_in(opened, "cost?")
        assert COST.answer in (await server.answer_to(sent))["content"]
    assert server.violations == []


async def test_a_form_nobody_made_gets_a_polite_word(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "cost")
        opened = await server.touch(answer, OLD_FOLLOW_UP)
        await server.until(lambda: bool(opened.responses))
        opened.responses[0]["data"]["custom_id"] = "storybot:up:cost"
        assert (await server.answer_to(await server.fill_in(opened, "x")))["content"] == texts.STALE
        opened.responses[0]["data"]["custom_id"] = "storybot:follow:cost"
        blank = await server.answer_to(await server.fill_in(opened, "  "))
        assert blank["content"] == texts.EMPTY
    assert server.violations == []
