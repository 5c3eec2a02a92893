"""The App Home, the agent view, and /story: to look around, alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.model import Topic
from bot.ports.messages import Reader
from bot.rendering import texts
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    Running,
    in_both_modes,
    searching,
    serving,
    slack_with_bot,
    typed,
)
from tests.fakes.slack_service import COST, STORY, FakeService
from tests.servers.slack_objects import DIRECT, READER, TEAM, Payload, mention, message
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import pressable

TOPICS = (Topic("money", "The money"), Topic("days", "The days"))
TOPICAL = replace(
    STORY,
    summary="A ferry that came late.",
    topics=TOPICS,
    facts=(
        *(replace(fact, topic="money") for fact in STORY.facts[:1]),
        *(replace(fact, topic="days") for fact in STORY.facts[1:]),
    ),
)


async def _home(bot: Running, user: str = READER) -> Payload:
    await bot.slack.open_home(user=user)
    await bot.slack.until(lambda: user in bot.slack.homes)
    return bot.slack.homes[user]


async def _next_home(bot: Running, action: Payload, user: str = READER) -> Payload:
    before = bot.slack.homes[user]
    await bot.slack.act(before, action, user)
    await bot.slack.until(lambda: bot.slack.homes[user] is not before)
    return bot.slack.homes[user]


def _carrying(view: Payload, part: str) -> Payload:
    return next(control for control in pressable(view) if part in control["value"])


@in_both_modes
async def test_the_home_shows_the_story_a_search_box_and_what_there_is_to_ask(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        view = await _home(bot)
        assert view["blocks"][0]["text"]["text"] == "The ferry"
        assert [block["type"] for block in view["blocks"]].count("input") == 1
        assert COST.title in str(view["blocks"])
        assert COST.answer not in str(view["blocks"])


@in_both_modes
async def test_a_search_is_answered_in_the_home_and_nowhere_else(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await _home(bot)
        view = await _next_home(bot, searching("  the cost? "))
        assert COST.answer in str(view["blocks"])
        assert "2 April 2031" in str(view["blocks"])
        follow = await _next_home(bot, searching("and again?"))
        assert COST.answer in str(follow["blocks"])
        proof = await _next_home(bot, _carrying(view, ":proof:"))
        assert "the ferry cost us 48 million crowns" in str(proof["blocks"])
        start = await _next_home(bot, searching(" "))
        assert COST.answer not in str(start["blocks"])
        await bot.slack.messages(0)


@in_both_modes
async def test_a_fact_that_is_listed_can_be_told_there(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        view = await _home(bot)
        told = await _next_home(bot, _carrying(view, ":take:launch"))
        assert "3 April 2031" in str(told["blocks"])


async def test_topics_are_a_menu_and_their_facts_are_pages() -> None:
    async with SlackServer() as slack:
        async with serving(slack, "socket", FakeService(TOPICAL)) as bot:
            view = await _home(bot)
            assert "A ferry that came late." in str(view["blocks"])
            assert COST.title not in str(view["blocks"])
            shown = await _next_home(bot, _carrying(view, ":topic:money"))
            assert COST.title in str(shown["blocks"])
            gone = await _next_home(bot, {**_carrying(view, ":topic:money")} | _gone())
            assert texts.TEXT_CHANGED in str(gone["blocks"])
        assert slack.kinds == []


def _gone() -> Payload:
    option = {"text": {"type": "plain_text", "text": "x"}, "value": "storybot:topic:gone"}
    return {"selected_option": option}


async def test_a_question_without_an_answer_may_be_sent_from_the_home() -> None:
    async with slack_with_bot("socket") as bot:
        await _home(bot)
        view = await _next_home(bot, searching("zebras"))
        assert texts.NOTHING_THERE in str(view["blocks"])
        await bot.slack.act(view, _carrying(view, ":send:"))
        await bot.slack.until(lambda: bool(bot.slack.modals))
        [window] = bot.slack.modals
        assert window["callback_id"] == "send"
        bot.slack.watch.allow(f"{READER}/-")
        await bot.slack.submit(window, typed("Why zebras?"))
        [thanks] = await bot.slack.messages(1)
        assert (thanks.channel, thanks.text) == (READER, texts.THANKS_SENT)
        assert bot.records.questions == [(Reader("slack", READER, TEAM), "Why zebras?")]


async def test_a_failure_in_the_home_is_said_there() -> None:
    async with slack_with_bot("socket") as bot:
        await _home(bot)
        view = await _next_home(bot, searching("boom"))
        assert texts.TROUBLE in str(view["blocks"])
        assert COST.answer in str(await _next_home(bot, searching("the cost?")))
        await bot.slack.messages(0)


async def test_every_home_is_somebodys_own() -> None:
    async with slack_with_bot("socket") as bot:
        await _home(bot)
        await _home(bot, "U0OTHER")
        await _next_home(bot, searching("the cost?"))
        await _next_home(bot, searching("and again?"), "U0OTHER")
        assert bot.service.contexts == [None, None]


@in_both_modes
async def test_an_agent_suggests_up_to_four_questions_that_it_can_answer(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        await bot.slack.open_home("messages")
        await bot.slack.until(lambda: bool(bot.slack.prompts))
        prompts = bot.slack.prompts[DIRECT]
        assert [prompt["message"] for prompt in prompts] == [fact.title for fact in STORY.facts[:4]]
        await bot.slack.event(message(prompts[0]["message"]))
        [answer] = await bot.slack.messages(1)
        assert COST.answer in answer.text


async def test_without_the_agent_view_nothing_is_suggested() -> None:
    async with slack_with_bot("socket") as bot:
        await bot.slack.open_home("messages")
        await bot.slack.event(message("the cost?"))
        [answer] = await bot.slack.messages(1)
        assert bot.slack.prompts == {}
        assert answer.thread_ts is None


@in_both_modes
async def test_an_agent_answers_a_direct_message_in_its_thread(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        asked = message("the cost?")
        await bot.slack.event(asked)
        await bot.slack.event(message("and again?", thread_ts=asked["ts"]))
        first, second = await bot.slack.messages(2)
        assert first.thread_ts == second.thread_ts == asked["ts"]
        assert bot.slack.statuses == []


@in_both_modes
async def test_an_agent_that_takes_long_shows_that_it_works_until_it_answers(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        bot.slack.takes.clear()
        asked = mention("the cost?")
        await bot.slack.event(asked)
        await bot.slack.until(lambda: bool(bot.slack.statuses))
        bot.slack.takes.set()
        await bot.slack.messages(1)
        assert [words for _, words in bot.slack.statuses] == [texts.SLACK_WORKING]
        assert bot.slack.watch.unanswered == []


async def test_a_status_is_taken_away_where_no_answer_takes_it() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        bot.slack.takes.clear()
        bot.slack.refuse += [(200, "internal_error"), (200, "internal_error")]
        await bot.slack.event(mention("the cost?"))
        await bot.slack.until(lambda: bool(bot.slack.statuses))
        bot.slack.takes.set()
        await bot.slack.until(lambda: [words for _, words in bot.slack.statuses][1:] == [""])
        assert not any("status" in it for it in bot.slack.watch.unanswered)


@in_both_modes
async def test_story_says_what_it_is_and_offers_its_topics(mode: str) -> None:
    async with SlackServer() as slack:
        async with serving(slack, mode, FakeService(TOPICAL)) as bot:
            await slack.command("", "/story")
            [about] = await slack.messages(1)
            assert (about.private_to, about.via) == (READER, "response_url")
            assert "A ferry that came late." in about.text
            await slack.press(about, about.carrying(":topic:days"))
            await slack.until(lambda: "ferry launched?" in slack.shown[about.ts].text)
            page = slack.shown[about.ts]
            assert page.private_to == READER
            await slack.press(page, page.carrying(":take:launch"))
            assert "3 April 2031" in (await slack.messages(2))[-1].text
            assert bot.records.posts == {}
        assert slack.kinds == []


@in_both_modes
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("help", texts.SLACK_HELP.format(title="The ferry")),
        (" HELP ", texts.SLACK_HELP.format(title="The ferry")),
        ("nonsense", texts.SLACK_STORY_WORDS),
    ],
)
async def test_story_takes_words(mode: str, word: str, said: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.command(word, "/story")
        [sent] = await bot.slack.messages(1)
        assert (sent.text, sent.private_to) == (said, READER)


@in_both_modes
async def test_privacy_says_what_is_kept_and_forget_deletes_it(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention("the cost?"))
        [answer] = await bot.slack.messages(1)
        await bot.slack.press(answer, answer.carrying(":up:"))
        await bot.slack.messages(2)
        await bot.slack.command("privacy", "/story")
        shown = (await bot.slack.messages(3))[-1]
        assert "365 days" in shown.text
        assert COST.title in shown.text
        await bot.slack.press(shown, shown.carrying(":forget:"))
        await bot.slack.until(lambda: bot.slack.shown[shown.ts].text == texts.FORGOTTEN)
        assert bot.records.votes == {}
        await bot.slack.command("privacy", "/story")
        assert texts.PRIVACY_NONE_OF_YOU in (await bot.slack.messages(4))[-1].text


async def test_all_that_is_kept_can_be_read_however_much_it_is() -> None:
    async with slack_with_bot("socket") as bot:
        reader = Reader("slack", READER, TEAM)
        bot.records.questions = [(reader, f"Question {number} of many.") for number in range(100)]
        await bot.slack.command("privacy", "/story")
        [shown] = await bot.slack.messages(1)
        seen = shown.payload["blocks"][0]["text"]["text"]
        for count in (2, 3):
            await bot.slack.press(shown, shown.carrying(":/privacy"))
            shown = (await bot.slack.messages(count))[-1]
            assert shown.private_to == READER
            seen += shown.payload["blocks"][0]["text"]["text"]
        assert all(f"Question {number} of many" in seen for number in range(100))


@in_both_modes
async def test_forgetting_reaches_what_is_in_memory_too(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        first = mention("the cost?")
        await bot.slack.event(first)
        await bot.slack.messages(1)
        await bot.slack.command("forget", "/story")
        await bot.slack.messages(2)
        await bot.slack.command("forget", "/story", DIRECT)
        await bot.slack.until(lambda: bot.records.forgotten_channels == [None, DIRECT])
        await bot.slack.messages(3)
        await bot.slack.event(mention("and again?", thread_ts=first["ts"]))
        await bot.slack.messages(4)
        assert bot.service.contexts == [None, None]


async def test_what_cannot_be_read_or_deleted_is_not_promised() -> None:
    async with slack_with_bot("socket") as bot:
        bot.records.down = True
        await bot.slack.command("privacy", "/story")
        assert texts.PRIVACY_UNREADABLE in (await bot.slack.messages(1))[-1].text
        await bot.slack.command("forget", "/story")
        assert (await bot.slack.messages(2))[-1].text == texts.NOT_KEPT
