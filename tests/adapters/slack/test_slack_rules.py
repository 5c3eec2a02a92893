"""What administrators decide in Slack: where it speaks, to whom, and how often."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.adapters.slack.checks import check_slack
from bot.ports.checks import Finding
from bot.ports.memory_state import MemoryState
from bot.rendering import texts, texts_managers
from bot.settings import CommunitySettings
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    Running,
    in_both_modes,
    serving,
    settings_for,
    slack_with_bot,
    told,
)
from tests.fakes.examination import examining
from tests.fakes.slack_service import COST
from tests.servers.slack_objects import CHANNEL, READER, mention, message
from tests.servers.slack_rooms import Room
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent

ADMIN = "U0ADMIN"


async def _ruled(bot: Running, words: str, user: str = ADMIN, channel: str = CHANNEL) -> Sent:
    bot.slack.admins.add(ADMIN)
    return await told(bot.slack, bot.slack.command(words, "/story", channel, user))


async def _asked(bot: Running, channel: str = CHANNEL) -> Sent:
    return await told(bot.slack, bot.slack.event(mention("the cost?", channel)))


@in_both_modes
async def test_a_channel_can_be_muted_and_unmuted_by_an_administrator(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        said = await _ruled(bot, "mute")
        assert texts_managers.RULES_MUTED in said.text
        muted = await _asked(bot)
        assert (muted.private_to, muted.thread_ts is not None) == (READER, True)
        assert COST.answer in muted.text
        assert texts_managers.RULES_MUTED not in (await _ruled(bot, "unmute")).text
        assert (await _asked(bot)).private_to is None


@in_both_modes
async def test_a_channel_muted_through_one_process_is_so_for_presses_that_come_to_another(
    mode: str,
) -> None:
    shared = MemoryState()
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        async with serving(slack, mode, shared=shared):
            await slack.event(mention("which one?"))
            [offer] = await slack.messages(1)
        async with serving(slack, mode, shared=shared) as other:
            await _ruled(other, "mute")
        async with serving(slack, mode, shared=shared):
            await slack.press(offer, offer.buttons[0])
            assert (await slack.messages(3))[-1].private_to == READER


@pytest.mark.parametrize(
    ("words", "here", "elsewhere"),
    [
        ("only-here", None, READER),
        ("not-here", READER, None),
        ("everywhere", None, None),
        ("private on", READER, READER),
        ("private off", None, None),
    ],
)
async def test_where_it_does_not_speak_only_the_asker_sees_the_answer(
    words: str, here: str | None, elsewhere: str | None
) -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        await _ruled(bot, words)
        assert (await _asked(bot)).private_to == here
        assert (await _asked(bot, "C0ELSE")).private_to == elsewhere


async def test_a_fact_told_lately_is_told_again_to_the_asker_alone_with_a_link() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        await _ruled(bot, "cooldown 60")
        first = await _asked(bot)
        again = await _asked(bot)
        assert (first.private_to, again.private_to) == (None, READER)
        assert COST.answer in again.text
        assert f"/archives/{CHANNEL}/p{first.ts.replace('.', '')}" in again.text
        assert (await _asked(bot, "C0ELSE")).private_to is None


async def test_the_environment_says_what_holds_at_first() -> None:
    community = CommunitySettings(frozenset({CHANNEL}), False, 0.0)
    async with slack_with_bot("socket", community=community) as bot:
        assert (await _asked(bot)).private_to is None
        assert (await _asked(bot, "C0ELSE")).private_to == READER


async def test_no_rule_holds_in_a_direct_conversation() -> None:
    community = CommunitySettings(frozenset({"C0ELSE"}), True, 60.0)
    async with slack_with_bot("socket", community=community) as bot:
        for number in (1, 2):
            await bot.slack.event(message("the cost?"))
            assert (await bot.slack.messages(number))[-1].private_to is None
        assert (await _ruled(bot, "rules", channel="D0DIRECT")).text == texts_managers.NO_SERVER


async def test_an_answer_is_not_shared_where_it_does_not_speak() -> None:
    community = CommunitySettings(frozenset({"C0ELSE"}))
    async with slack_with_bot("socket", community=community) as bot:
        await bot.slack.command("the cost?")
        [answer] = await bot.slack.messages(1)
        await bot.slack.press(answer, answer.carrying(":share:"))
        said = (await bot.slack.messages(2))[-1]
        assert (said.text, said.private_to) == (texts.SILENT_HERE, READER)


@in_both_modes
async def test_others_can_read_the_rules_and_not_change_them(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        rules = await _ruled(bot, "rules", READER)
        assert texts_managers.RULES_EVERYWHERE in rules.text
        assert rules.private_to == READER
        assert (await _ruled(bot, "mute", READER)).text == texts_managers.SLACK_NOT_AN_ADMIN
        assert (await _asked(bot)).private_to is None


async def test_without_the_permission_to_know_administrators_it_says_what_is_missing() -> None:
    async with slack_with_bot("socket") as bot:
        assert (await _ruled(bot, "mute")).text == texts_managers.SLACK_ADMINS_UNKNOWN
        assert "users:read" in texts_managers.SLACK_ADMINS_UNKNOWN


async def test_a_doubt_about_who_is_an_administrator_changes_nothing() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES, tolerated=("missing scope",)) as bot:
        bot.slack.scopes = bot.slack.scopes.replace(",users:read", "")
        assert (await _ruled(bot, "mute")).text == texts.TROUBLE
        assert (await _asked(bot)).private_to is None


async def test_where_it_does_not_speak_it_follows_no_thread_by_itself() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        await _ruled(bot, "mute")
        muted = await _asked(bot)
        await bot.slack.event(message("and again?", CHANNEL, thread_ts=muted.thread_ts))
        await bot.slack.messages(2)


@in_both_modes
async def test_administrators_are_told_what_is_wrong_in_private(mode: str) -> None:
    async with slack_with_bot(mode, scopes=FULL_SCOPES, examine_all=examining()) as bot:
        said = await _ruled(bot, "doctor")
        assert said.private_to == ADMIN
        assert "the Slack app may do too much → take it away" in said.text
        assert "database: something is wrong" in said.text
        assert "db.internal" not in said.text
        refused = await _ruled(bot, "doctor", READER)
        assert refused.text == texts_managers.SLACK_NOT_AN_ADMIN


async def test_who_cannot_be_known_to_be_an_administrator_is_told_so() -> None:
    async with slack_with_bot("socket", examine_all=examining()) as bot:
        assert (await _ruled(bot, "doctor")).text == texts_managers.SLACK_ADMINS_UNKNOWN


async def test_administrators_are_told_where_it_is_to_speak_and_is_not() -> None:
    async def examine() -> Sequence[Finding]:
        return await check_slack(settings_for(bot.slack, "socket"), bot.moderation)

    async with slack_with_bot("socket", scopes=FULL_SCOPES, examine_all=examine) as bot:
        bot.slack.rooms["C0ALONE"] = Room("alone", has_bot=False)
        await _ruled(bot, "only-here", channel="C0ALONE")
        said = await _ruled(bot, "doctor")
        assert said.private_to == ADMIN
        assert "the bot is not in #alone → write /invite @storybot there" in said.text
