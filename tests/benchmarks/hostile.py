"""Words, ids and values that nobody means well with."""

from __future__ import annotations

import random
from typing import Any

from bot.rendering.actions import Verb

EVIL = "evil.example"
"""Stands in every link that must not come back."""

TEXTS = (
    "@everyone @here <@1> <@!2> <@&3> <#4> who is this about?",
    "<!channel> <!here> <!everyone> <!subteam^S1|all> <@U1|x> who is this about?",
    f"[who is this about?](https://{EVIL}) <https://{EVIL}|bank.example> https://a:b@{EVIL}",
    f"`code` ```block``` **bold** *bold* _it_ ~s~ ||spoiler|| > quote\n# head\n- {EVIL}",
    "\u202ewho is this about?\u202c \u2066gnp.exe\u2069",
    "\u200bwho\u200b \u200dis\u200d \u2060this\u2060 about\ufeff?",
    "w\u0301\u0302\u0303ho is this about" + "\u0301" * 1500,
    "who is this about? " * 5300,
    "a" * 100_000,
    "((((" * 25_000,
    "\U0001f600" * 25_000,
    " \t\n" * 30_000 + "?",
    "who is this \ud800about\udfff?",
    "who is this \x00\x1b[31mabout\x7f\u2028\u2029?",
    "'; DROP TABLE votes; -- {{7*7}} ${jndi:ldap://x} %s%s%n ../../etc/passwd",
    "storybot:take:~" + "0" * 64,
    "storybot:forget:",
    "1" * 5000,
    "",
)
"""What readers may write, up to 100 kB of it."""


def identities(count: int, seed: int) -> list[str]:
    """Names of buttons that no answer has: foreign, forged, too long, of another version."""
    chance = random.Random(seed)
    letters = "abc:.~0129\u0661\u202e\x00/'\"<>@ \ud800"
    found = ["", ":", "storybot", "storybot:", "storybot::", "storybot:up", "x" * 5000]
    for verb in Verb:
        for target in ("", "gone", "~", "~" + "0" * 64, ":", "a" * 90, "\u202e", "@everyone"):
            found.append(f"storybot:{verb}:{target}")
        found += [f"storybot:{verb}.{number}:gone" for number in (0, 1, 999_999_999, "\u0661", -1)]
    while len(found) < count:
        found.append("".join(chance.choices(letters, k=chance.randint(1, 120))))
    chance.shuffle(found)
    return found[:count]


def shaken(payload: Any, chance: random.Random) -> Any:
    """`payload` with one of its parts missing, or something else in its place."""
    if isinstance(payload, dict) and payload:
        name = chance.choice(list(payload))
        inner = payload[name]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.7:
            return {**payload, name: shaken(inner, chance)}
        if chance.random() < 0.3:
            return {key: value for key, value in payload.items() if key != name}
        return {**payload, name: chance.choice(INSTEAD)}
    if isinstance(payload, list) and payload:
        place = chance.randrange(len(payload))
        return [*payload[:place], shaken(payload[place], chance), *payload[place + 1 :]]
    return chance.choice(INSTEAD)


INSTEAD: tuple[Any, ...] = (
    *(None, True, -1, 1.5, 10**30, "", "x", "\ud800", "@everyone", [], {}, [None], {"": None}),
    *("storybot:up:gone", "{", [[]], {"id": {}}),
)
"""What may stand in a payload in place of what belongs there."""
