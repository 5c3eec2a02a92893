"""A Discord message as HTML: the markup that Discord reads, and its buttons and menus."""

from __future__ import annotations

import re
from html import escape
from typing import Any

EPHEMERAL = 1 << 6

CSS = """
body { margin: 0; padding: 16px 0; width: 720px;
  font: 15px/1.375 "gg sans", "Noto Sans", "DejaVu Sans", sans-serif;
  background: var(--back); color: var(--text); }
.message { display: flex; gap: 16px; padding: 6px 16px 10px; }
.avatar { width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff;
  font-weight: 700; display: grid; place-items: center; flex: none; }
.avatar.reader { background: #23a55a; }
.name { font-weight: 600; color: var(--name); }
.tag { background: #5865f2; color: #fff; border-radius: 4px; font-size: 10px; font-weight: 600;
  padding: 2px 5px; margin-left: 4px; vertical-align: 1px; }
.time, .small, .note { color: var(--muted); font-size: 12px; }
.time { margin-left: 6px; }
a { color: var(--link); text-decoration: none; }
ul { margin: 4px 0 0; padding-left: 20px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.button { border-radius: 8px; padding: 6px 14px; font-size: 14px; font-weight: 500;
  background: var(--button); color: var(--button-text); }
.button.s1 { background: #5865f2; color: #fff; }
.menu { border: 1px solid var(--line); border-radius: 8px; background: var(--menu);
  padding: 9px 12px; width: 400px; color: var(--muted); display: flex;
  justify-content: space-between; font-size: 14px; }
.note { margin-top: 6px; }
.private { background: var(--private); border-left: 2px solid #5865f2; }
"""
COLOURS = {
    "dark": "--back:#313338;--text:#dbdee1;--name:#f2f3f5;--muted:#949ba4;--link:#00a8fc;"
    "--button:#4e5058;--button-text:#fff;--line:#1e1f22;--menu:#1e1f22;--private:#373a53",
    "light": "--back:#fff;--text:#313338;--name:#060607;--muted:#5c5e66;--link:#006ce7;"
    "--button:#e3e5e8;--button-text:#313338;--line:#d7d9dc;--menu:#f2f3f5;--private:#eef0ff",
}

_TOKEN = re.compile(
    r"\\(?P<plain>\W)"
    r"|\*\*(?P<bold>(?:\\.|[^*])+)\*\*"
    r"|\[(?P<label>(?:\\.|[^\]])+)\]\(<(?P<url>[^>]+)>\)",
    re.DOTALL,
)


def asked(words: str) -> str:
    """What a reader wrote."""
    return _message("reader", "R", "reader", f"<div>{escape(words)}</div>")


def answered(payload: dict[str, Any]) -> str:
    """The bot's message."""
    is_private = payload["flags"] & EPHEMERAL
    rows = "".join(map(_row, payload["components"]))
    note = '<div class="note">👁 Only you can see this</div>' if is_private else ""
    said = f"<div>{_content(payload['content'])}</div>{rows}{note}"
    tag = '<span class="tag">APP</span>'
    return _message("storybot", "S", "private" if is_private else "", said, tag)


def _message(name: str, letter: str, kind: str, inner: str, tag: str = "") -> str:
    avatar = f'<div class="avatar {name}">{letter}</div>'
    head = f'<span class="name">{name}</span>{tag}<span class="time">Today at 12:00</span>'
    return f'<div class="message {kind}">{avatar}<div>{head}{inner}</div></div>'


def _content(content: str) -> str:
    found: list[str] = []
    for line in content.split("\n"):
        if line.startswith("-# "):
            found.append(f'<div class="small">{_inline(line[3:])}</div>')
        elif line.startswith("- "):
            found.append(f"<ul><li>{_inline(line[2:])}</li></ul>")
        else:
            found.append(f"<div>{_inline(line)}</div>")
    return "".join(found)


def _inline(text: str) -> str:
    pieces, at = [], 0
    for token in _TOKEN.finditer(text):
        pieces.append(escape(text[at : token.start()]))
        if token["plain"]:
            pieces.append(escape(token["plain"]))
        elif token["bold"]:
            pieces.append(f"<b>{_inline(token['bold'])}</b>")
        else:
            pieces.append(f'<a href="{escape(token["url"])}">{_inline(token["label"])}</a>')
        at = token.end()
    return "".join((*pieces, escape(text[at:])))


def _row(row: dict[str, Any]) -> str:
    return f'<div class="row">{"".join(map(_part, row["components"]))}</div>'


def _part(part: dict[str, Any]) -> str:
    if "options" in part:
        return f'<div class="menu"><span>{escape(part["placeholder"])}</span><span>⌄</span></div>'
    return f'<span class="button s{part["style"]}">{escape(part["label"])}</span>'
