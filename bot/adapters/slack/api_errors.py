"""What Slack's refusals mean: in words for who asked, and for who looks after the app."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.rendering import texts

LOST = (aiohttp.ClientError, TimeoutError, OSError)
"""What a call raises when Slack is not reached."""

_WORDS = {
    "not_in_channel": texts.SLACK_NOT_IN_CHANNEL,
    "channel_not_found": texts.SLACK_NOT_IN_CHANNEL,
    "is_archived": texts.SLACK_ARCHIVED,
    "restricted_action": texts.SLACK_RESTRICTED,
    "restricted_action_read_only_channel": texts.SLACK_RESTRICTED,
    "restricted_action_thread_only_channel": texts.SLACK_RESTRICTED,
    "thread_locked": texts.SLACK_RESTRICTED,
    "posting_to_general_channel_denied": texts.SLACK_RESTRICTED,
}
"""Private channels without the bot answer `channel_not_found`, public ones `not_in_channel`."""


def code_of(error: BaseException) -> str | None:
    """Slack's name for the error, such as `not_in_channel`; None when it has none."""
    found = _response(error).get("error")
    return str(found) if found else None


def in_words(error: BaseException, bot: str) -> str | None:
    """What is missing and who can mend it; None when people cannot do anything about it."""
    code = code_of(error)
    if code == "missing_scope":
        scope = str(_response(error).get("needed") or "")
        return texts.SLACK_MISSING_SCOPE.format(scope=scope)
    words = _WORDS.get(code or "")
    return words.format(bot=bot) if words else None


def _response(error: BaseException) -> dict[str, Any]:
    """What Slack answered; the SDK keeps a page of HTML from a proxy under the same name."""
    if not isinstance(error, SlackApiError):
        return {}
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, dict) else {}
