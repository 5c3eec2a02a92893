"""Says something in a channel in Slack that nobody asked for there."""

from __future__ import annotations

from bot.adapters.slack.messenger import report, worked
from bot.adapters.slack.outgoing import Outgoing
from bot.ports.editors import Announcer
from bot.rendering.draft import Draft
from bot.rendering.slack.message import changed
from bot.rendering.slack.views import drafted


class SlackAnnouncer(Announcer[Draft]):
    """The port `Announcer`."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing

    async def announce(self, channel: str, draft: Draft) -> str | None:
        post = self._outgoing.client.chat_postMessage
        try:
            made = await self._outgoing.call(channel, post, channel=channel, **drafted(draft))
        except Exception as error:  # the next look tries again
            report("Slack did not take what editors are to decide", error)
            return None
        return str(made["ts"])

    async def amend(self, channel: str, message: str, draft: Draft) -> bool:
        update, said = self._outgoing.client.chat_update, changed(drafted(draft))
        updating = self._outgoing.call(channel, update, channel=channel, ts=message, **said)
        return await worked("Changing what editors decided failed", updating)
