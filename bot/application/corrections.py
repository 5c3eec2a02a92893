"""Puts right what was told and is not true any more, in the messages that told it.

A fact that has a new correction is told anew where it was told before, and one that the file has no
more is withdrawn. A change of wording without a correction changes no message.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.application.drafts import report
from bot.core.errors import NotRecordedError
from bot.core.model import Fact, Story
from bot.ports.corrections import Corrector, EditResult, ToldFacts, ToldVersion, mark_of
from bot.ports.meter import Meter
from bot.ports.records import DAY
from bot.ports.shared_state import SharedState
from bot.rendering.card import Card, fact_card
from bot.rendering.language import said_in

EVERY = 20.0
"""Seconds between two looks at whether the file is another one."""

AGAIN = 60.0
"""Seconds after which is looked again all the same: what was told just before is not written at
once, and a platform may have had trouble."""

MISSING = 10 * 60.0
"""Seconds after which what is gone from the file is withdrawn: a process with an older file may be
about to end."""

PAUSE = 1.2
"""Seconds between two messages: Slack takes 50 changes a minute from an app, and readers who ask
come first."""

CLAIM = 60.0
"""Seconds for which one process has a message. One that is killed leaves it to the next."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outdated:
    """What was told, and the fact as it is now; None where it is withdrawn."""

    told: ToldVersion
    fact: Fact | None


def outdated(told: Sequence[ToldVersion], story: Story) -> Iterator[Outdated]:
    """What of `told` is to be put right.

    A correction counts that is not older than the one that was told already: an old file that is
    served again brings no old words back.
    """
    facts = {fact.id: fact for fact in story.facts}
    for it in told:
        fact = facts.get(it.fact)
        if fact is None:
            yield Outdated(it, None)
        elif fact.version != it.version and is_newer(mark_of(fact), it.correction):
            yield Outdated(it, fact)


def is_newer(mark: str, told: str) -> bool:
    """Whether a correction is another one than that which was told, and no older; see `mark_of`."""
    day, _, words = mark.partition("/")
    told_day, _, told_words = told.partition("/")
    return bool(mark) and words != told_words and day >= told_day


def put_right_card(fact: Fact | None, story: Story, *, is_doubtful: bool) -> Card:
    """What a message says from now on; what was told with doubt stays so."""
    said = said_in(story.language)
    if fact is None:
        return Card(said.WITHDRAWN, language=story.language)
    body = said.DOUBT.format(answer=fact.answer) if is_doubtful else None
    return fact_card(fact, story, body)


class Corrections:
    """Looks through what was told in the last `days`, on every platform that has a corrector."""

    def __init__(
        self,
        story: Callable[[], Story],
        told: ToldFacts,
        shared: SharedState,
        meter: Meter,
        now: Callable[[], float],
        days: int,
    ) -> None:
        """`now` tells seconds since 1970."""
        self._story, self._told, self._shared, self._meter = story, told, shared, meter
        self._now, self._days = now, days
        self._missed: dict[str, float] = {}  # since when facts are not in the file

    async def run(self, platform: str, corrector: Corrector[Card]) -> None:
        """Put right what was told there whenever the file is another one, until cancelled."""
        looked, digest = 0.0, ""
        while True:
            is_due = self._now() - looked >= AGAIN
            if self._story().digest != digest or is_due:
                looked, digest = self._now(), self._story().digest
                try:
                    await self._look(platform, corrector)
                except NotRecordedError:  # the database is down: later
                    digest = ""
                except Exception as error:  # a bug here must not end it
                    report("What was told could not be put right", error)
            await asyncio.sleep(EVERY)

    async def _look(self, platform: str, corrector: Corrector[Card]) -> None:
        since, story = self._now() - self._days * DAY, self._story()
        counts = Counter[EditResult]()
        found = [*outdated(await self._told.told(platform, story.key, since), story)]
        missing = {one.told.fact for one in found if one.fact is None}
        self._missed = {it: self._missed.get(it, self._now()) for it in missing}
        for one in found:
            if one.fact is None and self._now() - self._missed[one.told.fact] < MISSING:
                continue
            while standing := await self._told.standing(platform, story.key, one.told, since):
                before = counts.total()
                for it in standing:
                    name = f"correct/{platform}/{it.post.channel}/{it.post.message}"
                    if not await self._shared.claim(name, CLAIM):
                        continue
                    card = put_right_card(one.fact, story, is_doubtful=it.is_doubtful)
                    change = await corrector.correct(it.post, card)
                    if change is not EditResult.LATER:
                        is_done = change is EditResult.DONE
                        await self._told.put_right(it.post, one.fact if is_done else None)
                    self._meter.corrected(platform, change.name.lower())
                    counts[change] += 1
                    await asyncio.sleep(PAUSE)
                    if self._story().digest != story.digest:
                        return  # what is told now is looked up anew
                if counts.total() == before or counts[EditResult.LATER]:
                    break  # other processes have the rest, or the platform has trouble
        if counts:
            said = ", ".join(f"{count} {it.name.lower()}" for it, count in counts.items())
            _log.info("corrections on %s: %s", platform, said)
