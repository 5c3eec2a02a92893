"""What is to be said, and to whom, before a platform lays it out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import Fact, Story
from bot.ports.editors import Matter
from bot.rendering.browsing import Page
from bot.rendering.card import Card


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a story: page `number` where they do not fit one."""

    story: Story
    number: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A card, and below it perhaps a `line` in small letters and something to browse
    or to decide.

    `fact` is the one it states where others see it. If it `is_private`, only who asked may see it.
    With `can_forget` there is a button that deletes what is kept of the reader. An `is_apology`
    is no answer.
    """

    card: Card
    fact: Fact | None = None
    is_private: bool = False
    line: str | None = None
    below: Topics | Page | Matter | None = None
    can_forget: bool = False
    is_apology: bool = False
