"""What a button or menu does, as a short text that outlives restarts: a verb, and about what.

Both platforms hand the text back when it is pressed, so nothing has to be remembered. The knowledge
file may have changed in between: `fact_of` says so by None.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.model import Fact, Story

ID_LIMIT = 100
"""Characters of an action's text: Discord's limit for a `custom_id`; Slack's are wider."""

_FORM = re.compile(r"storybot:([a-z]+)(?:\.(\d{1,9}))?:(.*)", re.DOTALL)
_HASHED = "~"


class Verb(StrEnum):
    """What readers can do with a reply."""

    TAKE = "take"
    """The suggestion `target` is meant."""
    NONE = "none"
    """None of the suggestions is."""
    RELATED = "related"
    """The related fact `target`, or the one chosen in a menu."""
    PROOF = "proof"
    """The quotes behind fact `target`."""
    MORE = "more"
    """The last `number` characters of the text that `target` names; 0 is all of it."""
    FOLLOW = "follow"
    """Another question, which follows up on fact `target`; in messages of earlier versions."""
    UP = "up"
    """The answer `target` was helpful."""
    DOWN = "down"
    """It was not."""
    DELETE = "delete"
    """Take the reply away; only for the person `target`."""
    SHARE = "share"
    """Show the private answer `target` to the whole channel."""
    SEND = "send"
    """A question for the editors, which the reader writes and agrees to send."""
    FORGET = "forget"
    """All that is kept of the presser is deleted."""
    TOPIC = "topic"
    """Page `number` of the facts of topic `target`, or of the one chosen in a menu."""
    TOPICS = "topics"
    """Page `number` of the list of topics."""
    NOTIFY = "notify"
    """Readers: what it means to be told later of the fact `target`, or of what was asked."""
    AWAIT = "await"
    """Readers: they agree to that."""
    ADOPT = "adopt"
    """Editors: a phrasing is made of it; `target` is the matter's id and a fact's mark."""
    ANSWER = "answer"
    """Editors: they write the answer to the matter `target`."""
    LEAVE_OPEN = "open"
    """Editors: they write that the story does not tell it."""
    CORRECT = "correct"
    """Editors: they write what the fact says that the report `target` is about."""
    SAY = "say"
    """Editors: the bot says what it suggested; `target` is the channel, the message, the fact."""
    AGREE = "agree"
    """Editors: a second one agrees to what was proposed for the matter `target`."""
    DISMISS = "dismiss"
    """Editors: nothing comes of the matter `target`."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb, what it is about (a fact's id mostly), and a number where the verb needs one."""

    verb: Verb
    target: str = ""
    number: int = 0


def action_id(action: Action) -> str:
    """`action` as text of at most `ID_LIMIT` characters; a target too long for it is hashed."""
    number = f".{action.number}" if action.number else ""
    return f"storybot:{action.verb}{number}:{short_target(action.target)}"


def read_action(text: str) -> Action | None:
    """The action that `action_id` made `text` of; None for anything else. Targets stay hashed."""
    found = _FORM.fullmatch(text) if len(text) <= ID_LIMIT else None
    if found is None or found[1] not in set(Verb):
        return None
    return Action(Verb(found[1]), found[3], int(found[2] or 0))


def fact_of(target: str, story: Story) -> Fact | None:
    """The fact that a target names; None when the file does not have it (any more)."""
    return next((fact for fact in story.facts if short_target(fact.id) == target), None)


def short_target(target: str) -> str:
    """`target` as it stands in an action's text."""
    room = ID_LIMIT - len("storybot:related.123456789:")
    if len(target) <= room and not target.startswith(_HASHED):
        return target
    return _HASHED + hashlib.sha256(target.encode()).hexdigest()
