"""Numbers for Prometheus: questions and votes as they come, and the state of the parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.core.judging import Ruling
from bot.core.model import Fact, Story, outcome
from bot.ops.connections import Connections
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange, Kept, Records, Retention

BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
"""Seconds. A reply is found in about half a millisecond."""


ACKNOWLEDGEMENTS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds. Both platforms wait for three."""


@dataclass(frozen=True, slots=True)
class Gauges:
    """How to look at the state of the parts when somebody asks."""

    story: Callable[[], Story]
    knowledge_problem: Callable[[], str | None]
    connections: Connections
    waiting: Callable[[], int]
    dropped: Callable[[], int]
    is_down: Callable[[], bool]
    unanswered: Callable[[], int]
    alone: Callable[[], int]


class Metered:
    """The port `Records`, counting what goes through it."""

    def __init__(self, records: Records, registry: CollectorRegistry) -> None:
        self._records = records
        self._questions = Counter(
            "storybot_questions", "Replies given.", ("platform", "outcome"), registry=registry
        )
        self._votes = Counter(
            "storybot_votes", "Votes kept.", ("platform", "vote"), registry=registry
        )
        self._rulings = Counter(
            "storybot_judge", "What the judge said of replies.", ("ruling",), registry=registry
        )
        self._acknowledged = Histogram(
            "storybot_acknowledgement_seconds",
            "Time from receiving what needs an acknowledgement until it is given.",
            ("platform",),
            buckets=ACKNOWLEDGEMENTS,
            registry=registry,
        )
        self._seconds = Histogram(
            "storybot_reply_seconds",
            "Time to find a reply to words.",
            ("platform",),
            buckets=BUCKETS,
            registry=registry,
        )

    def acknowledged(self, platform: str, seconds: float) -> None:
        """Count how long a platform waited."""
        self._acknowledged.labels(platform).observe(seconds)

    def ruled(self, ruling: Ruling) -> None:
        """Count what the judge said."""
        self._rulings.labels(ruling).inc()

    @property
    def retention(self) -> Retention:
        """That of the records."""
        return self._records.retention

    def replied(self, exchange: Exchange) -> None:
        """Count the outcome, and keep it."""
        platform = exchange.reader.platform
        self._questions.labels(platform, outcome(exchange.reply)).inc()
        if exchange.seconds:  # none where a button names the fact
            self._seconds.labels(platform).observe(exchange.seconds)
        self._records.replied(exchange)

    def posted(self, fact: Fact, post: Post) -> None:
        """Keep it."""
        self._records.posted(fact, post)

    def removed(self, post: Post) -> None:
        """Keep it no longer."""
        self._records.removed(post)

    def keep_rules(self, space: str, rules: str) -> None:
        """Keep them."""
        self._records.keep_rules(space, rules)

    async def rules(self) -> dict[str, str]:
        """What the records keep."""
        return await self._records.rules()

    async def vote(self, reader: Reader, fact: Fact, *, up: bool) -> None:
        """Keep the vote, and count it once it is durable."""
        await self._records.vote(reader, fact, up=up)
        self._votes.labels(reader.platform, "up" if up else "down").inc()

    async def report(self, reader: Reader, fact: Fact, text: str, once: str = "") -> None:
        """Keep it."""
        await self._records.report(reader, fact, text, once)

    async def send_to_editors(self, reader: Reader, question: str, once: str = "") -> None:
        """Keep it."""
        await self._records.send_to_editors(reader, question, once)

    async def kept_of(self, reader: Reader) -> Kept:
        """What the records keep."""
        return await self._records.kept_of(reader)

    async def forget(self, reader: Reader, channel: str | None = None) -> None:
        """Delete it."""
        await self._records.forget(reader, channel)

    async def forget_space(self, platform: str, space: str) -> None:
        """Delete it."""
        await self._records.forget_space(platform, space)


class State(Collector):
    """What is so at the moment of being asked."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[Metric]:
        """The gauges, and the counters that the parts keep themselves."""
        look = self._gauges
        story = look.story()
        yield _labelled(
            GaugeMetricFamily("storybot_knowledge", "The file answered from.", labels=["version"]),
            {story.digest[:12]: 1},
        )
        yield GaugeMetricFamily("storybot_facts", "Facts in it.", value=len(story.facts))
        yield GaugeMetricFamily(
            "storybot_facts_expired", "Facts past their date.", value=len(story.expired)
        )
        yield GaugeMetricFamily(
            "storybot_knowledge_broken",
            "Whether the file on disk cannot be used.",
            value=int(look.knowledge_problem() is not None),
        )
        yield _labelled(
            GaugeMetricFamily("storybot_connected", "Channels.", labels=["channel"]),
            {name: int(up) for name, up in look.connections.states.items()},
        )
        reconnects = CounterMetricFamily("storybot_reconnects", "Per channel.", labels=["channel"])
        yield _labelled(reconnects, look.connections.reconnects)
        skipped = CounterMetricFamily(
            "storybot_events_skipped", "Events that could not be read.", labels=["channel"]
        )
        yield _labelled(skipped, look.connections.skipped)
        yield GaugeMetricFamily(
            "storybot_records_waiting", "Records not written yet.", value=look.waiting()
        )
        yield CounterMetricFamily(
            "storybot_records_dropped", "Records that were lost.", value=look.dropped()
        )
        yield CounterMetricFamily(
            "storybot_questions_lost",
            "Questions of killed processes that may be unanswered.",
            value=look.unanswered(),
        )
        yield CounterMetricFamily(
            "storybot_shared_alone",
            "Times that this process went by itself, for the database was down or slow.",
            value=look.alone(),
        )
        yield GaugeMetricFamily(
            "storybot_database_up", "Whether records can be written.", value=int(not look.is_down())
        )


def registry_of(gauges: Gauges) -> CollectorRegistry:
    """A registry with the state of the parts and of the process."""
    registry = CollectorRegistry()
    registry.register(State(gauges))
    ProcessCollector(registry=registry)
    return registry


_Family = TypeVar("_Family", GaugeMetricFamily, CounterMetricFamily)


def _labelled(family: _Family, values: dict[str, int]) -> _Family:
    for label, value in values.items():
        family.add_metric([label], value)
    return family
