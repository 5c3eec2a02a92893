"""The manifests in `deploy/` ask for what the code uses, and for nothing else."""

from __future__ import annotations

import re

import pytest

from bot.adapters.slack import checks, incoming, requests
from bot.adapters.slack.features import FULL, MINIMAL, Feature, events_of, scopes_of
from bot.adapters.slack.request import Kind
from tests.adapters.slack.manifest_links import FILES, link, manifest
from tests.paths import REPOSITORY
from tests.servers.slack_limits import (
    DIES_ON_LARGE_WORKSPACES,
    READ_BY_KIND,
    SCOPES,
)
from tests.servers.slack_manifests import NEEDED_BY_EVENTS, manifest_problems

LOOKING = ("app", "checks")
"""Modules whose calls are made at a start, or for the doctor."""

both = pytest.mark.parametrize(
    ("name", "wanted"), [("minimal", MINIMAL), ("full", FULL)], ids=["minimal", "full"]
)


@both
def test_asks_for_the_scopes_its_features_need_and_no_more(
    name: str, wanted: tuple[Feature, ...]
) -> None:
    scopes = manifest(name)["oauth_config"]["scopes"]
    assert scopes["bot"] == sorted(scopes_of(wanted))
    assert "user" not in scopes


@both
def test_subscribes_to_the_events_its_features_need_and_may_have_them(
    name: str, wanted: tuple[Feature, ...]
) -> None:
    events = manifest(name)["settings"]["event_subscriptions"]["bot_events"]
    assert events == sorted(events_of(wanted))
    assert {NEEDED_BY_EVENTS[event] for event in events} - {None} <= scopes_of(wanted)


def test_the_events_subscribed_to_are_those_listened_to() -> None:
    subscribed = manifest("full")["settings"]["event_subscriptions"]["bot_events"]
    assert {event.split(".")[0] for event in subscribed} == set(requests.EVENTS)


def test_the_full_manifest_allows_every_method_called_and_every_event_and_no_more() -> None:
    methods = _methods_called()
    assert {"chat.postMessage", "chat.update", "views.open", "users.info"} <= methods
    by_methods = {SCOPES[method] for method in methods if method in SCOPES}
    by_methods |= {READ_BY_KIND[kind] for kind in checks.KINDS}
    by_events = {scope for scope in NEEDED_BY_EVENTS.values() if scope}
    granted = set(manifest("full")["oauth_config"]["scopes"]["bot"])
    assert granted == by_methods | by_events | {"commands"}


def test_no_method_called_lists_what_is_in_a_workspace() -> None:
    assert _methods_called().isdisjoint(DIES_ON_LARGE_WORKSPACES)


def _methods_called() -> set[str]:
    """Those of the Web API that the bot calls while it serves."""
    package = REPOSITORY / "bot" / "adapters" / "slack"
    code = "".join(it.read_text("utf-8") for it in package.glob("*.py") if it.stem not in LOOKING)
    called = re.findall(r"\bclient\.([a-z]+_\w+)", code)
    return {name.replace("_", ".") for name in called}


@both
def test_declares_the_commands_the_shortcut_and_the_buttons(
    name: str, wanted: tuple[Feature, ...]
) -> None:
    made = manifest(name)
    commands = [command["command"] for command in made["features"]["slash_commands"]]
    shortcuts = [(it["type"], it["callback_id"]) for it in made["features"]["shortcuts"]]
    assert [getattr(incoming.wanted({"command": it}), "kind", None) for it in commands] == [
        Kind.ASKED,
        Kind.TYPED,
    ]
    assert shortcuts == [("message", "ask_about_this")]
    assert made["settings"]["interactivity"]["is_enabled"] is True


@both
def test_is_ready_for_socket_mode_with_tokens_that_do_not_expire(
    name: str, wanted: tuple[Feature, ...]
) -> None:
    made = manifest(name)
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["token_rotation_enabled"] is False
    assert made["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert list(manifest_problems(made)) == []


def test_only_the_full_manifest_makes_it_an_agent() -> None:
    assert "agent_view" not in manifest("minimal")["features"]
    view = manifest("full")["features"]["agent_view"]
    assert 1 <= len(view["agent_description"]) <= 300
    assert "assistant_view" not in manifest("full")["features"]


@pytest.mark.parametrize("page", ["README.md", "docs/slack.md"])
@pytest.mark.parametrize("name", FILES)
def test_the_pages_link_to_an_app_made_from_the_manifest(name: str, page: str) -> None:
    assert link(name) in (REPOSITORY / page).read_text(encoding="utf-8")
