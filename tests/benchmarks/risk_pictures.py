"""The risk–coverage picture of each story, before and after."""

from __future__ import annotations

from bot.ops.risk import Curve, Point, curve_of
from tests.benchmarks.provenance import ROOT
from tests.benchmarks.risk import BEFORE_COMMIT, earlier
from tests.benchmarks.subjects import Measured
from tests.benchmarks.svg import Axes, Series, chart

PICTURES = ROOT / "docs/pictures"
AXES = Axes("questions answered right, of the answerable", "answers wrong or false", 0.7, 0.1)
BEFORE, AFTER = "#8a8a8a", "#1f5fbf"
FROM = 0.05
"""Coverage from which a line is drawn: risk of a handful of answers says nothing."""


def name_of(key: str) -> str:
    """The file of a story's picture."""
    return f"risk-coverage-{key}.svg"


def picture(one: Measured) -> None:
    """Draws it."""
    key = one.subject.key
    drawn = drawing(one.subject.title, earlier()[key].curve, curve_of(one.judged))
    (PICTURES / name_of(key)).write_text(drawn, encoding="utf-8")


def drawing(title: str, before: Curve, after: Curve) -> str:
    """Both lines; marks where the replies given stand."""
    series = (
        Series(
            f"before ({BEFORE_COMMIT})", BEFORE, _from(before), [(before.answered, True)], "5 4"
        ),
        Series("now", AFTER, _from(after), [(after.told, False), (after.answered, True)]),
    )
    return chart(title, AXES, series, ("what it answers", "and told with doubt"))


def _from(curve: Curve) -> list[Point]:
    return [point for point in curve.line if point[0] >= FROM]
