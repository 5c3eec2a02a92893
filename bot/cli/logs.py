"""Logs of a running bot: one line each on standard error, made of what is known to be harmless.

What the libraries say may hold a reader's words or a token, even in a warning (slack_bolt formats
whole requests into its messages). So of a record that did not arise in this package only what its
source has as text is told, with its numbers and the types of exceptions, and of every exception its
type and where it arose.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.cli.log_templates import template_at

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")
WITHHELD = "[withheld]"

FIELDS = ("time", "level", "logger", "message", "error", "where")
"""All that a line may hold, in this order; the last two only where there was an exception."""

_PACKAGE = str(Path(__file__).parents[1]) + "/"
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[-+ #0]*\d*(?:\.\d+)?([a-zA-Z%])")

_Trouble = tuple[type[BaseException], BaseException, TracebackType | None]


class OneLine(logging.Formatter):
    """Formats a record as one line of FIELDS, in which no secret stands."""

    def __init__(self, secrets: Iterable[str] = (), form: str = "text") -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields = _fields(record)
        text = json.dumps(fields, ensure_ascii=False) if self._form == "json" else _line(fields)
        for secret in self._secrets:
            text = text.replace(secret, WITHHELD)
        return "\\n".join(text.splitlines())


def start_logging(level: str, secrets: Iterable[str], form: str = "text") -> None:
    """Log to standard error from `level` (one of LEVELS) on, in one of FORMATS."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(secrets, form))
    chosen = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(handlers=[handler], level=chosen, force=True)


def _fields(record: logging.LogRecord) -> dict[str, str]:
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    ours = record.pathname.startswith(_PACKAGE)
    fields = {
        "time": f"{moment}.{int(record.msecs):03d}Z",
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage() if ours else _harmless(record),
    }
    trouble = record.exc_info
    if trouble and trouble[0] is not None and trouble[1] is not None:
        fields |= _error_fields((trouble[0], trouble[1], trouble[2]))
    return fields


def _line(fields: Mapping[str, str]) -> str:
    head = "{time} {level} {logger}: {message}".format_map(fields)
    return f"{head} ({fields['error']} at {fields['where']})" if "error" in fields else head


def _harmless(record: logging.LogRecord) -> str:
    """The template of a library's message with the numbers in it; its place where it has none.

    A message without arguments may have been put together before, from anything: of that only what
    stands in the source is told.
    """
    if not record.args:
        said = template_at(record.pathname, record.lineno)
        place = f"{record.module}:{record.lineno}"
        return said or f"{WITHHELD}, for it may hold readers' words; said at {place}"
    arguments = iter(record.args.values() if isinstance(record.args, Mapping) else record.args)
    return _PLACEHOLDER.sub(lambda found: _number(found[2], arguments), str(record.msg))


def _number(kind: str, arguments: Iterable[Any]) -> str:
    if kind == "%":
        return "%"
    value = next(iter(arguments), None)
    if isinstance(value, BaseException):
        return type(value).__name__
    return f"{value:g}" if isinstance(value, int | float) and abs(value) < 1e6 else "…"


def _error_fields(trouble: _Trouble) -> dict[str, str]:
    from traceback import extract_tb

    kind, _, trace = trouble
    frames = [f"{Path(it.filename).name}:{it.lineno}" for it in extract_tb(trace)]
    return {"error": kind.__name__, "where": " < ".join(reversed(frames)) or "?"}
