"""A Slack message as HTML: the blocks that are sent, as Slack lays them out."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

CSS = """
body { margin: 0; padding: 16px 0; font: 15px/1.46 "Lato", "Noto Sans", "DejaVu Sans", sans-serif;
  background: var(--back); color: var(--text); width: 720px; }
.message { display: flex; gap: 10px; padding: 8px 20px; }
.avatar { width: 36px; height: 36px; border-radius: 6px; background: #611f69; color: #fff;
  font-weight: 700; display: grid; place-items: center; flex: none; }
.avatar.reader { background: #2bac76; }
.name { font-weight: 800; }
.tag { background: var(--line); color: var(--muted); border-radius: 2px; font-size: 10px;
  font-weight: 700; padding: 1px 3px; margin-left: 5px; }
.time, .context, .note { color: var(--muted); font-size: 12px; }
.time { margin-left: 6px; }
.section { white-space: pre-line; margin: 2px 0 4px; }
.header { font-size: 18px; font-weight: 800; }
.context { margin: 2px 0; }
a { color: var(--link); text-decoration: none; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; }
.button { border: 1px solid var(--edge); border-radius: 8px; padding: 4px 12px; font-size: 14px;
  font-weight: 700; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.button.danger { color: #e01e5a; border-color: #e01e5a; }
.icon { color: var(--muted); font-size: 14px; padding: 2px 6px; }
.private { background: var(--private); }
"""
COLOURS = {
    "dark": "--back:#1a1d21;--text:#d1d2d3;--muted:#ababad;--link:#1d9bd1;--line:#35373b;"
    "--edge:#565856;--private:#222529",
    "light": "--back:#fff;--text:#1d1c1d;--muted:#616061;--link:#1264a3;--line:#e8e8e8;"
    "--edge:#bbb;--private:#f8f8f8",
}

_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]*)>")


def asked(words: str) -> str:
    """What a reader wrote."""
    return _message("reader", "R", "reader", f'<div class="section">{escape(words)}</div>')


def answered(payload: dict[str, Any], *, private: bool = False) -> str:
    """The bot's message."""
    note = '<div class="note">👁 Only visible to you</div>' if private else ""
    inner = note + "".join(map(_block, payload["blocks"]))
    tag = '<span class="tag">APP</span>'
    return _message("storybot", "S", "private" if private else "", inner, tag)


def _message(name: str, letter: str, kind: str, inner: str, tag: str = "") -> str:
    avatar = f'<div class="avatar {name}">{letter}</div>'
    head = f'<span class="name">{name}</span>{tag}<span class="time">12:00</span>'
    return f'<div class="message {kind}">{avatar}<div>{head}{inner}</div></div>'


def _block(block: dict[str, Any]) -> str:
    kind = block["type"]
    if kind in ("section", "header"):
        return f'<div class="{kind}">{_text(block["text"])}</div>'
    if kind == "context":
        return f'<div class="context">{" · ".join(map(_text, block["elements"]))}</div>'
    if kind in ("actions", "context_actions"):
        return f'<div class="row">{"".join(map(_element, block["elements"]))}</div>'
    raise ValueError(f"no picture of a block of type {kind}")


def _element(element: dict[str, Any]) -> str:
    match element["type"]:
        case "button":
            style = element.get("style", "")
            return f'<span class="button {style}">{_text(element["text"])}</span>'
        case "static_select":
            return f'<span class="button">{_text(element["placeholder"])} ⌄</span>'
        case "feedback_buttons":
            return '<span class="icon">👍</span><span class="icon">👎</span>'
        case "icon_button":
            return '<span class="icon">🗑</span>'
        case kind:
            raise ValueError(f"no picture of an element of type {kind}")


def _text(text: dict[str, Any]) -> str:
    if text["type"] == "mrkdwn":
        return _LINK.sub(r'<a href="\1">\2</a>', text["text"])
    return escape(unescape(text["text"]))
