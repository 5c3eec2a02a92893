"""A service on a clock that a test sets to a day."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.compose.stories import engine_for, today
from bot.core.model import Story
from bot.core.service import QuestionService
from tests.fakes.clock import FakeClock


def on(day: str) -> FakeClock:
    return FakeClock(datetime.fromisoformat(f"{day}T12:00").timestamp())


def service(story: Story, clock: FakeClock) -> QuestionService:
    engine = engine_for(story)
    return QuestionService(engine.story, engine, partial(today, clock.now))
