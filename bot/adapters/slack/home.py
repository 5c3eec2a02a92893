"""The App Home, where one reads, searches and browses alone; and the prompts of the agent view."""

from __future__ import annotations

from bot.adapters.slack.incoming import Payload
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.sender import report
from bot.application.ask import Answering
from bot.rendering.slack.views import home, prompts


class Home:
    """Shows the App Home. Prompts go only to apps with the agent view."""

    def __init__(self, answering: Answering, outgoing: Outgoing, *, is_agent: bool) -> None:
        self._answering = answering
        self._outgoing = outgoing
        self._is_agent = is_agent

    async def opened(self, body: Payload) -> None:
        """Somebody opened the App Home or, in its other tab, the conversation."""
        event, story = body["event"], self._answering.story
        try:
            if event.get("tab") == "home":
                await self._outgoing.publish_home(str(event["user"]), home(story))
            elif event.get("tab") == "messages" and self._is_agent and prompts(story):
                await self._outgoing.suggest_prompts(str(event["channel"]), prompts(story))
        except Exception as error:  # what was shown before stays, and people can ask without
            report("Slack did not take an App Home", error)
