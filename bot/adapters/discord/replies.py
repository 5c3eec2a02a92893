"""From what a reader asked or pressed to the payload that answers, whatever happens on the way."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass, replace

from bot.adapters.discord.visit import Visit
from bot.application.ask import Answering
from bot.application.moderation import Controls
from bot.core.model import Fact, Reply, Suggested, told
from bot.rendering import texts
from bot.rendering.actions import Verb, fact_of, read_action
from bot.rendering.card import Card, card, proof_card
from bot.rendering.discord.components import Payload
from bot.rendering.discord.message import message, notice, privately, with_line
from bot.rendering.whole import read_on

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What is sent: `fact` is the one it states where others can see it, else None."""

    payload: Payload
    fact: Fact | None = None


class Replies:
    """Payloads for readers; an exception while answering becomes an apology, and a log entry."""

    def __init__(self, answering: Answering, controls: Controls) -> None:
        self._answering = answering
        self._controls = controls

    async def recall(self, *visits: Visit) -> None:
        """Know what a process before this one knew of these visits.

        The events of a server come to one process at a time: what this one knows is right.
        """
        for visit in visits:  # as good as always known: tasks would cost more than waiting by turns
            await self._answering.recall(visit.conversation, again=False)
            await self._controls.recall(visit.place, again=False)

    async def to_question(
        self, text: str, visit: Visit, about: str | None = None, within: float | None = None
    ) -> Said:
        """The answer to `text`, or to the suggestion that stands for it; follows up on `about`.

        A judge, where there is one, is waited for `within` so many seconds.
        """
        try:
            return await self._answer(text, visit, about, within)
        except Exception as error:  # a bug must not leave a reader without a word
            return _apologise(error, visit)

    def of_fact(self, target: str, visit: Visit) -> Said:
        """The fact that a button names, told to this visit."""
        try:
            return self._told(target, visit)
        except Exception as error:  # a bug must not leave a reader without a word
            return _apologise(error, visit)

    def proof(self, target: str, visit: Visit) -> Said:
        """The quotes behind a fact."""
        story = self._answering.story
        fact = fact_of(target, story)
        return self._say(proof_card(fact, story) if fact else Card(texts.FACT_GONE), visit)

    def rest(self, target: str, rest: int, visit: Visit) -> Said:
        """What was cut from a text."""
        left = read_on(target, rest, self._answering.story)
        return self._say(left or Card(texts.TEXT_CHANGED), visit)

    def note(self, text: str, visit: Visit) -> Said:
        """A word of the bot's own."""
        return self._say(Card(text), visit)

    async def _answer(
        self, text: str, visit: Visit, about: str | None, within: float | None
    ) -> Said:
        if not text.strip():
            title = self._answering.story.title
            return self._say(Card(texts.ASK_WITH_WORDS.format(title=title)), visit)
        chosen = read_action(text)
        if chosen is not None and chosen.verb is Verb.TAKE:
            return self._told(chosen.target, visit)
        ask = self._answering.ask
        return self._stated(await ask(text, visit.conversation, visit.reader, about, within), visit)

    def _told(self, target: str, visit: Visit) -> Said:
        fact = fact_of(target, self._answering.story)
        take = self._answering.take
        reply = take(fact.id, visit.conversation, visit.reader) if fact else None
        if reply is None:
            return self._say(Card(texts.FACT_GONE), replace(visit, private=True))
        return self._stated(reply, visit)

    def _stated(self, reply: Reply, visit: Visit) -> Said:
        fact = told(reply)
        shown = card(reply, self._answering.story)
        if fact is None or visit.private:
            return self._say(shown, visit)
        earlier = self._controls.told_lately(visit.place, fact.id)
        if earlier is None:
            return replace(self._say(shown, visit), fact=fact)
        if not visit.can_be_private and isinstance(reply, Suggested):  # offered, not told again
            return self._say(card(replace(reply, told=None), self._answering.story), visit)
        if not visit.can_be_private:
            return self._say(Card(texts.TOLD_LATELY.format(link=_link(visit, earlier))), visit)
        said = self._say(shown, replace(visit, private=True))
        line = texts.TOLD_LATELY_PRIVATE.format(link=_link(visit, earlier))
        return replace(said, payload=with_line(said.payload, line))

    def _say(self, shown: Card, visit: Visit) -> Said:
        payload = message(shown, visit.audience)
        return Said(privately(payload) if visit.private else payload)


def apology() -> Payload:
    """What a reader gets when something broke."""
    return notice(texts.TROUBLE)


def _apologise(error: Exception, visit: Visit) -> Said:
    report("answering failed", error)
    return Said(privately(apology()) if visit.private else apology())


def report(what: str, error: BaseException) -> None:
    """Log where `error` arose; neither its text nor exc_info, which may quote a reader."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s with %s\n%s", what, type(error).__name__, frames)


def _link(visit: Visit, message_id: str) -> str:
    place = visit.place
    return f"https://discord.com/channels/{place.server or '@me'}/{place.channel}/{message_id}"
