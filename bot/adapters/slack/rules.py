"""The words behind `/story` by which administrators say where the bot speaks, and how often."""

from __future__ import annotations

import re
from collections.abc import Callable

from slack_sdk.errors import SlackApiError

from bot.adapters.slack.app import Identity
from bot.adapters.slack.features import ADMINS, works
from bot.adapters.slack.incoming import Place
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.speaker import report, room_of
from bot.application.moderation import Controls, Room
from bot.rendering import texts

_COOLDOWN = re.compile(r"cooldown (\d{1,6})")


class Rules:
    """Shows the rules to everybody, and changes them for the workspace's administrators."""

    def __init__(self, controls: Controls, outgoing: Outgoing, identity: Identity) -> None:
        self._controls = controls
        self._outgoing = outgoing
        self._identity = identity

    async def spoken(self, words: str, place: Place) -> str | None:
        """What to say to `words`; None where they are not about rules."""
        change = self._change(words)
        if change is None and words != "rules":
            return None
        room = room_of(place)
        if room.server is None:
            return texts.NO_SERVER
        if change is not None:
            if refusal := await self.refusal(place.user):
                return refusal
            change(room)
        return f"{self._controls.in_words(room, _name)}\n{texts.SLACK_RULES}"

    def _change(self, words: str) -> Callable[[Room], None] | None:
        controls = self._controls
        if seconds := _COOLDOWN.fullmatch(words):
            return lambda room: controls.wait_between(room, float(seconds[1]))
        changes: dict[str, Callable[[Room], None]] = {
            "here": controls.speak_here,
            "only-here": controls.speak_only_here,
            "not-here": controls.be_silent_here,
            "everywhere": controls.speak_everywhere,
            "mute": controls.mute,
            "unmute": controls.unmute,
            "private on": lambda room: controls.answer_privately(room, True),
            "private off": lambda room: controls.answer_privately(room, False),
        }
        return changes.get(words)

    async def refusal(self, user: str) -> str | None:
        """Why `user` may do nothing here; None for administrators and owners."""
        if not works(ADMINS, self._identity.scopes):
            return texts.SLACK_ADMINS_UNKNOWN
        try:
            is_admin = await self._outgoing.is_admin(user)
        except SlackApiError as error:  # nobody may be taken for an administrator by mistake
            report("Slack did not say who an administrator is", error)
            return texts.TROUBLE
        return None if is_admin else texts.SLACK_NOT_AN_ADMIN


def _name(channel: str) -> str:
    """Channels by their id: Slack lets few apps read names, and a mention of one is no ping."""
    return channel
