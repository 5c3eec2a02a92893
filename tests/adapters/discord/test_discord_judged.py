"""A judge that is silent keeps nobody in Discord waiting for longer than Discord waits."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.discord import waited
from bot.compose.judging import open_judge
from bot.rendering import texts
from tests.adapters.discord.running import Running, reply_with
from tests.core.invented import COST, town
from tests.fakes.answering import answering_of
from tests.servers.discord_server import DiscordServer
from tests.servers.judge_server import JudgeServer, naming, once
from tests.waiting import HANG

ASKED = "tell me how much the Osprey II cost"


async def test_a_command_is_answered_in_time_and_a_message_when_the_judge_has_spoken(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waited, "TOO_LATE", 1.0)
    is_time = asyncio.Event()
    async with JudgeServer() as endpoint, open_judge(endpoint.settings()) as judge:
        endpoint.answer = once(is_time, naming(COST.answer))
        talk = answering_of(town(), judge=judge)
        async with storybot(talk):
            doubtful = await server.answer_to(await server.use_command("ask", question=ASKED))
            monkeypatch.setattr(waited, "TOO_LATE", HANG)
            is_time.set()
            sure = await reply_with(server, f"{ASKED} now")
            private = await server.answer_to(await server.use_command("privacy"))
    assert doubtful["content"].startswith(texts.DOUBT.format(answer=COST.answer))
    assert sure["content"].replace("*", "").startswith(COST.answer)
    assert texts.PRIVACY_JUDGE in private["content"]
    assert server.violations == []
