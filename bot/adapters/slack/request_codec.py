"""What people want as the inbox holds it: all that it takes to do it in another process."""

from __future__ import annotations

import json
from operator import attrgetter

from bot.adapters.slack.incoming import PLATFORM, Asked, Place, Typed
from bot.adapters.slack.interactions import Pressed, Sent
from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.rendering.actions import Verb, read_action

_LONGEST = 64
"""Characters of an id in the inbox."""

AnyRequest = Asked | Pressed | Sent
"""What somebody wants: asked, typed behind `/story`, pressed, or sent off in a window."""

_KINDS: dict[str, type[AnyRequest]] = {it.__name__: it for it in (Asked, Typed, Pressed, Sent)}
_NAMES = {
    kind: tuple(it for it in kind.__match_args__ if it != "place") for kind in _KINDS.values()
}
_GET = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_WHERE = attrgetter(*Place.__match_args__)
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def question_of(request: AnyRequest) -> Post:
    """The place of a request; one without a message of its own goes by its delivery.

    A vote goes by the message and who votes, and what is done in the App Home by whose it is: of
    these only the last one counts, and is all that the inbox holds.
    """
    return Post(
        PLATFORM, request.place.team or None, request.place.channel, _name(request)[-_LONGEST:]
    )


def verb_of(request: AnyRequest) -> Verb | None:
    """What a button does; None for all that is no button, or one of another version's."""
    action = (
        read_action(request.action)
        if isinstance(request, Pressed) and request.typed is None
        else None
    )
    return action.verb if action is not None else None


def in_hand(request: AnyRequest) -> InHand:
    """What the inbox holds of a request until it is done."""
    kind = type(request)
    told = (kind.__name__, _WHERE(request.place), _GET[kind](request))
    return InHand(question_of(request), _ENCODER.encode(told))


def request_of(left: InHand) -> AnyRequest | None:
    """What another process had in hand; None where that is not to be read by this version."""
    try:
        name, where, fields = json.loads(left.words)
        kind = _KINDS[name]
        named = dict(zip(_NAMES[kind], fields, strict=True))
        return kind(**{**named, "place": Place(*where), "keys": tuple(named["keys"])})
    except (ValueError, TypeError, KeyError):
        return None


def _name(request: AnyRequest) -> str:
    if isinstance(request, Asked) and request.message:
        return request.message
    if isinstance(request, Pressed) and request.place.is_home:
        return f"home/{request.place.user}"
    if isinstance(request, Pressed) and verb_of(request) in (Verb.UP, Verb.DOWN):
        return f"vote/{request.place.user}/{request.message}"
    return "".join(request.keys[:1])
