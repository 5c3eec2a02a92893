"""In a crowd everybody is heard in time, and answered in turn."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.slack import app, outgoing
from bot.application.drafts import Drafts
from bot.application.request_context import RequestContext
from tests.adapters.slack.slack_bot import FULL_SCOPES, in_both_modes, slack_with_bot
from tests.fakes.slack_service import COST, LAUNCH
from tests.servers.slack_objects import changed, deleted, mention


@in_both_modes
async def test_many_at_the_very_same_moment_are_acknowledged_in_time_and_answered_once(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "AT_ONCE", 4)
    monkeypatch.setattr(outgoing, "AT_ONCE", 4)
    async with slack_with_bot(mode) as bot:
        crowd = (bot.slack.command("the cost?", user=f"U{number}") for number in range(200))
        heard = await asyncio.gather(*crowd)
        told = await bot.slack.messages(200)
        assert all(it.attempts == 1 and it.status == 200 for it in heard)
        assert all(COST.answer in it.text for it in told)


@in_both_modes
async def test_an_edit_or_a_deletion_waits_for_the_answer_to_its_question(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_turn = asyncio.Event()

    async def recall(_: Drafts, __: RequestContext) -> None:
        await is_turn.wait()

    monkeypatch.setattr(Drafts, "recall", recall)
    async with slack_with_bot(mode, scopes=FULL_SCOPES) as bot:
        crowd = [mention("the cost?", f"C{number}") for number in range(20)]
        await asyncio.gather(*map(bot.slack.event, crowd))
        edits = [changed(it, "<@U0BOT> the launch?") for it in crowd[:10]]
        await asyncio.gather(*map(bot.slack.event, [*edits, *map(deleted, crowd[10:])]))
        assert bot.slack.sent == []
        is_turn.set()
        await bot.slack.until(lambda: len(bot.slack.sent) == 20)
        await bot.slack.until(lambda: len(bot.slack.shown) == 10)
        await bot.slack.until(
            lambda: all(LAUNCH.answer in it.text for it in bot.slack.shown.values())
        )
