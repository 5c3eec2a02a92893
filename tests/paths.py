"""Where things are in the repository."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
KNOWLEDGE = REPOSITORY / "knowledge.yaml"
"""The shipped story."""

SECOND_STORY = REPOSITORY / "tests/stories/second"
THIRD_STORY = REPOSITORY / "tests/stories/third"
