"""Kills processes while people press buttons and send windows off."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.request import HOME, Kind, Request
from bot.adapters.slack.request import Place as Where
from bot.ports.messages import Reader
from bot.ports.shared_state import LEASE
from bot.records.pseudonyms import Pseudonyms
from bot.rendering.actions import Action, Verb, action_id
from bot.rendering.forms import form_of
from bot.rendering.slack.views import FIELD, SEARCH, window
from tests.adapters.slack.slack_bot import FULL_SCOPES, MINIMAL_SCOPES
from tests.benchmarks.faults_shared import Balanced, two_workers
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.rig import QUESTION, service
from tests.records.conftest import KEY
from tests.records.reading import rows
from tests.servers.slack_objects import CHANNEL, TEAM, Delivery, Payload, fresh, fresh_ts
from tests.servers.slack_watch import Sent


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody of many did, and how often it was done afterwards; for all to see or not."""

    deliver: Coroutine[Any, Any, Delivery]
    times: Callable[[], int]


class Crowd:
    """People who each do one thing, in a place of their own."""

    def __init__(self, server: Balanced, place: Place) -> None:
        self._server = server
        self._place = place
        self._people = Pseudonyms(KEY)
        self._fact = service().story.facts[0].id
        self._kinds = (self._told, self._proof, self._vote, self._sent_to_editors, self._search)
        self.acknowledged: list[_Wish] = []

    async def flood(self) -> None:
        """One after the other, of every kind in turn, until cancelled."""
        under_way: list[asyncio.Task[None]] = []
        try:
            while True:
                for kind in self._kinds:
                    under_way.append(asyncio.create_task(self._do(kind(fresh("U")))))
                    await asyncio.sleep(0.02)
        finally:
            await asyncio.gather(*under_way)

    async def _do(self, wish: _Wish) -> None:
        if (await wish.deliver).status == 200:
            self.acknowledged.append(wish)

    def _told(self, user: str) -> _Wish:
        shown = self._answer()
        return _Wish(
            self._press(shown, Verb.TAKE, user),
            lambda: sum(it.thread_ts == shown.ts for it in self._server.sent),
        )

    def _proof(self, user: str) -> _Wish:
        return _Wish(
            self._press(self._answer(), Verb.PROOF, user),
            lambda: sum(it.private_to == user for it in self._server.sent),
        )

    def _vote(self, user: str) -> _Wish:
        return _Wish(
            self._press(self._answer(), Verb.UP, user),
            lambda: self._kept("SELECT person FROM votes", user),
        )

    def _sent_to_editors(self, user: str) -> _Wish:
        where, send = Where(TEAM, CHANNEL, user), Action(Verb.SEND)
        opened = Request(Kind.PRESSED, where, "", action=action_id(send))
        view = {**window(form_of(send), opened.written), "id": fresh("V")}
        typed = {FIELD: {FIELD: {"type": "plain_text_input", "value": f"Who is {user}?"}}}
        return _Wish(
            self._server.submit(view, typed, user),
            lambda: self._kept("SELECT person FROM texts", user),
        )

    def _search(self, user: str) -> _Wish:
        typed = {"type": "plain_text_input", "block_id": SEARCH, "action_id": SEARCH}
        view = {"type": HOME, "id": fresh("V")}
        return _Wish(
            self._server.act(view, {**typed, "value": QUESTION}, user),
            lambda: int(user in self._server.homes),
        )

    def _answer(self) -> Sent:
        """A message of the bot's, from the days before."""
        return Sent("chat.postMessage", fresh("C"), None, None, {}, fresh_ts())

    def _press(self, shown: Sent, verb: Verb, user: str) -> Coroutine[Any, Any, Delivery]:
        value = action_id(Action(verb, self._fact))
        button: Payload = {"type": "button", "action_id": "b", "value": value}
        return self._server.press(shown, button, user)

    def _kept(self, query: str, user: str) -> int:
        person = self._people.hash(Reader("slack", user, TEAM))
        return sum(kept == person for (kept,) in rows(self._place.address, query))


async def killed_while_pressing(place: Place, kills: int, *, can_look: bool) -> Row:
    """One of two Slack workers, over and over, while people press buttons and send windows off."""
    scopes = FULL_SCOPES if can_look else MINIMAL_SCOPES
    async with two_workers(place, scopes) as (server, workers):
        crowd = Crowd(server, place)
        for number in range(kills):
            flood = asyncio.create_task(crowd.flood())
            await asyncio.sleep(random.uniform(0.5, 1.5))
            await workers.kill(number % 2)
            flood.cancel()
            await asyncio.gather(flood, return_exceptions=True)
            await workers.start(number % 2)
        for _ in range(int(LEASE) + 6):  # what it had in hand is somebody's by then
            await asyncio.sleep(1)
            times = [wish.times() for wish in crowd.acknowledged]
            if all(times):
                break
        lost = workers.lost
    return Row(
        "kill -9 of one of two Slack workers while people press buttons, search, and send windows "
        f"off, with {'all' if can_look else 'the fewest'} scopes",
        place,
        f"{kills} kills, {len(times):,} acknowledged",
        "done at most once; of those acknowledged none is forgotten, or it is counted",
        f"{sum(it > 1 for it in times)} done twice, {times.count(0)} not at all, "
        f"{lost} counted as such",
    )
