"""Whether Slack can be reached, takes the tokens and grants the scopes, for `storybot doctor`."""

from __future__ import annotations

from collections.abc import Collection

from bot.adapters.probing import Answer, clock, probe, unreachable
from bot.adapters.proxy import check_proxy
from bot.adapters.slack.features import CHANNELS, FULL, MINIMAL, lacking, scopes_of, works
from bot.adapters.slack.membership import PART, check_channels
from bot.application.moderation import Moderation
from bot.ports.checks import Finding, Level
from bot.settings import SlackSettings

NEEDED = tuple(sorted(scopes_of(MINIMAL)))
"""The scopes of `deploy/slack-manifest.yaml`."""
_BOT_REMEDY = (
    "copy the Bot User OAuth Token (xoxb-…) from your Slack app's page “OAuth & Permissions”"
)
_APP_REMEDY = (
    "copy an App-Level Token (xapp-…) with the scope connections:write from your Slack app's page "
    "“Basic Information”, and switch Socket Mode on"
)


async def check_slack(settings: SlackSettings, moderation: Moderation) -> list[Finding]:
    """The address, both tokens, the scopes, the clock and, where it may, the channels."""
    url = f"{settings.api_url}auth.test"
    answer = await probe("POST", url, f"Bearer {settings.bot_token}")
    proxied = check_proxy(PART, url)
    if answer is None:
        return [*proxied, unreachable(PART, url, "SLACK_API_URL")]
    found = [*proxied, *clock(answer), _token("SLACK_BOT_TOKEN", answer, _BOT_REMEDY)]
    if found[-1].level is Level.GOOD:
        granted = answer.headers.get("x-oauth-scopes", "").replace(" ", "").split(",")
        found += _scopes(granted)
        if works(CHANNELS, granted):
            found += await check_channels(settings, answer.body, moderation)
    return found + await _socket(settings)


async def _socket(settings: SlackSettings) -> list[Finding]:
    if settings.app_token is None:
        return []
    url = f"{settings.api_url}apps.connections.open"
    answer = await probe("POST", url, f"Bearer {settings.app_token}")
    if answer is None:
        return [unreachable(PART, url, "SLACK_API_URL")]
    return [_token("SLACK_APP_TOKEN", answer, _APP_REMEDY)]


def _token(variable: str, answer: Answer, remedy: str) -> Finding:
    if not isinstance(answer.body, dict) or answer.status != 200:
        what = f"Slack has trouble (HTTP {answer.status})"
        return Finding(PART, Level.WARNING, what, "try again later")
    if not answer.body.get("ok"):
        what = f"Slack refused {variable} ({answer.body.get('error')})"
        return Finding(PART, Level.PROBLEM, what, remedy)
    return Finding(PART, Level.GOOD, f"{variable} is accepted")


def _scopes(granted: Collection[str]) -> list[Finding]:
    """What was granted, held against both manifests: too little, and more than is of use."""
    return [*_missing(granted), *_unused(granted)] if any(granted) else []


def _missing(granted: Collection[str]) -> list[Finding]:
    missing = list(lacking(granted, MINIMAL))
    if missing:
        what = f"the Slack app lacks {', '.join(missing)}"
        remedy = "add what deploy/slack-manifest.yaml lists, then reinstall the app"
        return [Finding(PART, Level.PROBLEM, what, remedy)]
    off = [feature.name for feature in FULL if not works(feature, granted)]
    if not off:
        return [Finding(PART, Level.GOOD, "every scope of the full manifest is granted")]
    what = f"every scope of the minimal manifest is granted; off are: {'; '.join(off)}"
    return [Finding(PART, Level.GOOD, what)]


def _unused(granted: Collection[str]) -> list[Finding]:
    unused = sorted(frozenset(granted) - scopes_of(FULL))
    if not unused:
        return []
    what = f"the Slack app may do what storybot never does: {', '.join(unused)}"
    return [Finding(PART, Level.WARNING, what, "take these scopes away, then reinstall the app")]
