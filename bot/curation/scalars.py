"""Text as YAML that reads back as that text, in the style of its neighbours where that can be."""

from __future__ import annotations

import re
import textwrap
import unicodedata

WIDTH = 88
"""Characters after which folded text is wrapped."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w ,;.'’“”()/%$€£?!–—-]*[\w.’”)%?!])?")
_TYPED = re.compile(r"(?i:true|false|yes|no|on|off|y|n|null|nan|inf)")
"""What YAML's own types would make of plain text; other programs read these files too."""

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}]")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def scalar(text: str, style: str = '"', *, in_flow: bool = False) -> str:
    """`text` in that style ("" for plain) if it can be, else in double quotes."""
    if style == "" and is_plain(text, in_flow=in_flow):
        return text
    if style == "'" and not any(map(_needs_escape, text)):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def token(text: str) -> str:
    """A date, an id, a number or such a word: plain where it can be; a flag is."""
    is_word = _TOKEN.fullmatch(text) is not None and not _TYPED.fullmatch(text)
    return text if is_word or text in ("true", "false") else scalar(text)


def is_plain(text: str, *, in_flow: bool = False) -> bool:
    """Whether it reads back as it is without quotes, wherever it stands."""
    if in_flow and _NOT_IN_FLOW.search(text):
        return False
    return _PLAIN.fullmatch(text) is not None and not _TYPED.fullmatch(text)


def block(text: str, before: str, newline: str) -> str | None:
    """`text` in the block style of the scalar that stands as `before`; None where it cannot be."""
    header, _, rest = before.replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    first = next((line for line in rest.split("\n") if line.strip()), "")
    if any(_needs_escape(it) for it in text if it != "\n") or not first:
        return None
    indent = first[: len(first) - len(first.lstrip())]
    lines = text.split("\n")
    if header.startswith(">"):
        wrap = textwrap.TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)
        lines = [part for line in lines for part in (*wrap.wrap(line), "")][:-1]
    return newline.join((header, *(indent + line if line else "" for line in lines)))


def _needs_escape(sign: str) -> bool:
    """Controls, direction marks, what does not show, and what ends a line."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _escaped(sign: str) -> str:
    if sign in _SHORT:
        return _SHORT[sign]
    if not _needs_escape(sign):
        return sign
    code = ord(sign)
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else (f"\\U{code:08x}")
    )
