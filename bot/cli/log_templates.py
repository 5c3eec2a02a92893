"""What a library's source has as text of a message that it logs, with “…” for every value."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

METHODS = frozenset("debug info warning warn error exception critical log".split())


def template_at(path: str, line: int) -> str | None:
    """What the call that logs there has as text; None where its source does not show it."""
    return _templates(path).get(line)


@lru_cache(maxsize=64)
def _templates(path: str) -> dict[int, str]:
    """By each line of each such call in a file; the innermost call has it."""
    try:
        calls = ast.walk(ast.parse(Path(path).read_bytes()))
    except (OSError, SyntaxError, ValueError):
        return {}
    found: dict[int, str] = {}
    for call in calls:  # from the outside to the inside
        if isinstance(call, ast.Call) and _method(call) in METHODS:
            said = next(filter(None, map(_text, call.args[:2])), None)
            for line in range(call.lineno, (call.end_lineno or call.lineno) + 1):
                found.pop(line, None)
                if said is not None:
                    found[line] = said
    return found


def _method(call: ast.Call) -> str | None:
    return call.func.attr if isinstance(call.func, ast.Attribute) else None


def _text(said: ast.expr) -> str | None:
    match said:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) or "…" for part in parts)
        case _:
            return None
