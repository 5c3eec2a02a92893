"""The environment is read once, and what is wrong in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.environment import read_env_file
from bot.core.errors import SettingsError
from bot.settings import (
    DISCORD_API,
    SLACK_API,
    DiscordSettings,
    EditorsSettings,
    JudgeSettings,
    Settings,
    SlackSettings,
    read_judge,
    read_settings,
)

DISCORD = {"DISCORD_TOKEN": "d"}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def test_an_empty_environment_sets_up_no_channel() -> None:
    assert read_settings({}) == Settings(None, None, None)
    assert read_settings({"DISCORD_TOKEN": "  ", "SLACK_BOT_TOKEN": ""}) == Settings()


def test_reads_every_variable() -> None:
    environ = {
        "STORYBOT_KNOWLEDGE": "town.yaml",
        "DISCORD_TOKEN": " d ",
        "DISCORD_API_URL": "http://127.0.0.1:8080/api/v10/",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_SIGNING_SECRET": "s",
        "SLACK_API_URL": "http://localhost:8081/api",
        "PORT": "8000",
    }
    assert read_settings(environ) == Settings(
        "town.yaml",
        DiscordSettings("d", "http://127.0.0.1:8080/api/v10"),
        SlackSettings("xoxb-1", "xapp-1", "s", "http://localhost:8081/api/", 8000),
    )


def test_the_platforms_are_reached_at_their_own_addresses_by_default() -> None:
    settings = read_settings({**DISCORD, **SLACK})
    assert settings.discord == DiscordSettings("d", DISCORD_API)
    assert settings.slack == SlackSettings("xoxb-1", "xapp-1", None, SLACK_API, 3000)


def test_slack_takes_a_signing_secret_instead_of_an_app_token() -> None:
    settings = read_settings({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"})
    assert settings.slack == SlackSettings("xoxb-1", None, "s")


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_SIGNING_SECRET": "s"}, ["SLACK_BOT_TOKEN"]),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1"},
            ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"],
        ),
        (
            {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"},
            ["SLACK_BOT_TOKEN holds an app-level token", "SLACK_APP_TOKEN holds a bot token"],
        ),
        ({**SLACK, "SLACK_BOT_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN holds an app-level token"]),
        ({**SLACK, "SLACK_APP_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN holds a bot token"]),
        ({**SLACK, "PORT": "0"}, ["PORT", "“0”"]),
        ({**SLACK, "PORT": "65536"}, ["PORT", "65535"]),
        ({**SLACK, "PORT": "http"}, ["PORT", "“http”"]),
        ({**SLACK, "PORT": "-1"}, ["PORT"]),
        ({**SLACK, "PORT": "3000.5"}, ["PORT"]),
        ({**SLACK, "PORT": "²"}, ["PORT"]),
        ({**SLACK, "SLACK_API_URL": "http://slack.example/api/"}, ["SLACK_API_URL", "https"]),
        ({**DISCORD, "DISCORD_API_URL": "ftp://127.0.0.1"}, ["DISCORD_API_URL", "https"]),
    ],
)
def test_an_error_names_the_variable_that_is_wrong(
    environ: dict[str, str], named: list[str]
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ)
    assert all(name in str(caught.value) for name in named)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("secret", ["d", "xapp-1", "hush", "xoxb-1"])
@pytest.mark.parametrize("swapped", [False, True])
def test_no_error_tells_a_token(secret: str, swapped: bool) -> None:
    environ = {**DISCORD, "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "hush"}
    if swapped:
        environ |= {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}
    with pytest.raises(SettingsError) as caught:
        read_settings(environ)
    assert secret not in str(caught.value).split()


@pytest.mark.parametrize(
    "url",
    [
        "https://proxy.example/api/v10",
        "HTTPS://proxy.example/api",
        "http://127.0.0.1:8080/api/v10",
        "http://127.8.9.10/api",
        "http://localhost:8080/api",
        "http://LOCALHOST/api",
        "http://[::1]:8080/api",
        "http://user:secret@127.0.0.1/api",
    ],
)
def test_tokens_go_over_https_or_to_this_machine(url: str) -> None:
    settings = read_settings({**DISCORD, "DISCORD_API_URL": url})
    assert settings.discord is not None
    assert settings.discord.api_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://discord.example/api",
        "http://127.0.0.1.evil.com/api",
        "http://localhost.evil.com/api",
        "http://localhost@evil.com/api",
        "http://127.0.0.1@evil.com/api",
        "http://127.0.0.1:80@evil.com/api",
        "http://evil.com/127.0.0.1",
        "http://evil.com#@127.0.0.1/api",
        "http://evil.com?@127.0.0.1/api",
        "http://127.0.0.1\\@evil.com/api",
        "http://0.0.0.0/api",
        "http://10.0.0.1/api",
        "http://[::2]/api",
        "http://[::1",
        "https://[::1",
        "http://1270.0.0.1/api",
        "http:127.0.0.1/api",
        "http:///api",
        "https://",
        "https:///api",
        "//127.0.0.1/api",
        "127.0.0.1:8080",
        "localhost",
        "file:///etc/passwd",
    ],
)
def test_tokens_go_nowhere_else(url: str) -> None:
    with pytest.raises(SettingsError, match="DISCORD_API_URL"):
        read_settings({**DISCORD, "DISCORD_API_URL": url})


JUDGE = {"STORYBOT_JUDGE_URL": "http://127.0.0.1:11434/v1/", "STORYBOT_JUDGE_MODEL": "m"}


def test_the_judge_is_off_until_its_address_is_set() -> None:
    assert read_settings({"STORYBOT_JUDGE_MODEL": "m"}).judge is None
    assert read_judge({"STORYBOT_JUDGE_KEY": "k"}) is None
    told = {"STORYBOT_JUDGE_KEY": "k", "STORYBOT_JUDGE_SECONDS": "0.5"}
    assert read_settings({**JUDGE, **told, "STORYBOT_JUDGE_DAILY": "0"}).judge == JudgeSettings(
        "http://127.0.0.1:11434/v1", "m", "k", 0.5, 0
    )
    assert read_judge(JUDGE) == JudgeSettings("http://127.0.0.1:11434/v1", "m", None, 1.5, 2000)


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("STORYBOT_JUDGE_MODEL", "", "STORYBOT_JUDGE_MODEL"),
        ("STORYBOT_JUDGE_URL", "http://judge.example/v1", "https"),
        ("STORYBOT_JUDGE_SECONDS", "0", "up to 2"),
        ("STORYBOT_JUDGE_SECONDS", "2.1", "up to 2"),
        ("STORYBOT_JUDGE_SECONDS", "nan", "“nan”"),
        ("STORYBOT_JUDGE_SECONDS", "-1", "“-1”"),
        ("STORYBOT_JUDGE_DAILY", "60001", "questions a day"),
        ("STORYBOT_JUDGE_DAILY", "many", "“many”"),
    ],
)
def test_what_is_wrong_with_the_judge_is_named(name: str, value: str, named: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({**JUDGE, name: value})
    assert named in str(caught.value)


def read_lines(folder: Path, text: str) -> dict[str, str]:
    path = folder / ".env"
    path.write_bytes(text.encode())
    return read_env_file(path)


def test_without_an_env_file_nothing_is_set(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / ".env") == {}
    assert read_env_file(tmp_path) == {}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=1", "1"),
        ("  A = 1  ", "1"),
        ("export A=1", "1"),
        ("A=", ""),
        ("A=a=b", "a=b"),
        ("A=two words", "two words"),
        ("A='two words'", "two words"),
        ('A=" kept "', " kept "),
        ('A="a # b"', "a # b"),
        ("A=a#b", "a#b"),
        ("A=1 # the first", "1"),
        ("A= # nothing", ""),
        ('A="1" # the first', "1"),
        ("A='1'# the first", "1"),
        ('A="it\'s"', "it's"),
        ('A="', '"'),
        ("A=\"1'", "\"1'"),
        ("A=xoxb-ü“”", "xoxb-ü“”"),
    ],
)
def test_reads_a_value(tmp_path: Path, line: str, value: str) -> None:
    assert read_lines(tmp_path, f"# first\n\n{line}\n") == {"A": value}


def test_reads_what_windows_editors_write(tmp_path: Path) -> None:
    assert read_lines(tmp_path, "\ufeffA=1\r\nB=2\r\n") == {"A": "1", "B": "2"}


def test_the_last_of_two_values_holds(tmp_path: Path) -> None:
    assert read_lines(tmp_path, "A=1\nA=2") == {"A": "2"}


@pytest.mark.parametrize("line", ["A", "=1", "A B=1", "1A=1", "A-B=1", "A: 1"])
def test_a_line_that_makes_no_sense_is_named_without_telling_its_value(
    tmp_path: Path, line: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_lines(tmp_path, f"OK=1\n# comment\n{line}\n")
    assert ".env:3:" in str(caught.value)
    assert str(caught.value).endswith("write NAME=value, or start the line with #.")


def test_a_process_may_serve_some_of_the_shards() -> None:
    environ = {**DISCORD, "DISCORD_SHARD_COUNT": "4", "DISCORD_SHARD_IDS": "2, 3,2"}
    settings = read_settings(environ).discord
    assert settings is not None
    assert (settings.shard_ids, settings.shard_count) == ((2, 3), 4)
    settings = read_settings({**DISCORD, "DISCORD_SHARD_COUNT": "4"}).discord
    assert settings is not None
    assert (settings.shard_ids, settings.shard_count) == (None, 4)


@pytest.mark.parametrize(
    ("named", "environ"),
    [
        ("DISCORD_SHARD_COUNT", {"DISCORD_SHARD_IDS": "0"}),
        ("DISCORD_SHARD_COUNT", {"DISCORD_SHARD_COUNT": "0"}),
        ("DISCORD_SHARD_COUNT", {"DISCORD_SHARD_COUNT": "many"}),
        ("DISCORD_SHARD_IDS", {"DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": "2"}),
        ("DISCORD_SHARD_IDS", {"DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": "0;1"}),
        ("STORYBOT_COOLDOWN", {"STORYBOT_COOLDOWN": "a while"}),
        ("STORYBOT_COOLDOWN", {"STORYBOT_COOLDOWN": "86401"}),
        ("STORYBOT_PERSON_LIMIT", {"STORYBOT_PERSON_LIMIT": "-1"}),
        ("STORYBOT_CHANNEL_LIMIT", {"STORYBOT_CHANNEL_LIMIT": "60001"}),
        ("STORYBOT_PRIVATE", {"STORYBOT_PRIVATE": "perhaps"}),
        ("STORYBOT_EDITORS", {"STORYBOT_EDITORS": "discord:general"}),
        ("STORYBOT_EDITORS", {"STORYBOT_EDITORS": "C0123"}),
        ("STORYBOT_EDITORS", {"STORYBOT_EDIT": "yes"}),
        ("STORYBOT_EDIT", {"STORYBOT_EDIT": "three"}),
    ],
)
def test_shards_and_rules_that_make_no_sense_are_named(named: str, environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=named):
        read_settings({**DISCORD, **environ})


def test_editors_have_a_channel_and_may_edit() -> None:
    assert read_settings(DISCORD).editors is None
    environ = {**DISCORD, "STORYBOT_EDITORS": "slack:C0123"}
    assert read_settings(environ).editors == EditorsSettings("slack", "C0123")
    for edit, needs_two in (("yes", False), ("Two", True)):
        settings = read_settings({**environ, "STORYBOT_EDIT": edit}).editors
        assert settings == EditorsSettings("slack", "C0123", True, needs_two)


def test_the_environment_may_set_the_first_rules() -> None:
    environ = {"STORYBOT_CHANNELS": "12, C34 56", "STORYBOT_PRIVATE": "Yes"}
    environ = {**environ, "STORYBOT_COOLDOWN": "90", "STORYBOT_PERSON_LIMIT": "0"}
    community = read_settings(environ).community
    assert (community.person_limit, community.channel_limit) == (0, 120)
    assert community.channels == {"12", "C34", "56"}
    assert (community.private, community.cooldown) == (True, 90.0)
