"""Builds the index of the shipped story into the wheel, so that the first question is quick."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedIndex(BuildHookInterface):  # type: ignore[type-arg]
    """Runs the package's own builder on `knowledge.yaml` and adds what it made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the wheel is put together; an editable install finds it in the tree."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from bot.compose.stories import build_shipped

        folder = root / "bot" / "data" / "built"
        shutil.rmtree(folder, ignore_errors=True)
        built = build_shipped(root / "knowledge.yaml", folder)
        build_data["force_include"][str(built)] = f"bot/data/built/{built.name}"
