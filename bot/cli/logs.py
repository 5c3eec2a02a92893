"""Logs of a running bot: one line each on standard error, without tokens or readers' words."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable

LEVELS = ("debug", "info", "warning", "error")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
WITHHELD = "[withheld]"


class OneLine(logging.Formatter):
    """Formats a record, its traceback too, as one line in which no secret stands."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(FORMAT)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, WITHHELD)
        return "\\n".join(text.splitlines())


def start_logging(level: str, secrets: Iterable[str]) -> None:
    """Log to standard error from `level` (one of LEVELS) on.

    The libraries log from INFO on at most: at DEBUG they write whole messages down.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(secrets))
    chosen = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(handlers=[handler], level=max(chosen, logging.INFO), force=True)
    logging.getLogger("bot").setLevel(chosen)
