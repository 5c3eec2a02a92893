"""What it says of itself and its story is measured on questions of somebody who saw no code."""

from __future__ import annotations

import pytest

from tests.benchmarks.about import QUESTIONS, asked, main, microseconds

LEAST = {"about": 95, "about-2": 58, "about-3": 53, "about-4": 96, "about-8": 95, "traps": 14}


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_tells_questions_to_the_bot_from_those_on_the_story(name: str, least: int) -> None:
    found = list(asked(QUESTIONS / f"{name}.jsonl"))
    wrong = [f"{one.question!r}: {one.got}" for one in found if not one.is_right]
    assert len(found) - len(wrong) >= least, "\n".join(wrong)


def test_takes_next_to_no_time() -> None:
    assert microseconds() < 1500  # a busy machine; `python -m tests.benchmarks.about` measures


def test_prints_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    assert "of 100 right" in capsys.readouterr().out
