"""`/story` and the words behind it: what the story is, privacy, help, and the rules."""

from __future__ import annotations

from bot.adapters.slack.incoming import Asked
from bot.adapters.slack.presses import Presses, kept_of
from bot.adapters.slack.questions import Questions
from bot.adapters.slack.replies import Draft, Replies
from bot.adapters.slack.rules import Rules
from bot.adapters.slack.speaker import Speaker, saying
from bot.application.ask import Answering
from bot.core.checks import Examination
from bot.rendering import texts
from bot.rendering.card import Card
from bot.rendering.findings import findings_in_words


class Commands:
    """What each word behind `/story` does; all of it is answered to the asker alone."""

    def __init__(
        self,
        answering: Answering,
        replies: Replies,
        questions: Questions,
        presses: Presses,
        speaker: Speaker,
        rules: Rules,
        examine_all: Examination | None,
    ) -> None:
        self._answering = answering
        self._replies = replies
        self._questions = questions
        self._presses = presses
        self._speaker = speaker
        self._rules = rules
        self._examine_all = examine_all

    async def typed(self, asked: Asked) -> bool:
        """Do what the words say."""
        word = " ".join(asked.text.casefold().split())
        match word:
            case "forget":
                return await self._presses.forget(asked)
            case "privacy":
                kept = await kept_of(self._answering.records, asked.place)
                return await self._say(asked, self._replies.privacy(kept))
            case "":
                return await self._say(asked, self._replies.story())
            case "help":
                return await self._say(asked, self._replies.help())
            case "doctor" if self._examine_all is not None:
                said = await self._rules.refusal(asked.place.user) or await self._examined()
                return await self._say(asked, Draft(Card(said)))
            case _:
                said = await self._rules.spoken(word, asked.place) or texts.SLACK_STORY_WORDS
                return await self._say(asked, Draft(Card(said)))

    async def _examined(self) -> str:
        """What is wrong with the bot; that takes some seconds."""
        findings = await self._examine_all() if self._examine_all is not None else ()
        return findings_in_words(findings, ("slack", "clock"))

    async def _say(self, asked: Asked, draft: Draft) -> bool:
        ticket = self._questions.ticket(asked)
        said = await self._speaker.say(asked.place, saying(draft), private=True, ticket=ticket)
        return said.served
