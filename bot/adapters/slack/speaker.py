"""Says something in Slack that nobody asked for there, and changes what was said."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.adapters.slack.api_errors import LOST, code_of
from bot.adapters.slack.messenger import report, worked
from bot.adapters.slack.outgoing import Outgoing
from bot.application.unasked import Speaker
from bot.ports.corrections import EditResult
from bot.ports.messages import Post, Reader
from bot.rendering.card import Card
from bot.rendering.draft import Draft
from bot.rendering.slack.message import changed, slack
from bot.rendering.slack.views import drafted

_GONE = frozenset(
    "message_not_found cant_update_message edit_window_closed channel_not_found not_in_channel "
    "is_inactive is_archived".split()
)
"""Why a message will never be changed."""


class SlackSpeaker(Speaker):
    """The ports `Announcer`, `Corrector` and `Notifier`."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing

    async def announce(self, channel: str, draft: Draft) -> str | None:
        return await self._post(channel, draft)

    async def reply(self, channel: str, message: str, draft: Draft) -> str | None:
        return await self._post(channel, draft, thread_ts=message)

    async def _post(self, channel: str, draft: Draft, **where: str) -> str | None:
        post, said = self._outgoing.client.chat_postMessage, drafted(draft)
        try:
            made = await self._outgoing.call(channel, post, channel=channel, **said, **where)
        except Exception as error:  # what can be tried again will be
            report("Slack did not take a message that nobody asked for", error)
            return None
        return str(made["ts"])

    async def amend(self, channel: str, message: str, draft: Draft) -> bool:
        update, said = self._outgoing.client.chat_update, changed(drafted(draft))
        updating = self._outgoing.call(channel, update, channel=channel, ts=message, **said)
        return await worked("Changing a message of the editors failed", updating)

    async def tell(self, reader: Reader, channel: str | None, draft: Draft) -> bool:
        """In the conversation with the bot, else as a mention where it was asked."""
        post, message = self._outgoing.client.chat_postMessage, drafted(draft)
        try:
            await self._outgoing.call(reader.id, post, channel=reader.id, **message)
        except SlackApiError as error:
            if channel is None or channel.startswith("D"):
                report("Slack did not take a notice", error)
                return False
            named = f"<@{reader.id}>"
            block = {"type": "section", "text": {"type": "mrkdwn", "text": named}}
            text, blocks = f"{named} {message['text']}", [block, *message["blocks"]]
            told = {**message, "text": text, "blocks": blocks}
            telling = self._outgoing.call(channel, post, channel=channel, **told)
            return await worked("Slack did not take a notice", telling)
        except LOST as error:
            report("Slack was not reached with a notice", error)
            return False
        return True

    async def correct(self, post: Post, card: Card) -> EditResult:
        """Without the bin: whose question it was is not kept."""
        update, said = self._outgoing.client.chat_update, changed(slack(card))
        where = {"channel": post.channel, "ts": post.message}
        try:
            await self._outgoing.call(post.channel, update, **where, **said)
        except Exception as error:
            if code_of(error) in _GONE:
                return EditResult.GONE
            report("Slack did not take a correction", error)
            return EditResult.LATER
        return EditResult.DONE
