"""The port `Judge` on an endpoint: in time or not at all, within a budget, and not twice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from random import Random
from secrets import token_bytes

from bot.core.judge import Verdict
from bot.core.model import Fact
from bot.counting import counted
from bot.judge.budget import A_MINUTE, Budget
from bot.judge.endpoint import Endpoint
from bot.judge.errors import NoVerdictError
from bot.judge.wording import NONE
from bot.ports.clock import Clock
from bot.settings import JudgeSettings

CAPACITY = 4096
"""Verdicts remembered: some 2 MB; the one asked for least lately is forgotten first."""

LATEST = 10.0
"""Seconds after which a request is given up. No reader waits that long; but a server that has to
load its model first would never have it if it was hung up on, and a late verdict is remembered."""

NUMBERS = range(100, 1000)
"""What facts are called: by chance, so that no question can name one, and in an order by chance."""


class EndpointJudge:
    """Verdicts of the operator's model. Of questions only a keyed hash is remembered."""

    def __init__(
        self,
        settings: JudgeSettings,
        clock: Clock,
        a_minute: int = A_MINUTE,
        capacity: int = CAPACITY,
    ) -> None:
        self._seconds = settings.seconds
        self._endpoint = Endpoint(settings)
        self._clock = clock
        self._budget = Budget(settings.daily, a_minute, clock)
        self._capacity = capacity
        self._key = token_bytes(16)
        self._known: OrderedDict[bytes, Verdict] = OrderedDict()
        self._asked: dict[bytes, asyncio.Task[Verdict | None]] = {}

    async def verdict(
        self, question: str, facts: Sequence[Fact], within: float | None = None
    ) -> Verdict | None:
        """As the port says. Who asks the same at the same moment waits for the same verdict."""
        key = self._digest(question, facts)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        seconds = self._seconds if within is None else min(self._seconds, within)
        if seconds <= 0:
            return None
        asking = self._asked.get(key)
        if asking is None:
            if not self._budget.take():
                return None
            asking = asyncio.create_task(self._ask(key, question, facts))
            self._asked[key] = asking
        done, _ = await asyncio.wait((asking,), timeout=seconds)
        return asking.result() if done and not asking.cancelled() else None

    async def close(self) -> None:
        """Ask no more, and close the connections."""
        for asking in self._asked.values():
            asking.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)
        await self._endpoint.close()

    async def _ask(self, key: bytes, question: str, facts: Sequence[Fact]) -> Verdict | None:
        too_slow = f"it takes longer than {counted(self._seconds, 'second')}"
        began, failure = self._clock.now(), ""
        try:
            async with asyncio.timeout(LATEST):
                verdict = await find(self._endpoint, question, facts, Random(key))
            self._remember(key, verdict)
            failure = too_slow if self._clock.now() - began > self._seconds else ""
            return verdict
        except TimeoutError:
            failure = too_slow
            return None
        except NoVerdictError as error:
            failure = str(error)
            return None
        except Exception as error:  # whatever comes from outside must not cost a reader the reply
            failure = type(error).__name__
            return None
        finally:
            del self._asked[key]
            self._budget.give(failure)

    def _remember(self, key: bytes, verdict: Verdict) -> None:
        self._known[key] = verdict
        if len(self._known) > self._capacity:
            self._known.popitem(last=False)

    def _digest(self, question: str, facts: Sequence[Fact]) -> bytes:
        asked = repr((question, [(fact.id, fact.version) for fact in facts]))
        said = asked.encode("utf-8", "backslashreplace")
        return blake2b(said, key=self._key, digest_size=16).digest()


async def find(endpoint: Endpoint, question: str, facts: Sequence[Fact], chance: Random) -> Verdict:
    """Ask `endpoint` once; raises `NoVerdictError`."""
    shuffled = chance.sample(facts, len(facts))
    numbered = dict(zip(chance.sample(NUMBERS, len(facts)), shuffled, strict=True))
    number = await endpoint.number(question, numbered)
    if number == NONE:
        return Verdict(None)
    if number not in numbered:
        raise NoVerdictError("its model names a fact that was not offered")
    return Verdict(numbered[number].id)
