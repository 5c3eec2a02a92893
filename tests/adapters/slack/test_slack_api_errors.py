"""Where Slack does not let the bot answer, the asker hears in words what is missing and whose job
it is."""

from __future__ import annotations

import pytest

from bot.adapters.slack.api_errors import code_of, in_words
from bot.rendering import texts
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    MINIMAL_SCOPES,
    in_both_modes,
    slack_with_bot,
)
from tests.fakes.slack_service import COST
from tests.servers.slack_objects import CHANNEL, READER, mention, message


@in_both_modes
@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("not_in_channel", texts.SLACK_NOT_IN_CHANNEL),
        ("channel_not_found", texts.SLACK_NOT_IN_CHANNEL),
        ("is_archived", texts.SLACK_ARCHIVED),
        ("restricted_action", texts.SLACK_RESTRICTED),
    ],
)
async def test_who_mentions_it_where_it_may_not_write_hears_so_directly(
    mode: str, error: str, words: str
) -> None:
    async with slack_with_bot(mode) as bot:
        bot.slack.not_in[CHANNEL] = error
        await bot.slack.event(mention("the cost?"))
        [sent] = await bot.slack.messages(1)
        assert (sent.channel, sent.text) == (READER, words.format(bot="storybot"))
        assert bot.slack.watch.unanswered == []


async def test_the_way_in_is_named() -> None:
    assert "/invite @storybot" in texts.SLACK_NOT_IN_CHANNEL.format(bot="storybot")


@in_both_modes
async def test_commands_and_their_buttons_work_where_it_is_not_a_member(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        bot.slack.not_in[CHANNEL] = "channel_not_found"
        await bot.slack.command("which one?")
        [offer] = await bot.slack.messages(1)
        await bot.slack.press(offer, offer.buttons[0])
        _, told = await bot.slack.messages(2)
        assert COST.answer in told.text


@in_both_modes
async def test_a_button_in_a_channel_it_was_removed_from_says_so_privately(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention("which one?"))
        [offer] = await bot.slack.messages(1)
        bot.slack.not_in[CHANNEL] = "not_in_channel"
        await bot.slack.press(offer, offer.buttons[0])
        _, told = await bot.slack.messages(2)
        assert told.private_to == READER
        assert "/invite @storybot" in told.text


async def test_a_missing_scope_is_named_to_who_can_hear_it() -> None:
    scopes = MINIMAL_SCOPES.replace("chat:write,", "")
    async with slack_with_bot("socket", scopes=scopes, tolerated=("missing scope",)) as bot:
        await bot.slack.command("which one?")
        [offer] = await bot.slack.messages(1)
        await bot.slack.event(message("which one?"))
        await bot.slack.press(offer, offer.buttons[0])
        assert COST.answer in (await bot.slack.messages(2))[-1].text


async def test_words_are_found_for_what_people_can_mend_only() -> None:
    assert in_words(ValueError("not_in_channel"), "storybot") is None
    assert code_of(ValueError()) is None
    assert FULL_SCOPES
