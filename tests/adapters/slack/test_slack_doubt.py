"""What is told with doubt on Slack counts for the fact that it tells."""

from __future__ import annotations

from bot.ports.messages import Reader
from bot.rendering import texts
from tests.adapters.slack.slack_bot import in_both_modes, slack_with_bot
from tests.fakes.slack_service import COST, LAUNCH
from tests.servers.slack_objects import READER, TEAM, mention


@in_both_modes
async def test_a_telling_with_doubt_is_kept_voted_on_and_leads_on(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention("perhaps?"))
        [told] = await bot.slack.messages(1)
        assert told.text.startswith(texts.DOUBT.format(answer=COST.answer))
        assert [post.message for post in bot.records.posts] == [told.ts]
        assert not told.offers(":take:cost")
        await bot.slack.press(told, told.carrying(":up:"))
        assert (await bot.slack.messages(2))[-1].text == texts.THANKS_UP
        assert bot.records.votes == {(Reader("slack", READER, TEAM), "cost"): True}
        await bot.slack.press(told, told.carrying(":take:launch"))
        assert LAUNCH.answer in (await bot.slack.messages(3))[-1].text
