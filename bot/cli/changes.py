"""The replies that a change moves, for a person, for a pull request, and as JSON."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.desk.comparison import Comparison, Move, ReplyChange, Told

SHOWN = 50
"""Changes that a person is shown: GitHub takes comments of 65,536 characters. JSON has all."""

LONGEST = 600
"""Characters of a reply that Markdown shows."""

NONE = "no fact"
MARKUP = re.compile(r"[\\`*_{}\[\]#|~@]")


def as_text(found: Comparison, old: str, new: str) -> str:
    """What changed, a question at a time, the reply before above the one after it."""
    lines = [f"{old} → {new}: {_summary(found)}"]
    for change in found.changes[:SHOWN]:
        lines += ["", f"{change.move}: “{change.question}” ({_origin(change)})"]
        lines += _reply("-", change.before)
        lines += _reply("+", change.after)
    if len(found.changes) > SHOWN:
        lines += ["", f"and {len(found.changes) - SHOWN} more: --json lists them all"]
    return "\n".join(lines)


def as_markdown(found: Comparison, old: str, new: str) -> str:
    """The same for a pull request: a table of two columns for each change, folded."""
    heading = f"### What readers get: {_escaped(old)} → {_escaped(new)}"
    lines = [heading, "", f"{_summary(found)}."]
    for change in found.changes[:SHOWN]:
        title = f"<b>{change.move}</b>: “{_escaped(change.question)}” ({_origin(change)})"
        cells = (_cell(told) for told in (change.before, change.after))
        lines += ["", f"<details><summary>{title}</summary>", ""]
        lines += ["| before | after |", "|---|---|", f"| {' | '.join(cells)} |", "", "</details>"]
    if len(found.changes) > SHOWN:
        lines += ["", f"And {len(found.changes) - SHOWN} more."]
    return "\n".join(lines)


def as_object(found: Comparison, old: str, new: str) -> dict[str, Any]:
    """The same as one JSON object."""
    changes = [{**asdict(it), "more": list(it.more)} for it in found.changes]
    return {
        "old": old,
        "new": new,
        "asked": found.asked,
        "changed": found.changed,
        "changes": changes,
    }


def _summary(found: Comparison) -> str:
    counted: Counter[Move] = Counter()
    for change in found.changes:
        counted[change.move] += change.questions
    parts = [f"{counted[move]} {move}" for move in Move if counted[move]]
    told = f": {', '.join(parts)}" if parts else ""
    return f"{found.changed} of {found.asked} questions get another reply{told}"


def _origin(change: ReplyChange) -> str:
    return f"{change.origin}; {len(change.more)} more like it" if change.more else change.origin


def _head(told: Told) -> str:
    score = "" if told.score is None else f" {told.score:.2f}"
    return f"{told.outcome}, {told.fact or NONE}{score}"


def _reply(sign: str, told: Told) -> Iterator[str]:
    yield f"  {sign} {_head(told)}"
    yield from (f"  {sign}   {line}" for line in told.text.splitlines())


def _cell(told: Told) -> str:
    text = told.text if len(told.text) <= LONGEST else told.text[: LONGEST - 1] + "…"
    plain = "<br>".join(_escaped(line) for line in text.splitlines())
    return f"{_escaped(_head(told))}<br>{plain}"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it stands, and that mentions nobody."""
    return MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", html.escape(text, quote=False))
