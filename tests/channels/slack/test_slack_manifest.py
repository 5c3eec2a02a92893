"""deploy/slack-manifest.yaml asks for what the code uses, and for nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.slack.app import SCOPES
from bot.channels.slack.listeners import COMMAND, EVENTS

MANIFEST = Path(__file__).parents[3] / "deploy" / "slack-manifest.yaml"


@pytest.fixture
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return found


def test_asks_for_the_scopes_the_code_needs_and_no_more(manifest: dict[str, Any]) -> None:
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(SCOPES)
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_subscribes_to_the_events_the_code_listens_to(manifest: dict[str, Any]) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {event.split(".")[0] for event in subscribed} == set(EVENTS)
    assert [event for event in subscribed if event.startswith("message")] == ["message.im"]


def test_has_the_scope_that_each_event_needs(manifest: dict[str, Any]) -> None:
    needs = {"app_mention": "app_mentions:read", "message.im": "im:history"}
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        assert needs[event] in SCOPES


def test_declares_the_command_and_the_buttons(manifest: dict[str, Any]) -> None:
    commands = manifest["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [COMMAND]
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


def test_is_ready_for_socket_mode_and_direct_messages(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["token_rotation_enabled"] is False
    home = manifest["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)
    assert len(manifest["display_information"]["description"]) <= 140
