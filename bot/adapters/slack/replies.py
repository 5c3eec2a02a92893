"""From what a reader asked or pressed to what answers; nothing here is sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.slack.incoming import Asked, Place
from bot.application.ask import Answering
from bot.core.model import Fact, Reply, told
from bot.ports.messages import Reader
from bot.ports.records import Kept
from bot.rendering import texts
from bot.rendering.actions import Action, Verb, fact_of
from bot.rendering.browsing import about, page
from bot.rendering.card import PRIVACY, Card, card, fact_card, proof_card
from bot.rendering.privacy import privacy
from bot.rendering.slack.blocks import Block
from bot.rendering.slack.views import (
    MESSAGE_PAGE,
    forget_button,
    page_buttons,
    page_card,
    topics_menu,
)
from bot.rendering.whole import read_on, remainder

STORY = "/story"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said: a card, the fact that it states, and buttons that only Slack has."""

    card: Card
    fact: Fact | None = None
    below: tuple[Block, ...] = ()


class Replies:
    """Drafts of what to say."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def recall(self, place: Place) -> None:
        """Let what a reader says at `place` follow up on what was said there last."""
        await self._answering.recall(place.conversation)

    def is_followed(self, place: Place) -> bool:
        """Whether a reader has been talking with storybot at `place`."""
        return self._answering.is_known(place.conversation)

    async def to_question(self, asked: Asked) -> Draft | None:
        """The answer; None where a message in a thread was not meant for the bot."""
        conversation, reader = asked.place.conversation, reader_of(asked.place)
        if asked.perhaps:
            reply = await self._answering.follow_up(asked.text, conversation, reader)
            return None if reply is None else self._of_reply(reply)
        if not asked.text and asked.place.response_url is not None:
            title = self._answering.story.title
            return Draft(Card(texts.ASK_WITH_WORDS.format(title=title)))
        return self._of_reply(await self._answering.ask(asked.text, conversation, reader))

    async def to_follow_up(self, text: str, target: str, place: Place) -> Draft:
        """The answer to a question about the fact that `target` names."""
        fact = fact_of(target, self._answering.story)
        about_it = fact.id if fact is not None else None
        return self._of_reply(
            await self._answering.ask(text, place.conversation, reader_of(place), about=about_it)
        )

    def to_action(self, action: Action | None, place: Place) -> Draft:
        """What a button tells; that it is stale, where it tells nothing."""
        story = self._answering.story
        match action:
            case Action(verb=Verb.TAKE | Verb.RELATED, target=target):
                return self._taken(fact_of(target, story), place)
            case Action(verb=Verb.PROOF, target=target):
                fact = fact_of(target, story)
                return Draft(proof_card(fact, story) if fact else Card(texts.FACT_GONE))
            case Action(verb=Verb.MORE, target=target, number=rest):
                return Draft(read_on(target, rest, story) or Card(texts.TEXT_CHANGED))
            case Action(verb=Verb.NONE):
                return Draft(Card(texts.NONE_HELP.format(browse=STORY), unanswered=True))
            case Action(verb=Verb.TOPIC, target=target, number=number):
                shown = page(target, number, MESSAGE_PAGE, story)
                if shown is None:
                    return Draft(Card(texts.FACT_GONE))
                return Draft(page_card(shown), below=tuple(page_buttons(shown)))
            case Action(verb=Verb.TOPICS):
                return self.story()
            case _:
                return Draft(Card(texts.STALE))

    def of_fact(self, fact: Fact) -> Draft:
        """The fact as the file has it now."""
        return Draft(fact_card(fact, self._answering.story), fact)

    def story(self) -> Draft:
        """What the story is, and its topics."""
        story = self._answering.story
        return Draft(about(story), below=tuple(topics_menu(story)))

    def help(self) -> Draft:
        """How to ask in Slack."""
        return Draft(Card(texts.SLACK_HELP.format(title=self._answering.story.title)))

    def privacy(self, kept: Kept | None, rest: int = 0) -> Draft:
        """What is kept in general, and of this reader, with a button that deletes it.

        With `rest` only so many characters, the last: what did not fit the message before.
        """
        records = self._answering.records
        story, is_judged = self._answering.story, self._answering.is_judged
        said = privacy(records.retention, kept, story, is_judged=is_judged)
        return Draft(remainder(said.body, rest, PRIVACY), below=tuple(forget_button()))

    def _taken(self, fact: Fact | None, place: Place) -> Draft:
        if fact is None:
            return Draft(Card(texts.FACT_GONE))
        reply = self._answering.take(fact.id, place.conversation, reader_of(place))
        return Draft(Card(texts.FACT_GONE)) if reply is None else self._of_reply(reply)

    def _of_reply(self, reply: Reply) -> Draft:
        return Draft(card(reply, self._answering.story), told(reply))


def reader_of(place: Place) -> Reader:
    """Who asks, as records know them."""
    return Reader("slack", place.user, place.team or None)
