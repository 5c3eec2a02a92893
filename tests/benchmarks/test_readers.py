"""Records as readers leave them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.readers import main


def test_fills_a_database_and_says_with_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "records.sqlite3"
    assert main([str(file), "--count", "12"]) == 0
    assert capsys.readouterr().out.startswith(f"{file}: {{'answer': ")
    assert file.stat().st_size > 0
