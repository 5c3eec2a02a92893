"""`/ask` and buttons, end to end with unpatched discord.py."""

from __future__ import annotations

import logging

import pytest

from bot.core.model import Story
from bot.rendering import texts
from tests.adapters.discord.running import Running, command
from tests.fakes.discord_service import COST, HOSTILE, LAUNCH, STORY, FakeService, answering
from tests.servers.discord_objects import (
    CHANNEL_ID,
    EPHEMERAL,
    OTHER_CHANNEL_ID,
    OTHER_READER,
    READER,
)
from tests.servers.discord_server import DiscordServer


async def test_a_slash_question_is_answered_for_all_to_see(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "What did it cost?")
    assert "The ferry cost 48 million crowns." in answer["content"]
    assert "according to the harbour office" in answer["content"]
    assert "2 April 2031" in answer["content"]
    assert "(<https://post.example/ferry>)" in answer["content"]
    assert not answer["flags"] & EPHEMERAL
    assert server.violations == []


async def test_a_private_question_is_answered_to_the_asker_alone(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "What did it cost?", private=True)
    assert answer["flags"] & EPHEMERAL
    assert server.violations == []


async def test_a_follow_up_stands_on_the_same_persons_question_in_the_same_place_only(
    server: DiscordServer, storybot: Running
) -> None:
    async def again(**place: object) -> str:
        asked = await server.use_command("ask", question="again", **place)  # type: ignore[arg-type]
        return str((await server.answer_to(asked))["content"])

    async with storybot():
        await command(server, "cost")
        assert "48 million" in await again()
        assert "48 million" not in await again(person=OTHER_READER)
        assert "48 million" not in await again(channel_id=OTHER_CHANNEL_ID)


async def test_what_was_asked_in_private_does_not_show_in_public(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        await command(server, "cost", private=True)
        public = await command(server, "again")
        private = await server.use_command("ask", question="again", private=True)
        assert "48 million" not in public["content"]
        assert "48 million" in (await server.answer_to(private))["content"]


async def test_a_suggestion_is_taken_by_pressing_its_button(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        offer = await command(server, "the ferry")
        assert offer["content"] == texts.SUGGEST
        pressed = await server.press(offer, LAUNCH.title)
        answer = await server.answer_to(pressed)
    assert LAUNCH.answer in answer["content"]
    assert pressed.responses[0]["type"] == 4
    assert server.violations == []


async def test_a_button_works_after_a_restart(server: DiscordServer, storybot: Running) -> None:
    async with storybot():
        offer = await command(server, "the ferry")
    async with storybot():
        pressed = await server.press(offer, COST.title, person=OTHER_READER)
        assert COST.answer in (await server.answer_to(pressed))["content"]
        assert COST.answer in (await command(server, "again", person=OTHER_READER))["content"]
    assert server.violations == []


async def test_a_button_on_a_private_message_answers_in_private(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        pressed = await server.press(await command(server, "the ferry", private=True), COST.title)
        assert (await server.answer_to(pressed))["flags"] & EPHEMERAL


async def test_the_proof_is_shown_to_the_one_who_asks_for_it(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "cost")
        proof = await server.answer_to(await server.press(answer, "Show the quote"))
    assert "From the source text: “the ferry cost us 48 million crowns”" in proof["content"]
    assert proof["flags"] & EPHEMERAL
    assert server.violations == []


async def test_a_fact_that_is_gone_is_said_to_be_gone(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        offer = await command(server, "the ferry")
        answer = await command(server, "cost")
    shorter = FakeService(Story(title=STORY.title, facts=(LAUNCH,)))
    async with storybot(answering(shorter)):
        for message, label in ((offer, COST.title), (answer, "Show the quote")):
            gone = await server.answer_to(await server.press(message, label))
            assert gone["content"] == texts.FACT_GONE
            assert gone["flags"] & EPHEMERAL


async def test_hostile_text_pings_nobody_and_is_no_markup(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, f"sign {HOSTILE}")
        offer = await command(server, "the ferry")
        await server.answer_to(await server.press(offer, "The sign"))
        proof = await server.answer_to(await server.press(answer, "Show the quote"))
        declined = await server.answer_to(await server.use_command("ask", question=HOSTILE))
    for message in (answer, offer, proof, declined):
        for markup in ("@everyone", "<@123>", "<@&5>", "**loud**", "[click]", "`x`"):
            assert markup not in message["content"].replace("\\`", ""), message["content"]
    assert "loud" not in declined["content"]
    assert server.violations == []


async def test_an_error_is_apologised_for_and_logged_without_the_question(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with storybot():
            assert (await command(server, "break my secret words"))["content"] == texts.TROUBLE
    assert "ValueError" in caplog.text
    assert "secret words" not in caplog.text
    assert server.token not in caplog.text


async def test_a_command_of_another_version_gets_an_apology(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        asked = await server.use_command("retired")
        assert (await server.answer_to(asked))["content"] == texts.TROUBLE


async def test_direct_messages_take_the_command_too(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        place = READER.direct_channel
        asked = await server.use_command("ask", channel_id=place, question="cost")
        assert COST.answer in (await server.answer_to(asked))["content"]
    assert place != CHANNEL_ID
    assert server.violations == []
