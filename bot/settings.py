"""What the environment says, checked once and frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.core.errors import SettingsError

DISCORD_API = "https://discord.com/api/v10"
SLACK_API = "https://slack.com/api/"
DEFAULT_PORT = 3000
MOST_SHARDS = 100_000
LONGEST_COOLDOWN = 24 * 60 * 60
"""Seconds that a fact may rest in a channel."""
DEFAULT_PERSON_LIMIT = 20
DEFAULT_CHANNEL_LIMIT = 120
MOST_QUESTIONS = 60_000
"""The highest limit: of a person's questions, of a channel's, of those that go to the judge."""
DEFAULT_DAYS = 365
DEFAULT_TEXT_DAYS = 90
DEFAULT_CORRECT_DAYS = 7
"""Days for which what was told is put right where it stands."""
LONGEST_DAYS = 3650
DEFAULT_JUDGE_SECONDS = 1.5
LONGEST_JUDGE_SECONDS = 2.0
"""Discord takes an answer for three seconds only."""
DEFAULT_JUDGE_DAILY = 2000

_Reader = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """How to reach Discord: the bot's token, and the API's address without a slash at the end.

    `shard_ids` are those this process serves, out of `shard_count`; None leaves it to Discord.
    """

    token: str
    api_url: str = DISCORD_API
    shard_ids: tuple[int, ...] | None = None
    shard_count: int | None = None


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How to reach Slack: Socket Mode when `app_token` is set, else signed HTTP on `port`."""

    bot_token: str
    app_token: str | None = None
    signing_secret: str | None = None
    api_url: str = SLACK_API
    port: int = DEFAULT_PORT


@dataclass(frozen=True, slots=True)
class CommunitySettings:
    """What holds until administrators say otherwise: channel ids (none: all), privacy, cooldown.

    The limits are in questions a minute, 0 for none; administrators do not change them.
    """

    channels: frozenset[str] = frozenset()
    private: bool = False
    cooldown: float = 0.0
    person_limit: int = 0
    channel_limit: int = 0


@dataclass(frozen=True, slots=True)
class EditorsSettings:
    """The channel of the editors, by its id on a platform ("discord", "slack"); whether what they
    decide there changes the knowledge file at once, and only after a second one's yes."""

    platform: str
    channel: str
    may_edit: bool = False
    needs_two: bool = False


@dataclass(frozen=True, slots=True)
class RecordsSettings:
    """Where records are kept and for how many days; misses' text only where that is set.

    `database` is a path or an address; without it a file in the user's data folder.
    """

    database: str | None = None
    hash_key: str | None = None
    days: int = DEFAULT_DAYS
    text_days: int = DEFAULT_TEXT_DAYS
    miss_days: int | None = None
    correct_days: int = DEFAULT_CORRECT_DAYS


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """How to reach the operator's judge: the address of an OpenAI-compatible API, such as
    http://127.0.0.1:11434/v1, the model, and what a verdict may take; `daily` is 0 for no limit.
    """

    url: str
    model: str
    key: str | None = None
    seconds: float = DEFAULT_JUDGE_SECONDS
    daily: int = DEFAULT_JUDGE_DAILY


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment can say. A channel without tokens is None."""

    knowledge: str | None = None
    discord: DiscordSettings | None = None
    slack: SlackSettings | None = None
    community: CommunitySettings = CommunitySettings(
        person_limit=DEFAULT_PERSON_LIMIT, channel_limit=DEFAULT_CHANNEL_LIMIT
    )
    records: RecordsSettings = RecordsSettings()
    judge: JudgeSettings | None = None
    editors: EditorsSettings | None = None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ`; raises `SettingsError` naming the variable that is wrong."""
    value = _reader(environ)
    return Settings(
        value("STORYBOT_KNOWLEDGE"),
        _discord(value),
        _slack(value),
        community=_community(value),
        records=_records(value),
        judge=_judge(value),
        editors=_editors(value),
    )


def read_judge(environ: Mapping[str, str]) -> JudgeSettings | None:
    """The judge's settings alone, None where there is none; raises `SettingsError`."""
    return _judge(_reader(environ))


def _reader(environ: Mapping[str, str]) -> _Reader:
    return lambda name: environ.get(name, "").strip() or None


