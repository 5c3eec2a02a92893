"""One table of behaviours, which every adapter keeps: Discord, Slack, and one in memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from bot.application.editors import EDITORIAL
from bot.rendering import texts, texts_editors
from bot.rendering.actions import Verb
from tests.adapters.discord.conftest import _where_discord_is, server, storybot  # noqa: F401
from tests.adapters.discord.surface import discord_surface
from tests.adapters.memory import memory_surface
from tests.adapters.slack.surface import slack_surface
from tests.adapters.surface import Seen, Surface
from tests.fakes.discord_service import COST, LAUNCH, moderation
from tests.fakes.records import FakeRecords
from tests.waiting import eventually

Open = Callable[..., AbstractAsyncContextManager[Surface]]


@pytest.fixture(params=["memory", "discord", "slack"])
def opened(request: pytest.FixtureRequest) -> Open:
    """Opens the bot on one of the platforms, with settings for its moderation."""
    if request.param == "slack":
        return slack_surface
    if request.param == "memory":
        return lambda **settings: memory_surface(FakeRecords(), moderation(**settings))
    parts = request.getfixturevalue("server"), request.getfixturevalue("storybot")
    return lambda **settings: discord_surface(*parts, FakeRecords(), moderation(**settings))


async def answers_where_it_was_asked(bot: Surface) -> None:
    await bot.ask("cost?")
    answer = await bot.said(1)
    assert COST.answer in answer.text
    assert not answer.is_private
    await eventually(lambda: [it.id for it in bot.records.posts.values()] == ["cost"])


async def answers_a_command_privately(bot: Surface) -> None:
    await bot.command("cost?")
    answer = await bot.said(1)
    assert COST.answer in answer.text
    assert answer.is_private
    assert bot.records.posts == {}


async def answers_anew_when_edited(bot: Surface) -> None:
    question = await bot.ask("cost?")
    await bot.said(1)
    await bot.edit(question, "launch?")
    await eventually(lambda: LAUNCH.answer in bot.seen()[-1].text)
    await bot.said(1)
    await eventually(lambda: [it.id for it in bot.records.posts.values()] == ["launch"])


async def keeps_its_answer_when_nothing_was_edited(bot: Surface) -> None:
    question = await bot.ask("cost?")
    await bot.said(1)
    await bot.edit(question, "cost? ")
    await bot.ask("launch?")
    await bot.said(2)
    assert COST.answer in bot.seen()[0].text


async def takes_its_answer_back_when_deleted(bot: Surface) -> None:
    question = await bot.ask("cost?")
    await bot.said(1)
    await bot.delete(question)
    await eventually(lambda: bot.seen() == [] and bot.records.posts == {})


async def apologises_where_it_breaks(bot: Surface) -> None:
    await bot.ask("break")
    assert (await bot.said(1)).text == texts.TROUBLE


async def take(bot: Surface) -> None:
    await bot.ask("the ferry?")
    await bot.press(await bot.said(1), Verb.TAKE)
    assert COST.answer in (await bot.said(2)).text


async def related(bot: Surface) -> None:
    await bot.press(await answered(bot), Verb.RELATED)
    told = await bot.said(2)
    assert LAUNCH.answer in told.text
    assert not told.is_private


async def none(bot: Surface) -> None:
    await bot.ask("the ferry?")
    await bot.press(await bot.said(1), Verb.NONE, "other")
    assert texts.NONE_HELP.format(browse="/story") in (await private(bot, 2)).text


async def proof(bot: Surface) -> None:
    await bot.press(await answered(bot), Verb.PROOF)
    assert "the ferry cost us 48 million crowns" in (await private(bot, 2)).text


async def more(bot: Surface) -> None:
    await bot.touch(await answered(bot), "storybot:more:cost")
    assert COST.answer in (await private(bot, 2)).text


async def up(bot: Surface) -> None:
    await bot.press(await answered(bot), Verb.UP)
    assert (await private(bot, 2)).text == texts.THANKS_UP
    assert list(bot.records.votes.values()) == [True]


async def down(bot: Surface) -> None:
    await bot.press(await answered(bot), Verb.DOWN)
    await bot.form()
    await eventually(lambda: list(bot.records.votes.values()) == [False])
    await bot.submit("It was 50 million.")
    assert (await private(bot, 2)).text == texts.THANKS_REPORT
    assert [it[1:] for it in bot.records.reports] == [("cost", "It was 50 million.")]


async def send(bot: Surface) -> None:
    await bot.ask("zebra?")
    await bot.press(await bot.said(1), Verb.SEND)
    await bot.form()
    assert bot.records.questions == []
    await bot.submit("Who painted it?")
    assert (await private(bot, 2)).text == texts.THANKS_SENT
    assert [it[1] for it in bot.records.questions] == ["Who painted it?"]


async def follow(bot: Surface) -> None:
    await bot.touch(await answered(bot), "storybot:follow:cost")
    await bot.form()
    await bot.submit("and again?")
    assert COST.answer in (await bot.said(2)).text


async def delete(bot: Surface) -> None:
    answer = await answered(bot)
    await bot.press(answer, Verb.DELETE, "other")
    assert (await private(bot, 2)).text == texts.NOT_YOURS
    await bot.press(answer, Verb.DELETE)
    await eventually(lambda: len(bot.seen()) == 1 and bot.records.posts == {})


async def share(bot: Surface) -> None:
    await bot.command("cost?")
    await bot.press(await bot.said(1), Verb.SHARE)
    await eventually(lambda: any(not it.is_private for it in bot.seen()))
    assert COST.answer in bot.seen()[-1].text


async def forget(bot: Surface) -> None:
    answer = await answered(bot)
    await bot.press(answer, Verb.UP)
    await bot.said(2)
    await bot.touch(answer, "storybot:forget:")
    assert (await private(bot, 3)).text == texts.FORGOTTEN
    assert bot.records.votes == {}


async def topic(bot: Surface) -> None:
    await bot.touch(await answered(bot), "storybot:topic:")
    assert texts.ALL_FACTS in (await private(bot, 2)).text


async def topics(bot: Surface) -> None:
    await bot.touch(await answered(bot), "storybot:topics:")
    assert "The Harbour Post" in (await private(bot, 2)).text


def for_editors(verb: Verb) -> Callable[[Surface], Awaitable[None]]:
    """What is for editors alone does nothing elsewhere; what it does has tests of its own."""

    async def refused(bot: Surface) -> None:
        await bot.touch(await answered(bot), f"storybot:{verb}:0123abcd")
        assert (await private(bot, 2)).text == texts_editors.ALONE

    return refused


async def notify(bot: Surface) -> None:
    """Where the operator allows no notices; what they do has tests of its own."""
    await bot.touch(await answered(bot), "storybot:notify:cost")
    assert (await private(bot, 2)).text == texts.STALE


async def agree_to_notice(bot: Surface) -> None:
    await bot.touch(await answered(bot), "storybot:await:cost")
    assert (await private(bot, 2)).text == texts.STALE


async def says_so_where_a_button_is_stale(bot: Surface) -> None:
    await bot.touch(await answered(bot), "storybot:boom:cost")
    assert (await private(bot, 2)).text == texts.STALE


async def says_so_where_a_fact_is_gone(bot: Surface) -> None:
    answer = await answered(bot)
    for number, verb in enumerate(("take", "related", "proof", "up", "down", "share")):
        await bot.touch(answer, f"storybot:{verb}:gone")
        assert (await private(bot, number + 2)).text == texts.FACT_GONE


async def thanks_for_nothing_that_is_not_kept(bot: Surface) -> None:
    answer = await answered(bot)
    bot.records.down = True
    for number, action in enumerate(("up:cost", "forget:")):
        await bot.touch(answer, f"storybot:{action}")
        assert (await private(bot, number + 2)).text == texts.NOT_KEPT


async def is_silent_where_it_is_muted(bot: Surface) -> None:
    await bot.command("cost?")
    answer = await bot.said(1)
    bot.moderation.mute(bot.room)
    await bot.ask("launch?")
    await bot.press(answer, Verb.SHARE)
    await eventually(lambda: any(it.text == texts.SILENT_HERE for it in bot.seen()))
    assert all(it.is_private for it in bot.seen())


BEHAVIOURS: list[Callable[[Surface], Awaitable[None]]] = [
    *(answers_where_it_was_asked, answers_a_command_privately, answers_anew_when_edited),
    *(keeps_its_answer_when_nothing_was_edited, takes_its_answer_back_when_deleted),
    *(apologises_where_it_breaks, says_so_where_a_button_is_stale, says_so_where_a_fact_is_gone),
    *(thanks_for_nothing_that_is_not_kept, is_silent_where_it_is_muted),
]
ACTIONS = (
    {
        it.__name__: it
        for it in (
            *(take, none, related, proof, more, follow, up, down, delete, share, send, forget),
            *(topic, topics),
        )
    }
    | {Verb.NOTIFY: notify, Verb.AWAIT: agree_to_notice}
    | {str(verb): for_editors(verb) for verb in EDITORIAL}
)


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda it: it.__name__)
async def test_every_adapter_behaves_so(opened: Open, behaviour: Any) -> None:
    async with opened() as bot:
        await behaviour(bot)


@pytest.mark.parametrize("verb", list(Verb))
async def test_every_action_does_the_same_everywhere(opened: Open, verb: Verb) -> None:
    async with opened() as bot:
        await ACTIONS[verb](bot)


async def test_who_asks_too_much_is_told_so_once(opened: Open) -> None:
    async with opened(person_limit=2) as bot:
        for _ in range(3):
            await bot.ask("cost?")
        await bot.said(2)
        refusals = [it.text for it in bot.seen() if COST.answer not in it.text]
        assert refusals == [texts.TOO_FAST.format(seconds="30 seconds")]


async def test_a_fact_is_not_told_twice_in_a_channel_within_the_cooldown(opened: Open) -> None:
    async with opened(cooldown=60.0) as bot:
        await bot.ask("cost?")
        await bot.said(1)
        await eventually(lambda: bool(bot.records.posts))
        await bot.ask("cost?")
        await bot.said(2)
        told = [it for it in bot.seen() if COST.answer in it.text and not it.is_private]
        assert len(told) == 1


async def answered(bot: Surface) -> Seen:
    """An answer to press."""
    await bot.ask("cost?")
    return await bot.said(1)


async def private(bot: Surface, count: int) -> Seen:
    """The last of so many messages, which only one reader sees."""
    seen = await bot.said(count)
    assert seen.is_private
    return seen
