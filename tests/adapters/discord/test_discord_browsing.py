"""Completion, `/story`, `/privacy` and “Ask about this”, end to end with unpatched discord.py."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Fact, Status, Story, Topic
from bot.ports.messages import Reader
from bot.rendering import texts
from tests.adapters.discord.running import Running, command
from tests.fakes.discord_service import COST, LAUNCH, STORY, FakeService, answering
from tests.fakes.records import FakeRecords
from tests.servers.discord_objects import EPHEMERAL, GUILD_ID, OTHER_READER, READER
from tests.servers.discord_server import DiscordServer

LONG = Fact("long", ("Is this question " + "very " * 30 + "long?",), "Yes, it is.", topic="boat")
MANY = tuple(
    Fact(f"f{number}", (f"What is number {number}?",), f"It is {number}.", topic="boat")
    for number in range(24)
)
UNKNOWN = Fact("menu", ("What is eaten?",), "Untold.", topic="boat", status=Status.UNKNOWN)
BIG = replace(
    STORY,
    facts=(*STORY.facts, LONG, *MANY, UNKNOWN),
    topics=(Topic("boat", "The boat"), Topic("bare", "Nothing yet")),
    summary="The ferry came late, and cost more.",
)


async def test_questions_complete_while_they_are_typed(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        assert (await server.type_in("ask", "how mu"))[0]["name"] == COST.title
        assert (await server.type_in("ask", "launched"))[0]["name"] == LAUNCH.title
        assert await server.type_in("ask", "zebra") == []
    assert server.violations == []


async def test_at_most_25_choices_and_a_question_too_long_for_one_is_answered(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(FakeService(BIG))):
        assert len(await server.type_in("ask", "")) == 25
        [choice] = await server.type_in("ask", "very")
        assert len(choice["name"]) <= 100
        assert choice["name"].endswith("…")
        assert LONG.answer in (await command(server, choice["value"]))["content"]
    assert server.violations == []


async def test_the_story_tells_what_it_is_and_leads_through_its_topics(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(FakeService(BIG))):
        page = await server.answer_to(await server.use_command("story"))
        assert page["flags"] & EPHEMERAL
        assert "The ferry came late, and cost more." in page["content"]
        assert "The Harbour Post" in page["content"]
        opened = await server.choose(page, "The boat (25)")
        await server.until(lambda: bool(opened.responses))
        assert opened.responses[0]["type"] == 7
        assert page["content"].startswith("**The boat (1 of 3)**\n- Is this question very")
        turned = await server.press(page, "Next")
        await server.until(lambda: bool(turned.responses))
        assert "**The boat (2 of 3)**" in page["content"]
        chosen = await server.choose(page, "What is number 12?")
        answer = await server.answer_to(chosen)
        assert "It is 12." in answer["content"]
        assert answer["flags"] & EPHEMERAL
        back = await server.press(page, texts.TOPICS_LABEL)
        await server.until(lambda: bool(back.responses))
        assert "The ferry came late" in page["content"]
    assert server.violations == []


async def test_a_story_without_topics_lists_its_questions(
    server: DiscordServer, storybot: Running
) -> None:
    story = Story("The ferry", MANY)
    async with storybot(answering(FakeService(story))):
        page = await server.answer_to(await server.use_command("story"))
        turned = await server.press(page, "Next")
        await server.until(lambda: bool(turned.responses))
        assert f"**{texts.ALL_FACTS} (2 of 3)**" in page["content"]
    assert server.violations == []


async def test_a_story_of_forty_topics_has_them_on_two_pages(
    server: DiscordServer, storybot: Running
) -> None:
    topics = tuple(Topic(f"t{number}", f"Topic {number}") for number in range(40))
    facts = tuple(Fact(f"f{t.id}", (f"What of {t.id}?",), "So.", topic=t.id) for t in topics)
    async with storybot(answering(FakeService(Story("The ferry", facts, topics=topics)))):
        page = await server.answer_to(await server.use_command("story"))
        turned = await server.press(page, "Next")
        await server.until(lambda: bool(turned.responses))
        opened = await server.choose(page, "Topic 39")
        await server.until(lambda: bool(opened.responses))
        assert "Topic 39" in page["content"]
    assert server.violations == []


async def test_a_topic_that_is_gone_is_said_to_be_gone(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(FakeService(BIG))):
        page = await server.answer_to(await server.use_command("story"))
    async with storybot():
        gone = await server.answer_to(await server.choose(page, "The boat"))
        assert gone["content"] == texts.TEXT_CHANGED
        assert gone["flags"] & EPHEMERAL
    assert server.violations == []


async def test_privacy_tells_what_is_kept_and_forgets_on_request(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        answer = await command(server, "cost")
        await server.answer_to(await server.press(answer, "👍"))
        told = await server.answer_to(await server.use_command("privacy"))
        assert told["flags"] & EPHEMERAL
        assert "for 365 days" in told["content"]
        assert f"👍 Helpful ({COST.title})" in told["content"]
        forgot = await server.press(told, texts.FORGET_LABEL)
        await server.until(lambda: bool(forgot.responses))
        assert told["content"] == texts.FORGOTTEN
        assert told["components"] == []
        assert records.votes == {}
        again = await command(server, "again")
        assert COST.answer not in again["content"]
        again = await server.answer_to(await server.use_command("privacy"))
        assert texts.PRIVACY_NONE_OF_YOU in again["content"]
        assert again["components"] == []
    assert server.violations == []


async def test_all_that_is_kept_can_be_read_however_much_it_is(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    reader = Reader("discord", str(READER.id), str(GUILD_ID))
    records.questions = [(reader, f"Question {number} of many.") for number in range(100)]
    async with storybot(answering(records=records)):
        shown = await server.answer_to(await server.use_command("privacy"))
        seen = shown["content"]
        for _ in range(5):
            shown = await server.answer_to(await server.press(shown, "Read on"))
            assert shown["flags"] & EPHEMERAL
            seen += shown["content"]
    assert all(f"Question {number} of many" in seen for number in range(100))
    assert server.violations == []


async def test_privacy_is_honest_when_the_records_are_down_or_absent(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    records.down = True
    async with storybot(answering(records=records)):
        told = await server.answer_to(await server.use_command("privacy"))
        assert texts.PRIVACY_UNREADABLE in told["content"]
        forgot = await server.answer_to(await server.press(told, texts.FORGET_LABEL))
        assert forgot["content"] == texts.NOT_KEPT
    async with storybot():
        told = await server.answer_to(await server.use_command("privacy"))
        assert texts.PRIVACY_NOTHING in told["content"]
    assert server.violations == []


async def test_a_message_of_somebody_else_is_asked_about_in_private_and_shared(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        said = await server.say("I wonder what it cost", author=OTHER_READER)
        answer = await server.answer_to(await server.use_on("Ask about this", said))
        assert COST.answer in answer["content"]
        assert answer["flags"] & EPHEMERAL
        shared = await server.answer_to(await server.press(answer, "Share in channel"))
        assert COST.answer in shared["content"]
        assert not shared["flags"] & EPHEMERAL
        empty = await server.say(f"<@{READER.id}>", author=OTHER_READER)
        asked_back = await server.answer_to(await server.use_on("Ask about this", empty))
        assert asked_back["content"] == texts.ASK_WITH_WORDS.format(title=STORY.title)
    assert server.violations == []


async def test_commands_work_where_people_took_the_bot_along(
    server: DiscordServer, storybot: Running
) -> None:
    elsewhere = {
        "guild_id": "880000000000000099",
        "guild": {"id": "880000000000000099", "locale": "en-US", "features": []},
        "authorizing_integration_owners": {"1": str(READER.id)},
    }
    async with storybot():
        asked = await server.use_command("ask", place=elsewhere, question="cost")
        answer = await server.answer_to(asked)
        assert COST.answer in answer["content"]
        assert len(asked.responses) == 1
        pressed = await server.press(answer, "Delete")
        await server.until(lambda: answer["id"] in server.deleted)
        assert pressed.responses[0]["type"] == 6
    commands = {command["name"]: command for command in server.commands}
    for name in ("ask", "story", "privacy", "Ask about this"):
        assert commands[name]["integration_types"] == [0, 1]
        assert commands[name]["contexts"] == [0, 1, 2]
    assert server.violations == []
