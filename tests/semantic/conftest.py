"""Where the tests of the semantic extra find a model."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model_folder(shared: Path) -> Path:
    """A small model as the extra takes it; it is not storybot's to ship."""
    pytest.importorskip("fastembed", reason="the extra “semantic” is not installed")
    return shared / "models/all-MiniLM-L6-v2-int8"
