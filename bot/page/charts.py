"""Where the marks of a chart stand, in the units of its picture; templates draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from bot.desk.report import Period
from bot.ops.risk import Curve, Point
from bot.ports.feedback import KINDS

WIDTH, HEIGHT = 480, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 12, 44
ACROSS, UP = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
LINES = 4
"""Lines of the grid above the axis."""

BOX = {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "up": UP}
"""What templates need of these."""

GAP = 0.15
"""Of a bar's room, what stays empty."""

FROM = 0.05
"""Coverage from which risk is drawn: that of a handful of answers says nothing."""

LEAST_RISK = 0.2
"""How far up risk is drawn at least, so that little looks little."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it begins across, how wide it is, and top and height of each kind's part."""

    label: str
    x: float
    width: float
    parts: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line, the two marks of the replies given, and what stands at the lines of the grid."""

    points: tuple[Place, ...]
    answered: Place
    told: Place
    top: float


def bars(periods: Sequence[Period]) -> tuple[tuple[Bar, ...], int]:
    """A bar a period, and how many replies the top of the chart stands for."""
    top = _round_up(max((it.total for it in periods), default=0))
    room = ACROSS / max(1, len(periods))
    found = []
    for number, period in enumerate(periods):
        parts, below = [], 0
        for kind in KINDS:
            height = UP * period.counts.get(kind, 0) / top
            below += period.counts.get(kind, 0)
            if height:
                parts.append((kind, TOP + UP * (1 - below / top), height))
        x = LEFT + room * (number + GAP / 2)
        found.append(Bar(period.first, x, room * (1 - GAP), tuple(parts)))
    return tuple(found), top


def line(curve: Curve) -> Line:
    """The curve from `FROM` on."""
    drawn = [point for point in curve.line if point[0] >= FROM]
    marks = (curve.answered, curve.told)
    top = max(LEAST_RISK, *(ceil(risk * 10) / 10 for _, risk in (*drawn, *marks)))

    def place(point: Point) -> Place:
        return LEFT + ACROSS * point[0], TOP + UP * (1 - point[1] / top)

    return Line(tuple(map(place, drawn)), place(curve.answered), place(curve.told), top)


def _round_up(most: int) -> int:
    """The next number whose grid has round figures: of two digits, and zeros."""
    quarter = max(1, ceil(most / LINES))
    size = int(10 ** max(0, len(str(quarter)) - 2))
    return LINES * ceil(quarter / size) * size
