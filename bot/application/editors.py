"""The channel of the editors: what there is to decide is said there, and decided by a press.

Whoever sees that channel is an editor, and nobody else: what is pressed elsewhere is refused.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from dataclasses import asdict, replace

from bot.application.drafts import report
from bot.application.press import Press
from bot.application.request_context import RequestContext
from bot.core.model import Fact
from bot.ports.editors import Announcer, EditorsDesk, Matter, MatterKind, Resolution, Wish
from bot.ports.messages import Post
from bot.ports.records import DAY
from bot.ports.shared_state import SharedState
from bot.rendering import texts_editors as texts
from bot.rendering.actions import Verb
from bot.rendering.card import Card, choice_mark
from bot.rendering.draft import Draft
from bot.rendering.editors import matter_draft
from bot.rendering.forms import form_of

EVERY = 60.0
"""Seconds between two looks at what there is to decide."""

AT_ONCE = 10
"""Matters that one look says at most: a channel with more is not read."""

REMEMBERED = 30 * DAY
"""Seconds for which it is known that a matter was said, and in which message."""

WRITTEN = (Verb.ANSWER, Verb.LEAVE_OPEN, Verb.CORRECT)
"""What editors do by writing."""

EDITORIAL = {
    Verb.ADOPT: Resolution.PHRASING,
    Verb.ANSWER: Resolution.ANSWER,
    Verb.LEAVE_OPEN: Resolution.UNKNOWN,
    Verb.CORRECT: Resolution.CORRECTION,
    Verb.DISMISS: Resolution.DISMISS,
    Verb.AGREE: None,
    Verb.SAY: None,
}
"""What is for editors alone, and what it rules."""

_log = logging.getLogger(__name__)


class EditorsChannel:
    """A channel of `platform`, and the desk behind it. Where it `needs_two`, one editor proposes
    what changes the file, and another agrees."""

    def __init__(
        self,
        platform: str,
        channel: str,
        desk: EditorsDesk,
        shared: SharedState,
        *,
        needs_two: bool = False,
    ) -> None:
        self.platform = platform
        self._needs_two = needs_two
        self._channel = channel
        self._desk = desk
        self._shared = shared
        self._announcer: Announcer[Draft] | None = None
        self._suggested = deque[Matter](maxlen=AT_ONCE)

    def is_of(self, context: RequestContext) -> bool:
        """Whether somebody is in that channel."""
        return (context.platform, context.channel) == (self.platform, self._channel)

    def suggest(self, post: Post, text: str, fact: Fact) -> None:
        """The bot could tell `fact` below `post`; editors hear of it at the next look."""
        target = f"{post.channel}/{post.message}/{choice_mark(fact.id)}"
        key = f"suggestion/{post.channel}/{post.message}"
        matter = Matter(target, MatterKind.SUGGESTION, text, facts=(fact,), keys=(key,))
        self._suggested.append(matter)

    async def say(self, press: Press, draft: Draft) -> str | None:
        """Say below the message that a suggestion is about what it suggested; the id of that."""
        channel, message, _ = press.action.target.split("/")
        sent = None
        if self._announcer is not None:
            sent = await self._announcer.reply(channel, message, draft)
        if sent is not None and press.by.message is not None and self._announcer is not None:
            said = Draft(Card(f"{draft.card.body}\n→ {texts.SAID}"))
            await self._announcer.amend(self._channel, press.by.message, said)
        await press.whisper(texts.SAID if sent is not None else texts.NOT_SAID)
        return sent

    async def run(self, announcer: Announcer[Draft]) -> None:
        """Say what there is to decide, until cancelled."""
        self._announcer = announcer
        said: set[str] = set()
        while True:
            try:
                await self._look(announcer, said)
            except Exception as error:  # a bug here must not end it, nor cost readers an answer
                report("What there is to decide could not be said", error)
            await asyncio.sleep(EVERY)

    async def _look(self, announcer: Announcer[Draft], said: set[str]) -> None:
        suggested = [self._suggested.popleft() for _ in range(len(self._suggested))]
        for matter in [*suggested, *await self._desk.matters(said)][:AT_ONCE]:
            name = f"editors/matter/{matter.keys[0]}"
            if await self._shared.claim(name, REMEMBERED):  # else another process has said it
                message = await announcer.announce(self._channel, matter_draft(matter))
                if message is None:
                    _log.warning("the editors' channel %s takes no messages", self._channel)
                    await self._shared.release(name)
                    return
                self._shared.put(_standing(matter.id), "", message, REMEMBERED)
            said.update(matter.keys)

    async def decide(self, press: Press, text: str) -> bool:
        """Carry out what an editor wants, and say so to all of them; without `text`, ask for it
        where it takes some."""
        verb = press.action.verb
        name, _, mark = press.action.target.partition("/")
        matter = await self._desk.matter(name)
        if matter is None:
            return await press.whisper(texts.GONE)
        if verb in WRITTEN and not text:
            return await press.by.open_form(form_of(press.action))
        editor, ruling = f"{self.platform}/{press.context.user}", EDITORIAL[verb]
        if ruling is None:
            proposed = (await self._shared.get(_proposal(name))).get("")
            if proposed is None:
                return await press.whisper(texts.GONE)
            wish = _read(proposed)
            if wish.editor == editor:
                return await press.whisper(texts.NOT_YOURS)
        else:
            wish = Wish(name, ruling, editor, mark, text)
            if self._needs_two and ruling is not Resolution.DISMISS:
                return await self._propose(press, matter, wish)
        await press.by.wait()
        outcome = await self._desk.carry_out(wish)
        if outcome.done:
            _log.info("editors: %s: %s %s %s", editor, verb, wish.ruling, name)
            await self._amend(press, matter, matter_draft(matter, outcome.words))
        return await press.whisper(outcome.words)

    async def _propose(self, press: Press, matter: Matter, wish: Wish) -> bool:
        """Keep what an editor wants until another one agrees."""
        fact = next((it.title for it in matter.facts if choice_mark(it.id) == wish.fact), "")
        said = texts.PROPOSED[wish.ruling].format(fact=fact, answer=wish.answer)
        self._shared.put(_proposal(matter.id), "", json.dumps(asdict(wish)), REMEMBERED)
        _log.info("editors: %s proposed %s %s", wish.editor, wish.ruling, matter.id)
        await self._amend(press, matter, matter_draft(replace(matter, proposal=said)))
        return await press.whisper(texts.WAITS)

    async def _amend(self, press: Press, matter: Matter, draft: Draft) -> None:
        """Let the message that all editors see say what was decided."""
        known = await self._shared.get(_standing(matter.id))
        message = known.get("", press.by.message)
        if message is not None and self._announcer is not None:
            await self._announcer.amend(self._channel, message, draft)


def _read(proposed: str) -> Wish:
    found = json.loads(proposed)
    return Wish(**{**found, "ruling": Resolution(found["ruling"])})


def _proposal(matter: str) -> str:
    return f"editors/proposal/{matter}"


def _standing(matter: str) -> str:
    return f"editors/message/{matter}"
