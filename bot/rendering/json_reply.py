"""A reply as the JSON object that scripts rely on: its keys are the command line's contract."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.core.model import (
    Answered,
    Chatted,
    Explanation,
    Fact,
    Reply,
    Story,
    Suggested,
    outcome,
    told,
)
from bot.rendering.card import card
from bot.rendering.plain import plain


def record(
    reply: Reply, story: Story, question_id: str | None = None, question: str = ""
) -> dict[str, Any]:
    """`reply` to `question` as one JSON object; every key is always there."""
    fact = told(reply)
    shown = replace(card(reply, story), related=())  # what else there is to ask is no reply
    return {
        "id": question_id,
        "question": question,
        "outcome": outcome(reply),
        "fact": reply.kind if isinstance(reply, Chatted) else fact.id if fact else None,
        "answer": reply.fact.answer if isinstance(reply, Answered) else None,
        "text": plain(shown),
        "status": str(fact.status) if fact else None,
        "according_to": fact.according_to if fact else None,
        "as_of": fact.as_of if fact else None,
        "corrected": fact.correction if fact else None,
        "sources": [_source(fact, story)] if fact else [],
        "score": reply.candidates[0].score if reply.candidates else None,
        "candidates": [
            {"fact": candidate.fact.id, "score": candidate.score}
            for candidate in reply.candidates[:3]
        ],
        "suggestions": _suggestions(reply),
    }


def explained(explanation: Explanation) -> dict[str, Any]:
    """How a reply came about, as the object `--explain` adds under "explanation"."""
    return {
        "normalised": explanation.normalised,
        "repairs": [{"from": typed, "to": meant} for typed, meant in explanation.repairs],
        "completed": explanation.completed,
        "evidence": dict(explanation.evidence),
        "guards": [
            {"guard": note.guard, "fact": note.fact, "detail": note.detail}
            for note in explanation.guards
        ],
        "thresholds": {
            "answer": explanation.answer_threshold,
            "offer": explanation.offer_threshold,
        },
        "decision": explanation.decision,
    }


def _source(fact: Fact, story: Story) -> dict[str, Any]:
    return {
        "publisher": story.publisher,
        "title": story.title,
        "url": story.url,
        "published": story.published,
        "line": fact.line,
    }


def _suggestions(reply: Reply) -> list[dict[str, str]]:
    if not isinstance(reply, Suggested):
        return []
    return [
        {"fact": fact.id, "question": fact.title, "answer": fact.answer}
        for fact in reply.suggestions
    ]
