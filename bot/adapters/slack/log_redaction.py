"""slack_bolt and slack_sdk log message text, signatures and URLs with tickets below WARNING."""

from __future__ import annotations

import logging


def quiet_logger() -> logging.Logger:
    """The logger to give to Bolt and the clients: warnings and errors only."""
    logger = logging.getLogger(__name__)
    if logger.level != logging.WARNING:  # to set a level makes all loggers forget what they know
        logger.setLevel(logging.WARNING)
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt finds SLACK_BOT_TOKEN by itself, and warns that it does not use it."""
    return "`token` will be unused" not in str(record.msg)
