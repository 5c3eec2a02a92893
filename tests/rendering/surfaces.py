"""Replies of every kind, and what each surface shows of them and lets readers press."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from bot.cli.terminal import Screen, reply_text
from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Quote,
    Reply,
    Status,
    Story,
    Suggested,
)
from bot.rendering.buttons import Audience
from bot.rendering.card import Card, card, proof_card
from bot.rendering.discord.message import message
from bot.rendering.slack import slack

COPY = "a machine translation of the article"
LONG_ANSWER = " ".join(f"Sentence {number} tells of the ferry." for number in range(400))
QUOTES = (Quote("the ferry cost us 48 million", 12), Quote("dear, they said"))


def fact(fact_id: str, **more: Any) -> Fact:
    given = {"answer": f"The answer of {fact_id}.", **more}
    return Fact(fact_id, (f"What of {fact_id}?",), **given)


FACTS = (
    fact("labelled", label="The label", quotes=QUOTES, note="Editor's addition: the day."),
    fact("established", quotes=QUOTES, see_also=("attributed", "gone", "planned")),
    fact("attributed", status=Status.ATTRIBUTED, according_to="the harbour office"),
    fact("disputed", status=Status.DISPUTED, according_to="the mayor", as_of="2031-04-02"),
    fact(
        "planned",
        status=Status.PLANNED,
        according_to="the mayor",
        correction="An earlier version said May.",
        revised="2031-04-09",
        note="The council has not voted yet.",
        quotes=QUOTES[:1],
    ),
    fact("unknown", status=Status.UNKNOWN, see_also=("established",)),
    fact("long", answer=LONG_ANSWER, correction="It was longer. " * 60, note="So it is. " * 60),
    Fact("wordy", ("What of this, " + "and of that, " * 30 + "in the end?",), "So it is."),
    fact("leading", see_also=("wordy", "established")),
    fact("noted", correction="It was otherwise. " * 60),
)
STORY = Story(
    "The ferry",
    FACTS,
    publisher="The Harbour Post",
    url="https://post.example/ferry",
    published="2031-04-03",
    quoted_from=COPY,
    chat={"help": "Ask about the ferry. " * 300},
)
KNOWN = {one.id: one for one in FACTS}

REPLIES: dict[str, Reply] = {
    **{one.id: Answered(one) for one in FACTS if one.is_known},
    "suggested": Suggested(FACTS[1:4]),
    "suggested alone": Suggested(FACTS[1:2]),
    "suggested as more": Suggested(FACTS[1:3], is_more=True),
    "suggested at length": Suggested((KNOWN["wordy"], KNOWN["planned"])),
    "told with doubt": Suggested(FACTS[1:4], told=FACTS[1]),
    "told with doubt alone": Suggested(FACTS[1:2], told=FACTS[1]),
    "told with doubt at length": Suggested((KNOWN["long"], KNOWN["planned"]), told=KNOWN["long"]),
    "a known unknown": Declined(DeclineReason.UNKNOWN_TO_STORY, KNOWN["unknown"]),
    "a false premise": Declined(DeclineReason.FALSE_PREMISE, KNOWN["planned"]),
    "a long false premise": Declined(DeclineReason.FALSE_PREMISE, KNOWN["long"]),
    "chatted": Chatted("greeting", "Hello! Ask me about the ferry."),
    "chatted at length": Chatted("help", STORY.chat["help"]),
    **{f"declined: {reason}": Declined(reason) for reason in DeclineReason},
}
CARDS = {name: card(reply, STORY) for name, reply in REPLIES.items()} | {
    "the proof": proof_card(KNOWN["established"], STORY),
    "no proof": proof_card(KNOWN["attributed"], STORY),
}
ALONE = CARDS["told with doubt alone"]
WORDY = ("leading", "suggested at length")
"""What leads on to a question that fits no button."""
LONG = ("long", "noted", "a long false premise", "chatted at length", "told with doubt at length")
"""What does not fit a message of Discord; the rest does, on every surface."""


def on_discord(shown: Card) -> tuple[str, list[str]]:
    """All that Discord shows of a card, without markup, and what can be pressed."""
    payload = message(shown, Audience("7"))
    content = re.sub(r"-# \[?|\[copy|\]\(<.*>\)", "", payload["content"])
    parts = [part for row in payload["components"] for part in row["components"]]
    labels = [part.get("label", part.get("placeholder")) for part in parts]
    options = [option for part in parts for option in part.get("options", ())]
    labels += [f"{it['label']} {it.get('description', '')}" for it in options]
    pressed = [part["custom_id"] for part in parts]
    return "\n".join((re.sub(r"\\(?=\W)", "", content), *labels)), pressed


def on_slack(shown: Card) -> tuple[str, list[str]]:
    """All that Slack shows of a card, and what can be pressed."""
    payload = slack(shown, Audience("7"))
    found, pressed = [], []
    for block in payload["blocks"]:
        for part in (block, *block.get("elements", ())):
            text = part.get("text", "")
            found.append(text["text"] if isinstance(text, dict) else text)
            pressed.append(part.get("value", ""))
            for option in (part.get("placeholder"), *part.get("options", ())):
                found += [it["text"] for it in _texts(option or {})]
    return html.unescape("\n".join(found)), [one for one in pressed if one]


def _texts(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The text objects of a menu's option, or one that stands for itself."""
    if part.get("type") == "plain_text":
        return [part]
    return [part[name] for name in ("text", "description") if name in part]


def on_slack_for_screen_readers(shown: Card) -> tuple[str, list[str]]:
    """The top-level text, which is all that a screen reader gets."""
    return html.unescape(slack(shown, Audience("7"))["text"]), on_slack(shown)[1]


def in_the_terminal(shown: Card) -> tuple[str, list[str]]:
    """What the terminal prints; it has no limits, and so nothing to press."""
    return reply_text(shown, Screen()), []


Surface = Callable[[Card], tuple[str, list[str]]]
SURFACES: tuple[Surface, ...] = (
    on_discord,
    on_slack,
    on_slack_for_screen_readers,
    in_the_terminal,
)
