"""What the environment says, checked once and frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.errors import SettingsError
from bot.settings.values import Read, address, days, days_or_none, limit, reader_of, yes_or_no

DISCORD_API = "https://discord.com/api/v10"
SLACK_API = "https://slack.com/api/"
DEFAULT_PORT = 3000
MOST_SHARDS = 100_000
LONGEST_COOLDOWN = 24 * 60 * 60
"""Seconds that a fact may rest in a channel."""
DEFAULT_PERSON_LIMIT = 20
DEFAULT_CHANNEL_LIMIT = 120
DEFAULT_DAYS = 365
DEFAULT_TEXT_DAYS = 90
DEFAULT_NOTIFY_DAYS = 30
DEFAULT_CORRECT_DAYS = 7
"""Days for which what was told is put right where it stands."""
DEFAULT_JUDGE_SECONDS = 1.5
LONGEST_JUDGE_SECONDS = 2.0
"""Discord takes an answer for three seconds only."""
DEFAULT_JUDGE_DAILY = 2000


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """How to reach Discord: the bot's token, and the API's address without a slash at the end.

    `shard_ids` are those this process serves, out of `shard_count`; None leaves it to Discord.
    Where it `reads`, messages that do not name the bot come with their words.
    """

    token: str
    api_url: str = DISCORD_API
    shard_ids: tuple[int, ...] | None = None
    shard_count: int | None = None
    reads: bool = False


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
    notify_days: int = DEFAULT_NOTIFY_DAYS


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
    value = reader_of(environ)
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
    return _judge(reader_of(environ))


def _judge(value: Read) -> JudgeSettings | None:
    url, model = value("STORYBOT_JUDGE_URL"), value("STORYBOT_JUDGE_MODEL")
    if url is None:
        return None
    if model is None:
        raise SettingsError(
            "STORYBOT_JUDGE_URL is set, but not STORYBOT_JUDGE_MODEL: set it to the model's name."
        )
    return JudgeSettings(
        address("STORYBOT_JUDGE_URL", url).rstrip("/"),
        model,
        value("STORYBOT_JUDGE_KEY"),
        _judge_seconds(value("STORYBOT_JUDGE_SECONDS") or str(DEFAULT_JUDGE_SECONDS)),
        limit("STORYBOT_JUDGE_DAILY", value, DEFAULT_JUDGE_DAILY, "day"),
    )


def _judge_seconds(text: str) -> float:
    plain = re.fullmatch(r"[0-9]+(\.[0-9]+)?", text)
    if plain is None or not 0 < float(text) <= LONGEST_JUDGE_SECONDS:
        raise SettingsError(
            f"STORYBOT_JUDGE_SECONDS is “{text}”: it must be a number of seconds above 0, up to "
            f"{LONGEST_JUDGE_SECONDS:g}, such as 1.5."
        )
    return float(text)


def _discord(value: Read) -> DiscordSettings | None:
    token = value("DISCORD_TOKEN")
    if token is None:
        return None
    api_url = address("DISCORD_API_URL", value("DISCORD_API_URL") or DISCORD_API).rstrip("/")
    reads = yes_or_no("STORYBOT_READ_CHANNELS", value("STORYBOT_READ_CHANNELS") or "no")
    return DiscordSettings(token, api_url, *_shards(value), reads)


def _shards(value: Read) -> tuple[tuple[int, ...] | None, int | None]:
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


def _community(value: Read) -> CommunitySettings:
    channels = re.split(r"[\s,]+", value("STORYBOT_CHANNELS") or "")
    cooldown = value("STORYBOT_COOLDOWN") or "0"
    if not cooldown.isdecimal() or int(cooldown) > LONGEST_COOLDOWN:
        raise SettingsError(
            f"STORYBOT_COOLDOWN is “{cooldown}”: it must be a number of seconds from 0 to "
            f"{LONGEST_COOLDOWN}."
        )
    private = yes_or_no("STORYBOT_PRIVATE", value("STORYBOT_PRIVATE") or "no")
    return CommunitySettings(
        frozenset(filter(None, channels)),
        private,
        float(cooldown),
        limit("STORYBOT_PERSON_LIMIT", value, DEFAULT_PERSON_LIMIT),
        limit("STORYBOT_CHANNEL_LIMIT", value, DEFAULT_CHANNEL_LIMIT),
    )


def _editors(value: Read) -> EditorsSettings | None:
    named, edit = value("STORYBOT_EDITORS"), (value("STORYBOT_EDIT") or "no").casefold()
    needs_two = edit == "two"
    may_edit = needs_two or yes_or_no("STORYBOT_EDIT", edit)
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


def _records(value: Read) -> RecordsSettings:
    return RecordsSettings(
        database=value("STORYBOT_DATABASE") or value("DATABASE_URL"),
        hash_key=value("STORYBOT_HASH_KEY"),
        days=days("STORYBOT_KEEP_DAYS", value) or DEFAULT_DAYS,
        text_days=days("STORYBOT_KEEP_TEXTS", value) or DEFAULT_TEXT_DAYS,
        miss_days=days("STORYBOT_KEEP_MISSES", value),
        correct_days=days_or_none("STORYBOT_CORRECT_DAYS", value, DEFAULT_CORRECT_DAYS),
        notify_days=days_or_none("STORYBOT_NOTIFY_DAYS", value, DEFAULT_NOTIFY_DAYS),
    )


def _check_slack_tokens(value: Read) -> None:
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


def _slack(value: Read) -> SlackSettings | None:
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
    api_url = address("SLACK_API_URL", value("SLACK_API_URL") or SLACK_API).rstrip("/") + "/"
    return SlackSettings(bot_token, app_token, secret, api_url, int(port))
