"""Slack refuses, forgets or is slow, wherever it can: nobody is left with silence."""

from __future__ import annotations

import pytest

from bot.rendering import texts
from bot.rendering.slack.message import UPDATE_LIMIT, changed
from tests.adapters.slack.slack_bot import FULL_SCOPES, slack_with_bot
from tests.fakes.slack_service import COST
from tests.servers.slack_objects import CHANNEL, READER, mention, message


async def test_a_response_url_that_is_used_up_is_made_good_by_a_whisper() -> None:
    async with slack_with_bot("socket") as bot:
        bot.slack.watch.allow(f"{CHANNEL}/-")
        bot.slack.hook_uses = 0
        await bot.slack.command("the cost?")
        [sent] = await bot.slack.messages(1)
        assert (sent.via, sent.private_to) == ("chat.postEphemeral", READER)
        assert COST.answer in sent.text


async def test_a_share_that_slack_refuses_is_spoken_of() -> None:
    async with slack_with_bot("socket") as bot:
        await bot.slack.command("the cost?")
        [answer] = await bot.slack.messages(1)
        bot.slack.refuse.append((500, "no"))
        await bot.slack.press(answer, answer.carrying(":share:"))
        said = (await bot.slack.messages(2))[-1]
        assert (said.text, said.private_to) == (texts.TROUBLE, READER)
        assert answer.ts in bot.slack.shown


async def test_a_page_that_slack_refuses_is_spoken_of() -> None:
    async with slack_with_bot("socket") as bot:
        await bot.slack.command("", "/story")
        [about] = await bot.slack.messages(1)
        bot.slack.refuse.append((500, "no"))
        value = "storybot:topics:"
        await bot.slack.press(about, {"type": "button", "action_id": "x", "value": value})
        assert (await bot.slack.messages(2))[-1].text == texts.TROUBLE
        await bot.slack.press(about, {"type": "button", "action_id": "x", "value": value})
        await bot.slack.messages(2)


async def test_a_shared_answer_is_deleted_where_the_bot_is_no_member() -> None:
    async with slack_with_bot("socket") as bot:
        await bot.slack.command("the cost?")
        [answer] = await bot.slack.messages(1)
        await bot.slack.press(answer, answer.carrying(":share:"))
        shared = (await bot.slack.messages(2))[-1]
        bot.slack.refuse_deletes = "channel_not_found"
        await bot.slack.press(shared, shared.carrying(":delete:"))
        await bot.slack.until(lambda: shared.ts not in bot.slack.shown)
        await bot.slack.messages(2)


async def test_an_answer_deleted_by_somebody_else_is_no_trouble() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        await bot.slack.event(message("the cost?"))
        [answer] = await bot.slack.messages(1)
        bot.slack.shown.pop(answer.ts)
        await bot.slack.press(answer, answer.carrying(":delete:"))
        await bot.slack.messages(1)


@pytest.mark.parametrize("method", ["views.publish", "assistant.threads.setSuggestedPrompts"])
async def test_a_home_or_prompts_that_slack_refuses_break_nothing_else(method: str) -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        bot.slack.failing[method] = "internal_error"
        await bot.slack.open_home("home" if method == "views.publish" else "messages")
        await bot.slack.until(lambda: method in [call.method for call in bot.slack.calls])
        await bot.slack.event(mention("the cost?"))
        await bot.slack.messages(1)


async def test_a_status_that_slack_refuses_does_not_cost_the_answer() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        bot.slack.failing["assistant.threads.setStatus"] = "internal_error"
        bot.slack.takes.clear()
        await bot.slack.event(mention("the cost?"))
        await bot.slack.until(
            lambda: "assistant.threads.setStatus" in [call.method for call in bot.slack.calls]
        )
        bot.slack.takes.set()
        [answer] = await bot.slack.messages(1)
        assert COST.answer in answer.text


async def test_settings_wait_for_a_slack_that_answers() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        bot.slack.failing["users.info"] = "internal_error"
        await bot.slack.command("mute", "/story")
        assert (await bot.slack.messages(1))[-1].text == texts.TROUBLE


async def test_nobody_can_be_told_where_even_direct_messages_are_refused() -> None:
    async with slack_with_bot("socket") as bot:
        bot.slack.not_in |= {CHANNEL: "not_in_channel", READER: "messages_tab_disabled"}
        await bot.slack.event(mention("the cost?"))
        await bot.slack.until(
            lambda: [call.method for call in bot.slack.calls].count("chat.postMessage") == 2
        )
        await bot.slack.messages(0)


async def test_the_text_of_an_update_is_cut_between_words_and_entities() -> None:
    text = "one &amp; two " * 400
    cut = changed({"text": text, "blocks": []})["text"]
    assert len(cut) <= UPDATE_LIMIT
    assert cut.endswith(" …")
    assert not cut.removesuffix(" …").endswith(("&", "&a", "&am", "&amp"))
