"""From what a reader asked to the message that answers; nothing here is sent."""

from __future__ import annotations

from bot.channels.answering import Answering
from bot.channels.slack.incoming import Asked, Place, Pressed
from bot.channels.slack.speaker import Draft
from bot.core.model import Answered, Declined, Reply
from bot.core.ports import Reader
from bot.rendering import texts
from bot.rendering.card import Card, card, proof
from bot.rendering.slack import slack


class Replies:
    """Drafts of what to say."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def to_question(self, asked: Asked) -> Draft | None:
        """The answer; None where a message in a thread was not meant for the bot."""
        conversation = asked.place.conversation
        if asked.perhaps:
            reply = self._answering.follow_up(asked.text, conversation, reader_of(asked.place))
            return None if reply is None else self.of_reply(reply)
        if not asked.text and asked.place.response_url is not None:
            title = self._answering.story.title
            return Draft(slack(Card(texts.ASK_WITH_WORDS.format(title=title))))
        return self.of_reply(self._answering.ask(asked.text, conversation, reader_of(asked.place)))

    def to_choice(self, taken: Pressed) -> Draft:
        """The fact that was chosen."""
        reply = self._answering.take(
            taken.fact_id, taken.place.conversation, reader_of(taken.place)
        )
        return Draft(slack(Card(texts.FACT_GONE))) if reply is None else self.of_reply(reply)

    def proof(self, asked: Pressed) -> Draft:
        """The quotes behind a fact."""
        fact = self._answering.story.fact(asked.fact_id)
        return Draft(slack(Card(texts.FACT_GONE if fact is None else proof(fact))))

    def of_reply(self, reply: Reply) -> Draft:
        """The message that says `reply`."""
        fact = reply.fact if isinstance(reply, Answered | Declined) else None
        return Draft(slack(card(reply, self._answering.story)), fact)


def reader_of(place: Place) -> Reader:
    """Who asks, as records know them."""
    return Reader("slack", place.user, place.team or None)
