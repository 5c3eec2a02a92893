"""Builds what examines each part, for `storybot doctor` and for administrators in chat, and reads
what readers said, for `storybot inbox`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.application.moderation import Moderation
    from bot.ports.checks import Examination, Finding
    from bot.ports.corrections import StandingPost, ToldVersion
    from bot.ports.feedback import Feedback
    from bot.settings import Settings


SERVERS = "servers"
"""The part of an examination that asks Discord for every channel of every server."""


def build_examination(explicit: str | None, environ: Mapping[str, str]) -> Examination:
    """What administrators ask for in chat: all but the servers, which a running bot sees itself."""
    from bot.ops.doctor import examine

    checks = build_checks(explicit, environ)
    return partial(examine, {part: it for part, it in checks.items() if part != SERVERS})


def build_checks(explicit: str | None, environ: Mapping[str, str]) -> dict[str, Examination]:
    """What `storybot doctor` examines, by part; settings that make no sense are a finding."""
    from bot.core.errors import SettingsError
    from bot.ports.checks import Finding, Level, finding_of
    from bot.records.checks import check_records
    from bot.settings import read_settings

    checks: dict[str, Examination] = {"knowledge": partial(_check_knowledge, explicit, environ)}
    try:
        settings = read_settings(environ)
    except SettingsError as error:
        checks["settings"] = partial(_found, finding_of("settings", error))
        return checks
    named, key = settings.records.database, settings.records.hash_key
    checks["database"] = partial(check_records, named, key, environ)
    if settings.judge is not None:
        from bot.judge.checks import check_judge

        checks["judge"] = partial(check_judge, settings.judge)
    if settings.discord is None and settings.slack is None:
        remedy = "set DISCORD_TOKEN, or SLACK_BOT_TOKEN and what goes with it"
        missing = Finding("settings", Level.WARNING, "no channel has a token", remedy)
        checks["settings"] = partial(_found, missing)
    if settings.discord is not None:
        from bot.adapters.discord.checks import check_discord

        checks["discord"] = partial(check_discord, settings.discord)
        checks[SERVERS] = partial(_check_servers, settings, environ)
    if settings.slack is not None:
        checks["slack"] = partial(_check_slack, settings, environ)
    if settings.editors is not None:
        checks["editors"] = partial(_check_editors, settings)
    return checks


async def _found(finding: Finding) -> list[Finding]:
    return [finding]


async def _check_editors(settings: Settings) -> list[Finding]:
    """Whether the bot can write where editors are to be told."""
    from bot.ports.checks import Finding, Level

    room = settings.editors
    if room is None:
        return []
    if room.platform == "discord" and settings.discord is not None:
        from bot.adapters.discord.checks import check_editors

        return await check_editors(settings.discord, room.channel)
    if room.platform == "slack" and settings.slack is not None:
        from bot.adapters.slack.checks import check_editors as check_in_slack

        return await check_in_slack(settings.slack, room.channel)
    what = f"STORYBOT_EDITORS names a channel on {room.platform.capitalize()}, which has no token"
    return [Finding("editors", Level.PROBLEM, what, "set its token, or name another channel")]


async def _check_knowledge(explicit: str | None, environ: Mapping[str, str]) -> list[Finding]:
    from bot.compose.stories import find_knowledge, today
    from bot.knowledge.checks import check_knowledge

    return check_knowledge(find_knowledge(explicit, environ), today())


async def _check_servers(settings: Settings, environ: Mapping[str, str]) -> list[Finding]:
    from bot.adapters.discord.checks import check_servers

    moderation = await _moderation(settings, environ)
    return await check_servers(settings.discord, moderation) if settings.discord else []


async def _check_slack(settings: Settings, environ: Mapping[str, str]) -> list[Finding]:
    from bot.adapters.slack.checks import check_slack

    moderation = await _moderation(settings, environ)
    return await check_slack(settings.slack, moderation) if settings.slack else []


async def _moderation(settings: Settings, environ: Mapping[str, str]) -> Moderation:
    """What administrators decided, as it is kept."""
    from bot.application.moderation import Moderation
    from bot.ops.clock import SystemClock
    from bot.ports.memory_state import MemoryState
    from bot.records.opening import read_rules

    kept = await read_rules(settings.records.database, environ)
    clock = SystemClock()
    return Moderation(settings.community, clock, MemoryState(clock.now), kept)


async def read_feedback(environ: Mapping[str, str], days: int, now: float) -> tuple[Feedback, bool]:
    """What readers said in the last days, and whether misses are kept; `now` counts from 1970."""
    from bot.compose.serving import retention_of
    from bot.ports.records import DAY
    from bot.records.feedback import read_feedback
    from bot.settings import read_settings

    settings = read_settings(environ).records
    kept = retention_of(settings)
    found = await read_feedback(settings.database, environ, now - days * DAY, kept, now)
    return found, kept.misses is not None


async def read_told(
    environ: Mapping[str, str], story: str, now: float
) -> dict[str, dict[ToldVersion, Sequence[StandingPost]]]:
    """What still stands of what was told of a story in the days that are put right, by platform."""
    from bot.ports.records import DAY
    from bot.records.told_facts import read_told
    from bot.settings import read_settings

    settings = read_settings(environ).records
    since = now - settings.correct_days * DAY
    return await read_told(settings.database, environ, story, since)
