"""What people see of a message that Discord or Slack is sent: its lines, buttons and menus.

It reads the real payloads, so that a preview cannot say what is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any


@dataclass(frozen=True, slots=True)
class LinePart:
    """Words of a line, and where they lead if they are a link."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line; `small` where the platform draws it as small print."""

    spans: tuple[LinePart, ...]
    small: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Control:
    """A button, or a menu with its options."""

    label: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A whole message: the lines, and below them rows of buttons and menus."""

    lines: tuple[ShownLine, ...]
    rows: tuple[tuple[Control, ...], ...]


_DISCORD = re.compile(
    r"\\(?P<plain>\W)"
    r"|\*\*(?P<bold>(?:\\.|[^*])+)\*\*"
    r"|\[(?P<label>(?:\\.|[^\]])+)\]\(<(?P<url>[^>]+)>\)",
    re.DOTALL,
)
_SLACK_LINK = re.compile(r"<(?P<url>[^|>]+)\|(?P<label>[^>]+)>")
_SMALL = "-# "


def on_discord(payload: dict[str, Any]) -> ShownMessage:
    """What Discord's clients make of a message's content and components."""
    lines = (_discord_line(line) for line in payload["content"].split("\n"))
    rows = (tuple(map(_discord_control, row["components"])) for row in payload["components"])
    return ShownMessage(tuple(lines), tuple(rows))


def on_slack(payload: dict[str, Any]) -> ShownMessage:
    """What Slack's clients make of a message's blocks."""
    lines: list[ShownLine] = []
    rows: list[tuple[Control, ...]] = []
    for block in payload["blocks"]:
        if block["type"] in ("actions", "context_actions"):
            rows.append(tuple(it for one in block["elements"] for it in _slack_controls(one)))
            continue
        is_small = block["type"] == "context"
        found = [_slack_parts(it) for it in (block["elements"] if is_small else [block["text"]])]
        spans = [span for one in found for span in (LinePart(" "), *one)][1:]
        lines.append(ShownLine(tuple(spans), is_small))
    return ShownMessage(tuple(lines), tuple(rows))


def _discord_line(line: str) -> ShownLine:
    small, text = line.startswith(_SMALL), line.removeprefix(_SMALL)
    spans: list[LinePart] = []
    at = 0
    for found in _DISCORD.finditer(text):
        plain = found["plain"] or _DISCORD.sub(_unescaped, found["bold"] or found["label"] or "")
        spans += [LinePart(text[at : found.start()]), LinePart(plain, found["url"])]
        at = found.end()
    return ShownLine(tuple(it for it in (*spans, LinePart(text[at:])) if it.text), small)


def _unescaped(found: re.Match[str]) -> str:
    return found["plain"] or found[0]


def _discord_control(component: dict[str, Any]) -> Control:
    if "options" not in component:
        return Control(component["label"])
    options = (_option(it["label"], it.get("description")) for it in component["options"])
    return Control(component["placeholder"], tuple(options))


def _slack_parts(element: dict[str, Any]) -> tuple[LinePart, ...]:
    link = _SLACK_LINK.fullmatch(element["text"]) if element["type"] == "mrkdwn" else None
    if link is not None:
        return (LinePart(unescape(link["label"]), unescape(link["url"])),)
    return (LinePart(unescape(element["text"])),)


def _slack_controls(element: dict[str, Any]) -> Iterator[Control]:
    if element["type"] == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield Control(_said(element[name]["text"]))
    elif element["type"] == "static_select":
        options = (
            _option(_said(it["text"]), _said(it["description"]) if "description" in it else None)
            for it in element["options"]
        )
        yield Control(_said(element["placeholder"]), tuple(options))
    else:
        yield Control(_said(element["text"]))


def _option(label: str, description: str | None) -> str:
    return f"{label}: {description}" if description else label


def _said(text: dict[str, Any]) -> str:
    return unescape(text["text"])
