"""The App Home, where one reads, searches and browses alone; and the prompts of the agent view."""

from __future__ import annotations

from bot.adapters.slack.incoming import Asked, Payload, Place
from bot.adapters.slack.interactions import Pressed, metadata
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.replies import Replies
from bot.adapters.slack.speaker import report
from bot.application.ask import Answering
from bot.rendering import texts
from bot.rendering.actions import Action, Verb, read_action
from bot.rendering.browsing import Page, page
from bot.rendering.card import Card
from bot.rendering.slack.views import HOME_PAGE, editors_window, home, prompts


class Home:
    """Shows the App Home, and answers in it. Prompts go only to apps with the agent view."""

    def __init__(
        self, answering: Answering, replies: Replies, outgoing: Outgoing, *, is_agent: bool
    ) -> None:
        self._answering = answering
        self._replies = replies
        self._outgoing = outgoing
        self._is_agent = is_agent

    async def opened(self, body: Payload) -> None:
        """Somebody opened the App Home or, in its other tab, the conversation."""
        event: Payload = body["event"]
        if event.get("tab") == "home":
            await self._show(str(event["user"]))
        elif event.get("tab") == "messages" and self._is_agent:
            await self._suggest(str(event["channel"]))

    async def acted(self, press: Pressed) -> bool:
        """Somebody searched or pressed something in the App Home."""
        place, typed = press.place, press.typed
        action = None if typed is not None else read_action(press.action)
        if action is not None and action.verb is Verb.SEND:
            await self._open_editors(press)
            return True
        try:
            shown = (
                await self._found(typed, place) if typed is not None else self._done(action, place)
            )
        except Exception as error:  # a reader must never be left with silence
            report("Composing an App Home failed", error)
            shown = Card(texts.TROUBLE), None
        await self._show(place.user, *shown)
        return True

    async def tell(self, place: Place, words: str) -> bool:
        """Say something there, in place of what was shown."""
        await self._show(place.user, Card(words))
        return True

    async def _found(self, typed: str, place: Place) -> tuple[Card | None, Page | None]:
        if not typed:
            return None, None
        draft = await self._replies.to_question(Asked(typed, place, ()))
        return (draft.card if draft else None), None

    def _done(self, action: Action | None, place: Place) -> tuple[Card | None, Page | None]:
        match action:
            case Action(verb=Verb.TOPIC, target=target, number=number):
                shown = page(target, number, HOME_PAGE, self._answering.story)
                return (None if shown else Card(texts.FACT_GONE)), shown
            case _:
                return self._replies.to_action(action, place).card, None

    async def _show(self, user: str, card: Card | None = None, shown: Page | None = None) -> None:
        try:
            view = home(self._answering.story, card, shown)
            await self._outgoing.publish_home(user, view)
        except Exception as error:  # what was shown before stays, and can be used again
            report("Slack did not take an App Home", error)

    async def _open_editors(self, press: Pressed) -> None:
        try:
            view = editors_window(metadata("", press.place))
            await self._outgoing.open_view(press.trigger, view)
        except Exception as error:  # the button is still there
            report("Slack did not open a window", error)

    async def _suggest(self, channel: str) -> None:
        offered = prompts(self._answering.story)
        try:
            if offered:
                await self._outgoing.suggest_prompts(channel, offered)
        except Exception as error:  # people can ask without prompts
            report("Slack did not take prompts", error)
