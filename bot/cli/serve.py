"""`storybot serve`: answers in Discord and Slack until it is told to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from bot.cli.environment import Meant, environment, open_story, story_options
from bot.cli.logs import FORMATS, LEVELS
from bot.core.errors import SettingsError, StorybotError
from bot.counting import counted

if TYPE_CHECKING:
    from bot.cli.operating import Operation, Plan
    from bot.cli.stopping import Stopping
    from bot.ops.connections import Connections
    from bot.settings import Settings

_log = logging.getLogger(__name__)

SIGNAL_GRACE = 0.05
"""Seconds in which a signal is heard that came as a channel ended."""

CLOSING = 6.0
"""Seconds that channels may take to close. Records have three more to be written, and both must be
done within ten, when the first hosts kill a process."""

MISSING = {
    "discord": "DISCORD_TOKEN is not set",
    "slack": "SLACK_BOT_TOKEN is not set",
    None: "No channel has a token",
}
REMEDY = (
    "set DISCORD_TOKEN for Discord, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or "
    "SLACK_SIGNING_SECRET (HTTP) for Slack, in the environment or in .env."
)

Channel = Callable[[], Coroutine[Any, Any, None]]
"""Starts a channel, which answers until it is cancelled."""


@click.command(short_help="Answer in Discord and Slack.")
@click.argument("channel", type=click.Choice(["discord", "slack"]), required=False)
@click.option(
    "--log-level",
    type=click.Choice(LEVELS, case_sensitive=False),
    default="info",
    show_default=True,
    help="How much to log on standard error; readers' words and tokens never.",
)
@click.option(
    "--log-format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Lines for people, or JSON objects.",
)
@click.option(
    "--health-port",
    type=click.IntRange(1, 65535),
    help="Tell /livez, /readyz and /metrics on this port.",
)
@story_options
def serve(
    channel: str | None, log_level: str, log_format: str, health_port: int | None, meant: Meant
) -> None:
    """Answer in every channel whose tokens are set, or in one, until SIGTERM or Ctrl-C.

    Discord needs DISCORD_TOKEN; Slack SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or
    SLACK_SIGNING_SECRET (HTTP on PORT). Variables may stand in .env. For Discord the log tells the
    link that adds the bot to a server. Slack processes on one database share the work; of Discord
    each serves the shards in DISCORD_SHARD_IDS. Status 0: stopped; 2: cannot be used so; 78: a
    token was refused.

    \b
    For example:
      storybot serve
      storybot serve discord --log-level warning
    """
    from bot.cli.stopping import Stopped, Stopping

    stopping = Stopping()
    try:
        _serve(channel, (log_level, log_format), health_port, meant, stopping)
    except Stopped:
        _log.info("stopped before it was ready")


def _serve(
    channel: str | None,
    log: tuple[str, str],
    health_port: int | None,
    meant: Meant,
    stopping: Stopping,
) -> None:
    import asyncio

    from bot.cli.logs import start_logging
    from bot.cli.operating import Plan
    from bot.settings import read_settings

    environ = environment()
    settings = read_settings(_only(channel, environ))
    if not _chosen(channel, settings):
        raise SettingsError(f"{MISSING[channel]}: {REMEDY}")
    level, form = log
    start_logging(level, _secrets(settings), form)
    if health_port is not None and health_port == _public_port(settings):
        raise SettingsError("--health-port must not be PORT, which Slack and the world can reach.")
    plan = Plan(
        open_story(meant, environ, _tell, _warn),
        settings,
        environ,
        tuple(_chosen(channel, settings)),
        health_port,
    )
    asyncio.run(_run(plan, stopping))
    _log.info("stopped")


def _tell(sentence: str) -> None:
    """Logged from here also where a timer calls it: what comes from elsewhere is withheld."""
    _log.info("%s", sentence)


def _warn(sentence: str) -> None:
    _log.warning("%s", sentence)


async def _run(plan: Plan, stopping: Stopping) -> None:
    from bot.cli.operating import operating
    from bot.ops.memory import give_back

    async with operating(plan) as operation:
        channels = _channels(list(plan.channels), plan.settings, operation)
        give_back()
        story = operation.answering.story
        _log.info(
            "%s of version %s; connecting to %s",
            counted(len(story.facts), "fact"),
            story.digest[:12],
            " and ".join(map(str.capitalize, channels)),
        )
        await run_channels(channels, stopping, operation.connections)


async def run_channels(
    channels: Mapping[str, Channel], stopping: Stopping, connections: Connections
) -> None:
    """Run all until a signal comes or none is left, and close them.

    One that fails does not end the others, unless it cannot be used as it is set up and never
    could. Raises what the first that failed raised, and `StorybotError` if it ended by itself.
    """
    import asyncio

    waiting = asyncio.create_task(stopping.wait())
    running = {asyncio.create_task(start(), name=name) for name, start in channels.items()}
    failed: BaseException | None = None
    try:
        while running and not waiting.done():
            done, _ = await asyncio.wait({waiting, *running}, return_when="FIRST_COMPLETED")
            for task in done & running:
                running.discard(task)
                if task.exception() is None:
                    await asyncio.sleep(SIGNAL_GRACE)
                    if waiting.done():
                        break
                name = task.get_name()
                error = task.exception() or StorybotError(
                    f"{name.capitalize()} stopped by itself: see the log, and start again."
                )
                if isinstance(error, StorybotError) and not connections.was_up(name):
                    raise error
                failed = failed or error
                connections.down(name)
                _tell_end(name, error, [it.get_name().capitalize() for it in running])
    finally:
        is_told = waiting.done()
        for task in (waiting, *running):
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=CLOSING)
    if failed is not None and not is_told:
        raise failed


def _tell_end(name: str, error: BaseException, others: Sequence[str]) -> None:
    if others:
        what = str(error) if isinstance(error, StorybotError) else f"{name.capitalize()} failed."
        _log.error("%s %s goes on.", what, " and ".join(others), exc_info=error)


def _only(channel: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    """The variables without those of the other channel, which need not make sense then."""
    if channel is None:
        return dict(environ)
    other = {"discord": "SLACK_", "slack": "DISCORD_"}[channel]
    return {name: value for name, value in environ.items() if not name.startswith(other)}


def _chosen(channel: str | None, settings: Settings) -> list[str]:
    with_tokens = {"discord": settings.discord, "slack": settings.slack}
    return [name for name, it in with_tokens.items() if it is not None and channel in (None, name)]


def _secrets(settings: Settings) -> list[str]:
    discord, slack = settings.discord, settings.slack
    of_slack = (slack.bot_token, slack.app_token, slack.signing_secret) if slack else ()
    records = settings.records
    of_records = (records.hash_key, _password(records.database))
    of_judge = settings.judge.key if settings.judge else None
    tokens = (discord.token if discord else None, *of_slack, *of_records, of_judge)
    return [secret for secret in tokens if secret]


def _password(database: str | None) -> str | None:
    from urllib.parse import urlsplit

    try:
        return urlsplit(database or "").password
    except ValueError:  # no address: opening it says so, and does not repeat it
        return None


def _channels(names: list[str], settings: Settings, operation: Operation) -> dict[str, Channel]:
    """How to start each; imports only what these channels need."""
    channels: dict[str, Channel] = {}
    answering, moderation = operation.answering, operation.moderation
    connections = operation.connections
    if "discord" in names and (discord := settings.discord):
        from bot.adapters.discord.serving import serve_discord

        channels["discord"] = lambda: serve_discord(
            *(answering, discord, moderation),
            ready=_ready("discord", connections),
            lost=_lost("discord", connections),
            skipped=lambda: connections.skip("discord"),
            examine_all=operation.examine,
            unasked=operation.unasked_on("discord"),
        )
    if "slack" in names and (slack := settings.slack):
        from bot.adapters.slack import serve_slack

        channels["slack"] = lambda: serve_slack(
            *(answering, slack, moderation),
            ready=_ready("slack", connections),
            lost=_lost("slack", connections),
            examine_all=operation.examine,
            unasked=operation.unasked_on("slack"),
        )
    return channels


def _ready(name: str, connections: Connections) -> Callable[[], None]:
    def ready() -> None:
        if connections.up(name):
            _log.info("%s is ready", name.capitalize())

    return ready


def _lost(name: str, connections: Connections) -> Callable[[], None]:
    def lost() -> None:
        if connections.down(name):
            _log.warning("%s has lost its connection, and is connecting anew", name.capitalize())

    return lost


def _public_port(settings: Settings) -> int | None:
    slack = settings.slack
    return slack.port if slack is not None and slack.app_token is None else None
