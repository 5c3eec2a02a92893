"""Text as Discord shows it just as it stands: no markup, no link behind words, nobody pinged."""

from __future__ import annotations

import re
from urllib.parse import quote

URL_LIMIT = 512

_URL = re.compile(r"https?://[^\s<>()\[\]{}\"'“”]+")
_URL_MARKUP = re.compile(r"[\\*`|~@]")
_MARKUP = re.compile(r"[\\*_~|`\[\]<>]")
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+(?=\.\s))", re.MULTILINE)
_PING = re.compile(r"@(?=everyone|here)|(?<=\\<)([@#])")


def escape(text: str) -> str:
    """`text` so that Discord shows it as it stands."""
    pieces, at = [], 0
    for url in _URL.finditer(text):
        pieces += [_escape_words(text[at : url.start()]), _escape_url(url.group())]
        at = url.end()
    whole = "".join((*pieces, _escape_words(text[at:])))
    whole = _LINE_START.sub(_escape_line_start, whole)
    return _PING.sub(lambda ping: f"{ping.group()}\N{ZERO WIDTH SPACE}", whole)


def bold(text: str) -> str:
    """`text` in bold, line by line, so that an empty line does not end it."""
    lines = (line.strip() for line in escape(text).split("\n"))
    return "\n".join(f"**{line}**" if line else "" for line in lines)


def inline(text: str) -> str:
    """`text` on one line."""
    return escape(" ".join(text.split()))


def link_label(text: str) -> str:
    """Brackets end the words of a link in Discord even when escaped, so others stand for them."""
    return inline(text.replace("[", "(").replace("]", ")"))


def link_target(url: str | None) -> str | None:
    """`url` if Discord will link it, made safe to stand between angle brackets."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    safe = quote(url, safe="%/:?#&=+,;!$'()~-._")
    return safe if len(safe) <= URL_LIMIT else None


def _escape_words(text: str) -> str:
    return _MARKUP.sub(lambda mark: f"\\{mark.group()}", text)


def _escape_url(url: str) -> str:
    return _URL_MARKUP.sub(lambda mark: f"%{ord(mark.group()):02X}", url)


def _escape_line_start(start: re.Match[str]) -> str:
    space, mark = start.groups()
    return f"{space}{mark}\\" if mark.isdecimal() else f"{space}\\{mark}"
