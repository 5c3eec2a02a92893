"""Which faults are thrown at the bot, and how often, for the report."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from tests.adapters.slack.slack_bot import MODES
from tests.benchmarks import (
    crowds,
    faults_discord,
    faults_hostile,
    faults_machine,
    faults_pressing,
    faults_requests,
    faults_slack,
    soak,
)
from tests.benchmarks.faulty import Place, Row

OUTAGE = 60.0
"""Seconds for which a platform, or the database, is gone."""

Fresh = Callable[[], Place]
Work = Coroutine[Any, Any, Row]


def on_both_platforms(fresh: Fresh, scale: int) -> list[Work]:
    """One after the other: they share this process."""
    return [*_discord(fresh, scale), *_slack(fresh, scale), *_machine(fresh, scale)]


def while_pressing(fresh: Fresh, scale: int) -> list[Work]:
    """Buttons and windows."""
    return [
        faults_pressing.killed_while_pressing(fresh(), scale, can_look=True),
        faults_pressing.killed_while_pressing(fresh(), scale, can_look=False),
    ]


def meanwhile(fresh: Fresh) -> list[Work]:
    """All at once, for they take minutes of waiting, in processes of their own."""
    return [
        faults_discord.socket_dead(fresh()),
        faults_discord.gone_for_a_minute(fresh(), OUTAGE),
        faults_slack.gone_for_a_minute(fresh(), OUTAGE),
    ]


def of_masses(fresh: Fresh, scale: int) -> list[Work]:
    """What needs machine and database for itself: 10,000 people, 100,000 questions, at scale 5."""
    people, questions = 2_000 * scale, 20_000 * scale
    return [
        faults_machine.database_gone(fresh(), OUTAGE),
        crowds.crowd_on_discord(fresh(), people, people / 250),
        crowds.crowd_on_slack(fresh(), people, people / 250),
        crowds.crowd_on_discord(fresh(), people, 0),
        crowds.crowd_on_slack(fresh(), people, 0),
        crowds.crowd_on_slack(fresh(), people, 0, "slack-http"),
        crowds.mentions_on_discord(fresh(), people),
        crowds.mentions_on_slack(fresh(), people),
        crowds.mentions_on_slack(fresh(), people, "slack-http"),
        soak.memory(fresh(), "discord", questions),
        soak.memory(fresh(), "slack", questions),
    ]


def _discord(fresh: Fresh, scale: int) -> list[Work]:
    return [
        faults_discord.delivered_again(fresh(), 20 * scale),
        faults_discord.changed_afterwards(fresh(), 10 * scale),
        faults_discord.connection_broken(fresh(), scale),
        faults_discord.ended_for_good(fresh(), scale),
        faults_discord.api_in_trouble(fresh(), 10 * scale),
        faults_discord.api_slow(fresh(), 20 * scale),
        faults_hostile.texts_on_discord(fresh(), scale),
        faults_hostile.identities_on_discord(fresh(), 200 * scale, scale),
    ]


def _slack(fresh: Fresh, scale: int) -> list[Work]:
    in_both = [
        work
        for mode in MODES
        for work in (
            faults_slack.delivered_again(fresh(), 10 * scale, mode),
            faults_slack.changed_afterwards(fresh(), 10 * scale, mode),
            faults_slack.api_in_trouble(fresh(), 4 * scale, mode),
            faults_slack.api_broken(fresh(), 4 * scale, mode),
            faults_slack.api_slow(fresh(), 10 * scale, mode),
            faults_hostile.texts_on_slack(fresh(), scale, mode),
            faults_hostile.identities_on_slack(fresh(), 20 * scale, scale, mode),
        )
    ]
    return [
        *in_both,
        faults_slack.socket_closed(fresh(), 20 * scale),
        faults_requests.refused(fresh(), 10 * scale),
        faults_requests.replayed(fresh(), 10 * scale),
        faults_requests.never_ending(fresh(), 40 * scale, 90),
    ]


def _machine(fresh: Fresh, scale: int) -> list[Work]:
    place = fresh()
    full = [faults_machine.disk_full(place, 40 * scale)] if place.kind == "SQLite" else []
    return [*full, faults_machine.clock_steps(fresh(), 20 * scale)]
