"""A reply as plain text: what screen readers, logs and `--json` get."""

from __future__ import annotations

from bot.rendering.card import Card
from bot.rendering.language import said_in


def plain(card: Card) -> str:
    """Everything the card says, one part a line; choices with the numbers that take them."""
    lines = [card.body, *card.details]
    if card.offer:
        lines.append(card.offer)
    lines += (
        f"{number}. {it.question}" for number, it in enumerate(dict.fromkeys(card.choices), 1)
    )
    if card.related:
        lines += [
            said_in(card.language).RELATED,
            *(f"- {choice.question}" for choice in card.related),
        ]
    return "\n".join(lines)
