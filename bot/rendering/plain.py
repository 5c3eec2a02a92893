"""A reply as plain text: what screen readers, logs and `--json` get."""

from __future__ import annotations

from bot.rendering.card import Card


def plain(card: Card) -> str:
    """Everything the card says, one part a line."""
    lines = [card.body, *(f"- {choice.question}" for choice in card.choices)]
    if card.correction:
        lines.append(card.correction)
    if card.note:
        lines.append(card.note)
    origin = " · ".join(part for part in (card.attribution, card.status) if part)
    if origin:
        lines.append(f"{origin[0].upper()}{origin[1:]}.")
    if card.source:
        lines.append(f"Source: {card.source}")
    return "\n".join(lines)
