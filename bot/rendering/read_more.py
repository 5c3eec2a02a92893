"""The whole of a text that a surface had to shorten, for the button “Read on”."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.core.model import Story
from bot.rendering.actions import fact_of
from bot.rendering.buttons import Button, reading_buttons
from bot.rendering.card import CHAT, CHOICES, PROOF, SUMMARY, Card, choice_mark, fact_card, proof
from bot.rendering.plain import plain
from bot.rendering.shortening import cut_to_fit


def said(card: Card) -> str:
    """All that `card` states; of what can be chosen below it only what leads on."""
    return plain(replace(card, choices=()))


def rest_of(card: Card, shown: int) -> int:
    """How many characters of `said` are left when `shown` of the body could be shown.

    Counted from the end, because what stands before a fact's answer differs with the question.
    Suggestions are told anew, all of them, and so is what was told with doubt.
    """
    return 0 if card.choices or card.doubtful else len(said(card)) - shown


def cut_card(
    card: Card, room: int, dress: Callable[[str], str], *, is_cut: bool
) -> tuple[str, tuple[Button, ...]]:
    """The body in `room` characters as `dress` makes them, and the buttons to learn more.

    One reads on, where the body or something else of the card `is_cut`.
    """
    body, shown = cut_to_fit(card.body, room, dress)
    is_cut = is_cut or shown < len(card.body.rstrip())
    return body, reading_buttons(card, rest_of(card, shown) if is_cut else None)


def read_on(target: str, rest: int, story: Story) -> Card | None:
    """The last `rest` characters (0: all) of the text that `target` names; None if it is gone."""
    text = _text(target, story)
    return None if text is None else remainder(text, rest, target)


def remainder(text: str, rest: int, target: str) -> Card:
    """The last `rest` characters (0: all) of `text`, which `target` names."""
    start = max(0, len(text) - rest) if rest else 0
    between = text[max(0, start - 1) : start + 1]
    has_changed = start > 0 and not re.search(r"\s", between)  # it would begin inside a word
    return Card(text[0 if has_changed else start :].strip(), more=target)


def _text(target: str, story: Story) -> str | None:
    if target == SUMMARY:
        return story.summary
    if target.startswith(CHAT):
        return story.chat.get(target.removeprefix(CHAT))
    if target.startswith(CHOICES):
        return _questions(target.removeprefix(CHOICES).split(","), story)
    fact = fact_of(target.removeprefix(PROOF), story)
    if fact is None:
        return None
    return proof(fact, story) if target.startswith(PROOF) else said(fact_card(fact, story))


def _questions(marks: list[str], story: Story) -> str | None:
    """The questions of the facts that are named so, each on a line; None if none is left."""
    by_mark = {choice_mark(fact.id): fact.title for fact in story.facts}
    return "\n".join(by_mark[mark] for mark in marks if mark in by_mark) or None
