"""Everything that can be pressed below a reply: for whom, what it does, and what it says."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.ports.messages import Reader
from bot.rendering import texts
from tests.adapters.slack.slack_bot import (
    Running,
    in_both_modes,
    serving,
    slack_with_bot,
    told,
    typed,
)
from tests.fakes.slack_service import COST, FakeService
from tests.servers.slack_objects import CHANNEL, READER, TEAM, changed, mention, message
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent

OTHER = "U0OTHER"


async def _answered(bot: Running, text: str = "the cost?", where: str = "mention") -> Sent:
    """The answer to a question asked in a channel, in a direct message or by a command."""
    if where == "command":
        return await told(bot.slack, bot.slack.command(text))
    event = mention(text) if where == "mention" else message(text)
    return await told(bot.slack, bot.slack.event(event))


async def _after(bot: Running, sent: Sent, part: str, user: str = READER) -> Sent:
    """What comes of pressing the control with `part` in its value."""
    return await told(bot.slack, bot.slack.press(sent, sent.carrying(part), user))


@in_both_modes
@pytest.mark.parametrize("where", ["mention", "direct", "command"])
async def test_a_thumb_up_is_recorded_and_thanked_for_in_private(mode: str, where: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot, where=where)
        said = await _after(bot, answer, ":up:")
        assert (said.text, said.private_to) == (texts.THANKS_UP, READER)
        assert said.thread_ts == answer.thread_ts
        assert bot.records.votes == {(Reader("slack", READER, TEAM), "cost"): True}


@in_both_modes
async def test_a_persons_last_vote_counts_and_each_person_has_one(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot)
        for part, user in ((":up:", READER), (":up:", READER), (":up:", OTHER), (":down:", READER)):
            await bot.slack.press(answer, answer.carrying(part), user)
        await bot.slack.until(lambda: len(bot.records.votes) == 2)
        await bot.slack.until(
            lambda: bot.records.votes[Reader("slack", READER, TEAM), "cost"] is False
        )
        assert bot.records.votes[Reader("slack", OTHER, TEAM), "cost"] is True
        assert len(bot.records.votes) == len(bot.slack.votes)


@in_both_modes
@pytest.mark.parametrize("where", ["mention", "direct", "command"])
async def test_a_thumb_down_asks_what_was_wrong_and_sends_that_to_the_editors(
    mode: str, where: str
) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot, where=where)
        await bot.slack.press(answer, answer.carrying(":down:"))
        await bot.slack.until(lambda: bool(bot.slack.modals))
        [window] = bot.slack.modals
        assert window["callback_id"] == "down"
        await bot.slack.submit(window, typed(" It cost  < 50 & more. "))
        said = (await bot.slack.messages(2))[-1]
        assert (said.text, said.private_to) == (texts.THANKS_REPORT, READER)
        reader = Reader("slack", READER, TEAM)
        assert bot.records.reports == [(reader, "cost", "It cost < 50 & more.")]
        assert bot.records.votes == {(reader, "cost"): False}


async def test_a_window_sent_off_twice_is_taken_once() -> None:
    async with slack_with_bot("socket") as bot:
        answer = await _answered(bot)
        await bot.slack.press(answer, answer.carrying(":down:"))
        await bot.slack.until(lambda: bool(bot.slack.modals))
        for _ in range(2):
            await bot.slack.submit(bot.slack.modals[0], typed("It was dearer."))
        await bot.slack.messages(2)
        assert len(bot.records.reports) == 1


@in_both_modes
async def test_a_vote_that_cannot_be_recorded_is_not_thanked_for(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        bot.records.down = True
        answer = await _answered(bot)
        assert (await _after(bot, answer, ":up:")).text == texts.NOT_KEPT
        assert (await _after(bot, answer, ":down:")).text == texts.NOT_KEPT
        await bot.slack.submit(bot.slack.modals[0], typed("It was dearer."))
        assert (await bot.slack.messages(4))[-1].text == texts.NOT_KEPT


async def test_a_window_that_slack_does_not_open_leaves_the_vote_recorded() -> None:
    async with slack_with_bot("socket", tolerated=("trigger",)) as bot:
        answer = await _answered(bot)
        await bot.slack.press(answer, answer.carrying(":down:"))
        await bot.slack.until(lambda: bool(bot.slack.modals))
        bot.slack.triggers.use = lambda trigger: "expired_trigger_id"  # type: ignore[method-assign]
        said = await _after(bot, answer, ":down:", OTHER)
        assert (said.text, said.private_to) == (texts.THANKS_UP, OTHER)
        said = await told(bot.slack, bot.slack.press(answer, _of_an_older_message()))
        assert said.text == texts.NO_FORM


@in_both_modes
async def test_none_of_these_helps_on_and_leads_to_the_editors(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        offer = await _answered(bot, "which one?")
        said = await _after(bot, offer, ":none:", OTHER)
        assert said.private_to == OTHER
        assert said.text == texts.NONE_HELP.format(browse="/story")
        await bot.slack.press(said, said.carrying(":send:"), OTHER)
        await bot.slack.until(lambda: bool(bot.slack.modals))
        [window] = bot.slack.modals
        assert window["callback_id"] == "send"
        assert bot.records.questions == []
        await bot.slack.submit(window, typed("Who painted it?"), OTHER)
        thanks = (await bot.slack.messages(3))[-1]
        assert (thanks.text, thanks.private_to) == (texts.THANKS_SENT, OTHER)
        assert bot.records.questions == [(Reader("slack", OTHER, TEAM), "Who painted it?")]


@in_both_modes
async def test_a_question_without_an_answer_may_be_sent_to_the_editors(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot, "zebras?", "command")
        assert answer.offers(":send:")
        assert not answer.offers(":up:")


def _of_an_older_message() -> dict[str, Any]:
    """The button for a follow-up, which messages had once."""
    return {"type": "button", "action_id": "follow_1", "value": "storybot:follow:cost"}


@in_both_modes
@pytest.mark.parametrize("where", ["mention", "direct", "command"])
async def test_a_follow_up_can_be_asked_in_a_window(mode: str, where: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot, where=where)
        await bot.slack.press(answer, _of_an_older_message(), OTHER)
        await bot.slack.until(lambda: bool(bot.slack.modals))
        [window] = bot.slack.modals
        assert window["callback_id"] == "follow"
        await bot.slack.submit(window, typed("and again?"), OTHER)
        told = (await bot.slack.messages(2))[-1]
        assert COST.answer in told.text
        assert told.thread_ts == answer.thread_ts
        assert (told.private_to is None) == (where != "command")


async def test_an_empty_window_is_asked_for_words() -> None:
    async with slack_with_bot("socket") as bot:
        answer = await _answered(bot)
        await bot.slack.press(answer, _of_an_older_message())
        await bot.slack.until(lambda: bool(bot.slack.modals))
        await bot.slack.submit(bot.slack.modals[0], typed("  "))
        assert (await bot.slack.messages(2))[-1].text == texts.EMPTY


@in_both_modes
async def test_the_asker_can_delete_an_answer_and_nobody_else(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot)
        bin_ = answer.carrying(":delete:")
        assert bin_["visible_to_user_ids"] == [READER]
        said = await _after(bot, answer, ":delete:", OTHER)
        assert (said.text, said.private_to) == (texts.NOT_YOURS, OTHER)
        assert answer.ts in bot.slack.shown
        await bot.slack.press(answer, bin_)
        await bot.slack.until(lambda: answer.ts not in bot.slack.shown)
        await bot.slack.until(lambda: bot.records.posts == {})
        await bot.slack.messages(2)


async def test_an_answer_that_slack_does_not_delete_is_spoken_of() -> None:
    async with slack_with_bot("socket") as bot:
        answer = await _answered(bot)
        bot.slack.refuse_deletes = "cant_delete_message"
        bot.slack.hook_uses = 0
        said = await _after(bot, answer, ":delete:")
        assert (said.text, said.private_to) == (texts.GONE_ALREADY, READER)


async def test_an_answer_that_was_deleted_does_not_come_back_with_an_edit() -> None:
    async with slack_with_bot("socket") as bot:
        asked = message("the cost?")
        await bot.slack.event(asked)
        [answer] = await bot.slack.messages(1)
        await bot.slack.press(answer, answer.carrying(":delete:"))
        await bot.slack.until(lambda: answer.ts not in bot.slack.shown)
        await bot.slack.event(changed(asked, "the launch?"))
        await asyncio.sleep(0.05)
        assert [call.method for call in bot.slack.calls].count("chat.update") == 0


@in_both_modes
async def test_a_private_answer_can_be_shared_in_the_channel(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot, where="command")
        assert not answer.offers(":delete:")
        shared = await _after(bot, answer, ":share:")
        assert (shared.channel, shared.private_to) == (CHANNEL, None)
        assert COST.answer in shared.text
        assert shared.offers(":delete:")
        assert not shared.offers(":share:")
        await bot.slack.until(lambda: answer.ts not in bot.slack.shown)
        await bot.slack.press(shared, shared.carrying(":delete:"))
        await bot.slack.until(lambda: shared.ts not in bot.slack.shown)


@in_both_modes
async def test_related_facts_lead_on(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot, "the launch?")
        told = await _after(bot, answer, ":related:")
        assert (told.thread_ts, told.private_to) == (answer.thread_ts, None)
        assert COST.answer in told.text


@in_both_modes
async def test_a_long_answer_can_be_read_on_to_its_end(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        answer = await _answered(bot, "the long one?")
        shown = [str(answer.payload["blocks"])]
        while answer.offers("storybot:more"):
            answer = await _after(bot, answer, "storybot:more")
            assert answer.private_to == READER
            shown.append(str(answer.payload["blocks"]))
        assert len(shown) > 1
        assert all(f"Sentence {number} " in " ".join(shown) for number in range(200))


@in_both_modes
async def test_buttons_work_after_a_restart_and_after_the_file_changed(mode: str) -> None:
    async with SlackServer() as slack:
        async with serving(slack, mode):
            await slack.event(mention("which one?"))
            await slack.event(mention("the cost?"))
            offer, answer = sorted(await slack.messages(2), key=lambda it: not it.offers(":none:"))
        service = FakeService()
        service.forget("cost")
        async with serving(slack, mode, service) as bot:
            gone = await _after(bot, offer, ":take:cost")
            assert (gone.text, gone.private_to) == (texts.FACT_GONE, READER)
            told = await _after(bot, offer, ":take:launch")
            assert "3 April 2031" in told.text
            for part in (":proof:", ":up:", ":down:"):
                assert (await _after(bot, answer, part)).text == texts.FACT_GONE
            assert bot.records.votes == {}
        assert slack.kinds == []


async def test_what_is_told_where_others_see_it_is_noted_and_nothing_else() -> None:
    async with slack_with_bot("socket") as bot:
        await _answered(bot, where="command")
        await bot.slack.until(lambda: bot.records.posts == {})
        answer = await _answered(bot)
        assert [(post.channel, post.message) for post in bot.records.posts] == [
            (CHANNEL, answer.ts)
        ]
        assert [it.reader.id for it in bot.records.exchanges] == [READER, READER]