def _judge(value: _Reader) -> JudgeSettings | None:
    url, model = value("STORYBOT_JUDGE_URL"), value("STORYBOT_JUDGE_MODEL")
    if url is None:
        return None
    if model is None:
        raise SettingsError(
            "STORYBOT_JUDGE_URL is set, but not STORYBOT_JUDGE_MODEL: set it to the model's name."
        )
    return JudgeSettings(
        _address("STORYBOT_JUDGE_URL", url).rstrip("/"),
        model,
        value("STORYBOT_JUDGE_KEY"),
        _judge_seconds(value("STORYBOT_JUDGE_SECONDS") or str(DEFAULT_JUDGE_SECONDS)),
        _limit("STORYBOT_JUDGE_DAILY", value, DEFAULT_JUDGE_DAILY, "day"),
    )


def _judge_seconds(text: str) -> float:
    plain = re.fullmatch(r"[0-9]+(\.[0-9]+)?", text)
    if plain is None or not 0 < float(text) <= LONGEST_JUDGE_SECONDS:
        raise SettingsError(
            f"STORYBOT_JUDGE_SECONDS is “{text}”: it must be a number of seconds above 0, up to "
            f"{LONGEST_JUDGE_SECONDS:g}, such as 1.5."
        )
    return float(text)


def _discord(value: _Reader) -> DiscordSettings | None:
    token = value("DISCORD_TOKEN")
    if token is None:
        return None
    address = _address("DISCORD_API_URL", value("DISCORD_API_URL") or DISCORD_API).rstrip("/")
    return DiscordSettings(token, address, *_shards(value))


def _shards(value: _Reader) -> tuple[tuple[int, ...] | None, int | None]:
    ids, count = value("DISCORD_SHARD_IDS"), value("DISCORD_SHARD_COUNT")
    if count is None:
        if ids is not None:
            raise SettingsError(
                "DISCORD_SHARD_IDS is set without DISCORD_SHARD_COUNT: set it to the number of "
                "shards over all processes."
            )
        return None, None
    if not count.isdecimal() or not 0 < int(count) <= MOST_SHARDS:
        raise SettingsError(
            f"DISCORD_SHARD_COUNT is “{count}”: it must be a number from 1 to {MOST_SHARDS}."
        )
    if ids is None:
        return None, int(count)
    numbers = [one.strip() for one in ids.split(",")]
    if not all(one.isdecimal() and int(one) < int(count) for one in numbers):
        raise SettingsError(
            f"DISCORD_SHARD_IDS is “{ids}”: write numbers from 0 to {int(count) - 1} with commas "
            "between them, such as 0,1."
        )
    return tuple(sorted({int(one) for one in numbers})), int(count)


def _community(value: _Reader) -> CommunitySettings:
    channels = re.split(r"[\s,]+", value("STORYBOT_CHANNELS") or "")
    cooldown = value("STORYBOT_COOLDOWN") or "0"
    if not cooldown.isdecimal() or int(cooldown) > LONGEST_COOLDOWN:
        raise SettingsError(
            f"STORYBOT_COOLDOWN is “{cooldown}”: it must be a number of seconds from 0 to "
            f"{LONGEST_COOLDOWN}."
        )
    private = _yes_or_no("STORYBOT_PRIVATE", value("STORYBOT_PRIVATE") or "no")
    return CommunitySettings(
        frozenset(filter(None, channels)),
        private,
        float(cooldown),
        _limit("STORYBOT_PERSON_LIMIT", value, DEFAULT_PERSON_LIMIT),
        _limit("STORYBOT_CHANNEL_LIMIT", value, DEFAULT_CHANNEL_LIMIT),
    )


def _limit(name: str, value: _Reader, default: int, per: str = "minute") -> int:
    limit = value(name) or str(default)
    if not limit.isdecimal() or int(limit) > MOST_QUESTIONS:
        raise SettingsError(
            f"{name} is “{limit}”: it must be a number of questions a {per}, up to "
            f"{MOST_QUESTIONS}, or 0 for no limit."
        )
    return int(limit)


def _yes_or_no(name: str, text: str) -> bool:
    if text.casefold() in ("1", "yes", "true", "on"):
        return True
    if text.casefold() in ("0", "no", "false", "off"):
        return False
    raise SettingsError(f"{name} is “{text}”: write yes or no.")


