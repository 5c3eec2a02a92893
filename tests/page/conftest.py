"""The knowledge file of the invented story."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.page.ferry import STORY


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path
