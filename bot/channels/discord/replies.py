"""From what a reader asked or pressed to the payload that answers, whatever happens on the way."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from bot.channels.answering import Answering
from bot.rendering import texts
from bot.rendering.card import card, proof
from bot.rendering.discord import (
    Payload,
    is_proof,
    message,
    notice,
    privately,
    proven,
    taken,
)

_log = logging.getLogger(__name__)


class Replies:
    """Payloads for readers; an exception while answering becomes an apology, and a log entry."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def to_question(self, text: str, conversation: str, *, private: bool = False) -> Payload:
        """The answer to `text`; with `private` only the asker will see it."""

        def answer() -> Payload:
            if not text:
                return notice(texts.ASK_WITH_WORDS.format(title=self._answering.story.title))
            reply = self._answering.ask(text, conversation)
            return message(card(reply, self._answering.story))

        payload = _or_apology(answer)
        return privately(payload) if private else payload

    def to_press(self, custom_id: str, conversation: str, *, private: bool = False) -> Payload:
        """The answer to a button; a proof, and an entry that is gone, only its presser will see."""

        def answer() -> Payload:
            story = self._answering.story
            if is_proof(custom_id):
                fact = proven(custom_id, story)
                return privately(notice(proof(fact) if fact else texts.FACT_GONE))
            fact = taken(custom_id, story)
            reply = self._answering.take(fact.id, conversation) if fact else None
            if reply is None:
                return privately(notice(texts.FACT_GONE))
            return message(card(reply, story))

        payload = _or_apology(answer)
        return privately(payload) if private else payload


def apology() -> Payload:
    """What a reader gets when something broke."""
    return notice(texts.TROUBLE)


def _or_apology(answer: Callable[[], Payload]) -> Payload:
    try:
        return answer()
    except Exception as error:  # a bug must not leave a reader without a word
        # Neither str(error) nor exc_info: either may quote what the reader wrote.
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("answering failed with %s\n%s", type(error).__name__, frames)
        return apology()
