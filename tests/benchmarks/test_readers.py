"""Records as readers leave them."""

from __future__ import annotations

from pathlib import Path

from bot.core.service import QuestionService
from tests.benchmarks.readers import fill


async def test_what_readers_ask_is_recorded(
    tmp_path: Path, shipped_story_service: QuestionService
) -> None:
    file = tmp_path / "records.sqlite3"
    outcomes = await fill(file, 12, shipped_story_service)
    assert outcomes.total() == 12
    assert outcomes["answer"] > 3
    assert file.stat().st_size > 0
