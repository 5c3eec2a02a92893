"""Numbers for Prometheus: questions and votes as they come, and the state of the parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.core.judging import Ruling
from bot.core.model import Story, outcome
from bot.ops.connections import Connections
from bot.ports.messages import Reader
from bot.ports.meter import Meter
from bot.ports.records import Exchange

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


class CountingMeter(Meter):
    """What happened, in a registry."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._questions = Counter(
            "storybot_questions", "Replies given.", ("platform", "outcome"), registry=registry
        )
        self._votes = Counter(
            "storybot_votes", "Votes kept.", ("platform", "vote"), registry=registry
        )
        self._overheard = Counter(
            "storybot_overheard",
            "Messages in channels of mode shadow.",
            ("platform", "would_answer"),
            registry=registry,
        )
        self._corrections = Counter(
            "storybot_corrections",
            "Messages that were to be put right.",
            ("platform", "change"),
            registry=registry,
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
        self._acknowledged.labels(platform).observe(seconds)

    def replied(self, exchange: Exchange) -> None:
        platform = exchange.reader.platform
        self._questions.labels(platform, outcome(exchange.reply)).inc()
        if exchange.seconds:  # none where a button names the fact
            self._seconds.labels(platform).observe(exchange.seconds)

    def ruled(self, ruling: Ruling) -> None:
        self._rulings.labels(ruling).inc()

    def overheard(self, platform: str, *, would_answer: bool) -> None:
        self._overheard.labels(platform, "yes" if would_answer else "no").inc()

    def corrected(self, platform: str, change: str) -> None:
        self._corrections.labels(platform, change).inc()

    def voted(self, reader: Reader, *, up: bool) -> None:
        self._votes.labels(reader.platform, "up" if up else "down").inc()

    def watch(self, gauges: Gauges) -> None:
        """Have the registry tell the state of the parts and of the process, too."""
        self.registry.register(State(gauges))
        ProcessCollector(registry=self.registry)


class State(Collector):
    """What is so at the moment of being asked."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[Metric]:
        """The gauges, and the counters that the parts keep themselves."""
        look, gauge, counter = self._gauges, GaugeMetricFamily, CounterMetricFamily
        story, channels = look.story(), look.connections
        is_broken = look.knowledge_problem() is not None
        alone = "Times that this process went by itself, for the database was down or slow."
        for family, name, what, value in (
            (gauge, "storybot_facts", "Facts in the file.", len(story.facts)),
            (gauge, "storybot_facts_expired", "Facts past their date.", len(story.expired)),
            (
                gauge,
                "storybot_knowledge_broken",
                "Whether the file on disk cannot be used.",
                is_broken,
            ),
            (gauge, "storybot_records_waiting", "Records not written yet.", look.waiting()),
            (counter, "storybot_records_dropped", "Records that were lost.", look.dropped()),
            (
                counter,
                "storybot_questions_lost",
                "Questions that may be unanswered.",
                look.unanswered(),
            ),
            (counter, "storybot_shared_alone", alone, look.alone()),
            (gauge, "storybot_database_up", "Whether records can be written.", not look.is_down()),
        ):
            yield family(name, what, value=int(value))
        version = {story.digest[:12]: 1}
        for family, name, what, label, values in (
            (gauge, "storybot_knowledge", "The file answered from.", "version", version),
            (gauge, "storybot_connected", "Channels.", "channel", channels.states),
            (counter, "storybot_reconnects", "Per channel.", "channel", channels.reconnects),
            (counter, "storybot_events_skipped", "Events not read.", "channel", channels.skipped),
        ):
            found = family(name, what, labels=[label])
            for key, number in values.items():
                found.add_metric([key], int(number))
            yield found
