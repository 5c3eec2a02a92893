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

Wish = Asked | Pressed | Sent
"""What somebody wants: asked, typed behind `/story`, pressed, or sent off in a window."""

_KINDS: dict[str, type[Wish]] = {it.__name__: it for it in (Asked, Typed, Pressed, Sent)}
_NAMES = {
    kind: tuple(it for it in kind.__match_args__ if it != "place") for kind in _KINDS.values()
}
_GET = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_WHERE = attrgetter(*Place.__match_args__)
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def question_of(wish: Wish) -> Post:
    """The place of a wish; one without a message of its own goes by its delivery.

    A vote goes by the message and who votes, and what is done in the App Home by whose it is: of
    these only the last one counts, and is all that the inbox holds.
    """
    return Post(PLATFORM, wish.place.team or None, wish.place.channel, _name(wish)[-_LONGEST:])


def verb_of(wish: Wish) -> Verb | None:
    """What a button does; None for all that is no button, or one of another version's."""
    action = read_action(wish.action) if isinstance(wish, Pressed) and wish.typed is None else None
    return action.verb if action is not None else None


def in_hand(wish: Wish) -> InHand:
    """What the inbox holds of a wish until it is done."""
    kind = type(wish)
    told = (kind.__name__, _WHERE(wish.place), _GET[kind](wish))
    return InHand(question_of(wish), _ENCODER.encode(told))


def wish_of(left: InHand) -> Wish | None:
    """What another process had in hand; None where that is not to be read by this version."""
    try:
        name, where, fields = json.loads(left.words)
        kind = _KINDS[name]
        named = dict(zip(_NAMES[kind], fields, strict=True))
        return kind(**{**named, "place": Place(*where), "keys": tuple(named["keys"])})
    except (ValueError, TypeError, KeyError):
        return None


def _name(wish: Wish) -> str:
    if isinstance(wish, Asked) and wish.message:
        return wish.message
    if isinstance(wish, Pressed) and wish.place.is_home:
        return f"home/{wish.place.user}"
    if isinstance(wish, Pressed) and verb_of(wish) in (Verb.UP, Verb.DOWN):
        return f"vote/{wish.place.user}/{wish.message}"
    return "".join(wish.keys[:1])
