"""From what a reader asked or pressed to the payload that answers, whatever happens on the way."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from bot.channels.answering import Answering
from bot.core.model import Reply
from bot.rendering import texts
from bot.rendering.actions import Action, Verb, fact_of
from bot.rendering.buttons import Audience
from bot.rendering.card import Card, card, proof_card
from bot.rendering.discord.components import Payload
from bot.rendering.discord.message import message, notice, privately
from bot.rendering.whole import read_on

_log = logging.getLogger(__name__)


class Replies:
    """Payloads for readers; an exception while answering becomes an apology, and a log entry."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def to_question(self, text: str, conversation: str, audience: Audience) -> Payload:
        """The answer to `text`."""

        def answer() -> Payload:
            if not text:
                title = self._answering.story.title
                return message(Card(texts.ASK_WITH_WORDS.format(title=title)), audience)
            return self._said(self._answering.ask(text, conversation), audience)

        return _or_apology(answer, audience)

    def to_press(self, action: Action | None, conversation: str, audience: Audience) -> Payload:
        """The answer to a button; all but an answer only its presser will see."""
        return _or_apology(lambda: self._pressed(action, conversation, audience), audience)

    def _pressed(self, action: Action | None, conversation: str, audience: Audience) -> Payload:
        story = self._answering.story
        match action:
            case Action(verb=Verb.TAKE | Verb.RELATED, target=target):
                fact = fact_of(target, story)
                reply = self._answering.take(fact.id, conversation) if fact else None
                if reply is not None:
                    return self._said(reply, audience)
                return privately(notice(texts.FACT_GONE))
            case Action(verb=Verb.PROOF, target=target):
                fact = fact_of(target, story)
                shown = proof_card(fact, story) if fact else Card(texts.FACT_GONE)
                return privately(message(shown))
            case Action(verb=Verb.MORE, target=target, number=rest):
                left = read_on(target, rest, story)
                return privately(message(left or Card(texts.TEXT_CHANGED)))
            case _:
                return privately(notice(texts.STALE))

    def _said(self, reply: Reply, audience: Audience) -> Payload:
        return message(card(reply, self._answering.story), audience)


def apology() -> Payload:
    """What a reader gets when something broke."""
    return notice(texts.TROUBLE)


def _or_apology(answer: Callable[[], Payload], audience: Audience) -> Payload:
    try:
        payload = answer()
    except Exception as error:  # a bug must not leave a reader without a word
        # Neither str(error) nor exc_info: either may quote what the reader wrote.
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("answering failed with %s\n%s", type(error).__name__, frames)
        payload = apology()
    return privately(payload) if audience.private else payload
