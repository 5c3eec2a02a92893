"""What became of the stories' questions at an earlier commit, to be drawn beside what does now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.ops.risk import Curve, points_of

BEFORE_COMMIT = "d1be57a"
BEFORE = Path(__file__).parent / f"data/risk-coverage-{BEFORE_COMMIT}.json"
"""The curves and counts of that commit, by the story's key."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What became of a story's questions at an earlier commit; the AUROC is from 0 to 1."""

    counts: dict[str, int]
    auroc: float
    curve: Curve


def earlier() -> dict[str, Earlier]:
    """The stories that were measured at `BEFORE_COMMIT`, by key."""
    return {key: _earlier(value) for key, value in json.loads(BEFORE.read_text("utf-8")).items()}


def _earlier(value: dict[str, Any]) -> Earlier:
    counts = value["counts"]
    line = tuple((coverage, risk) for coverage, risk in value["line"])
    return Earlier(counts, value["auroc"], Curve(line, *points_of(counts)))
