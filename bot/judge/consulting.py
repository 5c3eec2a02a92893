"""Hears the judge, where a reply needs it: between what the core found and what is said."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.judge import Judge
from bot.core.judging import Ruling, apply_verdict, facts_of, needs_judging, question_of, ruling_on
from bot.core.model import Context, Question, Reply
from bot.core.service import QuestionService, context_after


class Heard(NamedTuple):
    """A reply, the context after it, and what the judge said of it; None where it had no say."""

    reply: Reply
    after: Context
    ruling: Ruling | None = None


async def ask(
    service: QuestionService,
    judge: Judge | None,
    question: Question,
    before: Context | None = None,
    within: float | None = None,
) -> Heard:
    """What `service` replies to `question` once `judge` was heard, for at most `within` seconds."""
    reply, after = service.ask(question, before)
    if judge is None or not needs_judging(reply, service.normalise):
        return Heard(reply, after)
    verdict = await judge.verdict(question_of(reply, question.text), facts_of(reply), within)
    judged = apply_verdict(reply, verdict, service.normalise)
    after = context_after(judged, question.text, before or Context())
    return Heard(judged, after, ruling_on(reply, verdict))
