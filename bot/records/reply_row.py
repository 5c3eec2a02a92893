"""What is kept of a reply: everything but who asked and what they wrote."""

from __future__ import annotations

from typing import Any, assert_never
from uuid import uuid4

from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    DeclineReason,
    Reply,
    Suggested,
    outcome,
    told,
)
from bot.ports.records import Exchange

CANDIDATES = 3
"""Candidates that are kept, as many as a reader is shown."""


def reply_row(exchange: Exchange, at: float) -> dict[str, Any]:
    """The row of table `replies` for `exchange`, given at `at`."""
    reply = exchange.reply
    fact = told(reply)
    return {
        "id": uuid4().hex,
        "at": at,
        "platform": exchange.reader.platform,
        "space": exchange.reader.space,
        "outcome": outcome(reply),
        "reason": str(reply.reason) if isinstance(reply, Declined) else None,
        "fact": reply.kind if isinstance(reply, Chatted) else fact.id if fact else None,
        "version": fact.version if fact else None,
        "candidates": [[it.fact.id, round(it.score, 4)] for it in reply.candidates[:CANDIDATES]],
        "knowledge": exchange.knowledge,
    }


def is_miss(reply: Reply) -> bool:
    """Whether a question about the story was neither answered nor known to be left open by it.

    What is told with doubt is one too: the file could not be sure.
    """
    match reply:
        case Suggested():
            return True
        case Declined(reason=reason):
            return reason is DeclineReason.NOT_IN_STORY
        case Answered() | Chatted():
            return False
        case _:
            assert_never(reply)