def _editors(value: _Reader) -> EditorsSettings | None:
    named, edit = value("STORYBOT_EDITORS"), (value("STORYBOT_EDIT") or "no").casefold()
    needs_two = edit == "two"
    may_edit = needs_two or _yes_or_no("STORYBOT_EDIT", edit)
    if named is None:
        if may_edit:
            raise SettingsError(
                "STORYBOT_EDIT is set, but not STORYBOT_EDITORS: set it to the editors' channel."
            )
        return None
    platform, _, channel = named.partition(":")
    is_discord, is_slack = platform == "discord", platform == "slack"
    if not (is_discord and channel.isdecimal()) and not (is_slack and channel.isalnum()):
        raise SettingsError(
            f"STORYBOT_EDITORS is “{named}”: write the platform and the channel's id, such as "
            "discord:1189998819991199 or slack:C0123456789."
        )
    return EditorsSettings(platform, channel, may_edit, needs_two)


def _records(value: _Reader) -> RecordsSettings:
    return RecordsSettings(
        database=value("STORYBOT_DATABASE") or value("DATABASE_URL"),
        hash_key=value("STORYBOT_HASH_KEY"),
        days=_days("STORYBOT_KEEP_DAYS", value) or DEFAULT_DAYS,
        text_days=_days("STORYBOT_KEEP_TEXTS", value) or DEFAULT_TEXT_DAYS,
        miss_days=_days("STORYBOT_KEEP_MISSES", value),
        correct_days=_correct_days(value),
    )


def _correct_days(value: _Reader) -> int:
    if value("STORYBOT_CORRECT_DAYS") == "0":
        return 0
    days = _days("STORYBOT_CORRECT_DAYS", value)
    return DEFAULT_CORRECT_DAYS if days is None else days


def _days(name: str, value: _Reader) -> int | None:
    days = value(name)
    if days is None:
        return None
    if not days.isdecimal() or not 0 < int(days) <= LONGEST_DAYS:
        raise SettingsError(
            f"{name} is “{days}”: it must be a number of days, 1 to {LONGEST_DAYS}."
        )
    return int(days)


def _check_slack_tokens(value: _Reader) -> None:
    """Each token says by how it begins which of the two it is."""
    wrong = []
    if (value("SLACK_BOT_TOKEN") or "").startswith("xapp-"):
        wrong.append("SLACK_BOT_TOKEN holds an app-level token (xapp-…)")
    if (value("SLACK_APP_TOKEN") or "").startswith("xoxb-"):
        wrong.append("SLACK_APP_TOKEN holds a bot token (xoxb-…)")
    if wrong:
        raise SettingsError(
            f"{', and '.join(wrong)}: set SLACK_BOT_TOKEN to the bot token (xoxb-…), and "
            "SLACK_APP_TOKEN to the app-level token (xapp-…)."
        )


def _slack(value: _Reader) -> SlackSettings | None:
    _check_slack_tokens(value)
    bot_token, app_token = value("SLACK_BOT_TOKEN"), value("SLACK_APP_TOKEN")
    secret = value("SLACK_SIGNING_SECRET")
    if bot_token is None:
        if app_token or secret:
            raise SettingsError(
                "SLACK_BOT_TOKEN is not set, but another Slack variable is: set it to the bot "
                "token (xoxb-…) from your Slack app's page “OAuth & Permissions”."
            )
        return None
    if app_token is None and secret is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (xapp-…, for Socket Mode) nor "
            "SLACK_SIGNING_SECRET (for HTTP): set one of them."
        )
    port = value("PORT") or str(DEFAULT_PORT)
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"PORT is “{port}”: it must be a number from 1 to 65535.")
    address = _address("SLACK_API_URL", value("SLACK_API_URL") or SLACK_API).rstrip("/") + "/"
    return SlackSettings(bot_token, app_token, secret, address, int(port))


def _address(name: str, url: str) -> str:
    """`url` if tokens may be sent there: https anywhere, plain http only to this machine."""
    with suppress(ValueError):  # a bracket that is never closed, or a name where http needs ours
        parts = urlsplit(url)
        host = parts.hostname
        if host and parts.scheme == "https":
            return url
        if parts.scheme == "http" and (host == "localhost" or ip_address(str(host)).is_loopback):
            return url
    raise SettingsError(
        f"{name} is “{url}”: use https, or plain http only to this machine (127.0.0.1)."
    )
