"""Small talk: what is no question about the story, and the replies to it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.language.language import CHAT as KINDS
from bot.core.language.language import Language

__all__ = ["KINDS", "small_talk", "small_talk_reply"]


def small_talk(normalised: str, language: Language) -> str | None:
    """The kind of small talk a normalised text is, or None when it is anything else."""
    talk = language.dialogue.small_talk
    return next((kind for kind, pattern in talk if pattern.fullmatch(normalised)), None)


def small_talk_reply(
    kind: str, own: Mapping[str, str], language: Language, title: str, example: str
) -> str:
    """The story's own reply to `kind`, or its language's with the story's title and a question."""
    return own.get(kind) or language.dialogue.replies[kind].format(title=title, example=example)
