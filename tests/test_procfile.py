"""Running every line of the Procfile at once answers nobody twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

PROCFILE = Path(__file__).parents[1] / "Procfile"
PLATFORMS = ("discord", "slack")


def test_each_platform_is_served_by_one_line() -> None:
    served: Counter[str] = Counter()
    for line in PROCFILE.read_text(encoding="utf-8").splitlines():
        words = line.partition(":")[2].split()
        assert words[:4] == ["python", "-m", "bot", "serve"]
        served.update(words[4:] or PLATFORMS)
    assert served == dict.fromkeys(PLATFORMS, 1)
