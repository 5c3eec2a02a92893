"""A reply as plain text: what screen readers, logs and `--json` get."""

from __future__ import annotations

from bot.rendering import texts
from bot.rendering.card import Card


def plain(card: Card) -> str:
    """Everything the card says, one part a line."""
    lines = [card.body, *(f"- {choice.question}" for choice in card.choices)]
    if card.correction:
        lines.append(card.correction)
    if card.note:
        lines.append(card.note)
    if card.origin:
        lines.append(card.origin)
    if card.source:
        lines.append(texts.SOURCE.format(source=card.source))
    if card.related:
        lines += [texts.RELATED, *(f"- {choice.question}" for choice in card.related)]
    return "\n".join(lines)
