"""A reply and its explanation as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TextIO

import click

from bot.core.model import Chatted, Reply, Story
from bot.rendering.card import Card, card
from bot.rendering.language import said_in

WIDEST = 88
"""Columns that text is wrapped to at most; longer lines are hard to read."""

HERE = {
    "privacy": "What you ask here is answered on this machine. Nothing of it is kept but the lines "
    "that you type in storybot chat, in a file of your own, so that you can call them up again. "
    "Only with --judge do the words of questions go elsewhere: to the model that was set up.",
    "report": "I am sorry if I got something wrong. From here I cannot tell the editors.{contact}",
}
"""Replies, by their kinds, that elsewhere name the buttons and commands of a platform."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text is shown: its width in columns (None: lines stay as they are), and colours."""

    width: int | None = None
    colours: bool = False

    def styled(self, text: str, **style: bool | str) -> str:
        """`text` in a style of `click.style`, where there are colours."""
        return click.style(text, **style) if self.colours else text  # type: ignore[arg-type]

    def wrapped(self, text: str, first: str = "", rest: str = "") -> str:
        """`text` in lines that fit; `first` stands before its first line, `rest` before others."""
        if self.width is None:
            return first + text
        from textwrap import fill

        return "\n".join(
            fill(
                line,
                self.width,
                initial_indent=first if number == 0 else rest,
                subsequent_indent=rest,
                break_long_words=False,
                break_on_hyphens=False,
            )
            for number, line in enumerate(text.split("\n"))
        )


def screen_of(stream: TextIO, environ: Mapping[str, str]) -> Screen:
    """The screen that `stream` writes to; a plain one when it is no terminal."""
    if not stream.isatty():
        return Screen()
    from shutil import get_terminal_size

    colours = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Screen(min(get_terminal_size().columns, WIDEST), colours)


def terminal_card(reply: Reply, story: Story) -> Card:
    """The parts of `reply`, which name nothing that a terminal does not have."""
    shown = card(reply, story)
    if not isinstance(reply, Chatted) or reply.kind not in HERE or reply.kind in story.chat:
        return shown
    contact = f" You can write to {story.contact}" if story.contact else ""
    return replace(shown, body=HERE[reply.kind].format(contact=contact))


def reply_text(card: Card, screen: Screen) -> str:
    """What `card` says: the answer first, then in dim lines who says so; suggestions as a list."""
    parts = [screen.wrapped(card.body)]
    parts += [screen.styled(screen.wrapped(line), dim=True) for line in card.details]
    parts += [card.offer] if card.offer else []
    parts += listed((choice.question for choice in card.choices), screen, numbered=True)
    if card.related:
        parts.append(screen.styled(said_in(card.language).RELATED, dim=True))
        items = listed((choice.question for choice in card.related), screen)
        parts += [screen.styled(item, dim=True) for item in items]
    return "\n".join(parts)


def listed(items: Iterable[str], screen: Screen, *, numbered: bool = False) -> list[str]:
    """Items of a list, with bullets or with the numbers by which they are taken."""
    every = list(items)
    wide = len(str(len(every)))
    marks = [f"{number:>{wide}}. " if numbered else "- " for number in range(1, len(every) + 1)]
    return [
        screen.wrapped(item, mark, " " * len(mark)) for item, mark in zip(every, marks, strict=True)
    ]


def explanation_text(reply: Reply) -> str:
    """How `reply` came about, as a table of plain text without a line for what did not happen."""
    seen = reply.explanation
    rows = [("read as", seen.normalised or "(nothing)")]
    rows += [("repaired", f"{typed} → {meant}") for typed, meant in seen.repairs]
    rows += [("completed", seen.completed)] if seen.completed else []
    rows += [
        ("candidate", f"{one.score:.2f}  {one.fact.id}  ({one.fact.title})")
        for one in reply.candidates
    ]
    rows += [("evidence", f"{value:6.3f}  {name}") for name, value in seen.evidence]
    rows += [("guard", f"{note.guard} on {note.fact}: {note.detail}") for note in seen.guards]
    if seen.answer_threshold:
        limits = f"answer from {seen.answer_threshold:.2f}, offer from {seen.offer_threshold:.2f}"
        rows.append(("thresholds", limits))
    rows.append(("decision", seen.decision or "settled before matching"))
    return "\n".join(_row(name, value, rows[number - 1][0] if number else "")
                     for number, (name, value) in enumerate(rows))  # fmt: skip


def _row(name: str, value: str, above: str) -> str:
    return f"{'' if name == above else name:<11} {value}"
