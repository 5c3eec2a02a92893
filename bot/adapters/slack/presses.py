"""Does what a button says: tells, proves, judges, shares, takes away, or opens a window."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from bot.adapters.slack.incoming import Place
from bot.adapters.slack.inhand import Wish
from bot.adapters.slack.interactions import Pressed, Sent, metadata
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.questions import Questions
from bot.adapters.slack.replies import Draft, Replies, reader_of
from bot.adapters.slack.speaker import Compose, Speaker, report, saying
from bot.application.ask import Answering
from bot.core.errors import NotRecordedError
from bot.ports.records import Kept, Records
from bot.rendering import texts
from bot.rendering.actions import Action, Verb, fact_of, read_action
from bot.rendering.card import PRIVACY, Card
from bot.rendering.slack import views
from bot.rendering.slack.views import editors_window, feedback_window, follow_window


class Presses:
    """What buttons and windows do. Everything a button needs stands in the button."""

    def __init__(
        self,
        answering: Answering,
        replies: Replies,
        questions: Questions,
        outgoing: Outgoing,
        speaker: Speaker,
    ) -> None:
        self._answering = answering
        self._replies = replies
        self._questions = questions
        self._outgoing = outgoing
        self._speaker = speaker

    async def forget(self, wish: Wish) -> bool:
        """Delete what is kept of a reader, what is in memory too."""
        place = wish.place
        mine = f"slack/{place.team}/"
        self._answering.forget(lambda key: key.startswith(mine) and key.endswith(f"/{place.user}"))
        channel = place.channel if place.is_direct and not place.is_home else None
        forgetting = self._answering.records.forget(reader_of(place), channel)
        return await self._thank(wish, texts.FORGOTTEN, forgetting)

    async def pressed(self, press: Pressed) -> bool:
        """Do what the button says."""
        action = read_action(press.action)
        match action:
            case Action(verb=Verb.UP):
                return await self._vote(press, action.target, up=True)
            case Action(verb=Verb.DOWN):
                return await self._vote(press, action.target, up=False)
            case Action(verb=Verb.FOLLOW):
                return await self._ask(press, follow_window(metadata(action.target, press.place)))
            case Action(verb=Verb.SEND):
                return await self._ask(press, editors_window(metadata("", press.place)))
            case Action(verb=Verb.FORGET):
                return await self.forget(press)
            case Action(verb=Verb.DELETE):
                return await self._delete(press, action.target)
            case Action(verb=Verb.SHARE):
                return await self._share(press, action.target)
            case Action(verb=Verb.MORE, target=target) if target == PRIVACY:
                known = await kept_of(self._answering.records, press.place)
                draft = self._replies.privacy(known, action.number)
                return await self._say(press, saying(draft), private=True)
            case Action(verb=Verb.TOPIC | Verb.TOPICS) if url := press.place.response_url:
                draft = self._replies.to_action(action, press.place)
                await self._speaker.turn(press.place, url, draft)
                return True
            case Action(verb=Verb.TAKE | Verb.RELATED):
                gone = fact_of(action.target, self._answering.story) is None
                return await self._tell(press, action, private=gone)
            case _:
                return await self._tell(press, action, private=True)

    async def _tell(self, press: Pressed, action: Action | None, *, private: bool) -> bool:
        async def compose() -> Draft:
            return self._replies.to_action(action, press.place)

        return await self._say(press, compose, private=private)

    async def _vote(self, press: Pressed, target: str, *, up: bool) -> bool:
        fact = fact_of(target, self._answering.story)
        if fact is None:
            return await self._whisper(press, texts.FACT_GONE)
        asks = not up and await self._open(press, feedback_window(metadata(target, press.place)))
        if not await kept(self._answering.records.vote(reader_of(press.place), fact, up=up)):
            return await self._whisper(press, texts.NOT_KEPT)
        if asks:
            return True
        return await self._whisper(press, texts.THANKS_UP)

    async def _delete(self, press: Pressed, asker: str) -> bool:
        if press.place.user != asker:
            return await self._whisper(press, texts.NOT_YOURS)
        if press.message is None:
            return await self._whisper(press, texts.STALE)
        self._questions.forget_answer(press.place, press.message)
        if await self._speaker.take_away(press.place, press.message):
            return True
        return await self._whisper(press, texts.GONE_ALREADY)

    async def _share(self, press: Pressed, target: str) -> bool:
        fact = fact_of(target, self._answering.story)
        url = press.place.response_url
        if fact is None or url is None:
            return await self._whisper(press, texts.STALE if fact else texts.FACT_GONE)
        ticket = self._questions.ticket(press)
        await self._speaker.share(press.place, url, self._replies.of_fact(fact), ticket)
        return True

    async def sent(self, window: Sent) -> bool:
        """Take what was written into a window."""
        if not window.text:
            return await self._whisper(window, texts.EMPTY)
        match window.window:
            case views.FOLLOW_WINDOW:
                return await self._say(
                    window,
                    lambda: self._replies.to_follow_up(window.text, window.target, window.place),
                )
            case views.FEEDBACK_WINDOW:
                return await self._report(window)
            case views.EDITORS_WINDOW:
                reader = reader_of(window.place)
                sending = self._answering.records.send_to_editors(
                    reader, window.text, "".join(window.keys)
                )
                return await self._thank(window, texts.THANKS_SENT, sending)
            case _:
                return await self._whisper(window, texts.STALE)

    async def _report(self, window: Sent) -> bool:
        fact = fact_of(window.target, self._answering.story)
        if fact is None:
            return await self._whisper(window, texts.FACT_GONE)
        reader = reader_of(window.place)
        once = "".join(window.keys)
        reporting = self._answering.records.report(reader, fact, window.text, once)
        return await self._thank(window, texts.THANKS_REPORT, reporting)

    async def _ask(self, press: Pressed, window: dict[str, Any]) -> bool:
        opened = await self._open(press, window)
        return opened or await self._whisper(press, texts.NO_FORM)

    async def _open(self, press: Pressed, view: dict[str, Any]) -> bool:
        try:
            await self._outgoing.open_view(press.trigger, view)
        except Exception as error:  # the reader pressed too long ago, or Slack is in trouble
            report("Slack did not open a window", error)
            return False
        return True

    async def _thank(self, wish: Wish, thanks: str, recording: Coroutine[Any, Any, None]) -> bool:
        return await self._whisper(wish, thanks if await kept(recording) else texts.NOT_KEPT)

    async def _whisper(self, wish: Wish, words: str) -> bool:
        return await self._say(wish, saying(Draft(Card(words))), private=True)

    async def _say(self, wish: Wish, compose: Compose, *, private: bool = False) -> bool:
        ticket = self._questions.ticket(wish)
        said = await self._speaker.say(wish.place, compose, private=private, ticket=ticket)
        return said.served


async def kept_of(records: Records, place: Place) -> Kept | None:
    """What is kept of a reader; None where that cannot be read."""
    try:
        return await records.kept_of(reader_of(place))
    except NotRecordedError:
        return None


async def kept(recording: Coroutine[Any, Any, None]) -> bool:
    """Whether what was to be recorded is."""
    try:
        await recording
    except NotRecordedError:
        return False
    return True
