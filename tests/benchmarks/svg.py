"""Line charts as SVG, small enough to keep beside the documents that show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 400, 330
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 36, 84
"""Margins around the plot, for the title, the axes and the legend below."""

LEGEND_COLUMNS, LEGEND_LINE = (LEFT, 222), 18

STYLE = """
text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #333 }
.title { font-size: 14px; font-weight: 600 }
.grid { stroke: #e3e3e3 }
.axis { stroke: #888 }
.line { fill: none; stroke-width: 2; stroke-linejoin: round }
"""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """A line and its marks, filled or hollow, all from 0 to 1 on both axes."""

    name: str
    colour: str
    line: Sequence[Point]
    marks: Sequence[tuple[Point, bool]] = ()
    dashes: str = ""


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands along the axes, and how far up the plot reaches."""

    across: str
    up: str
    top: float = 1.0
    step: float = 0.2


def chart(title: str, axes: Axes, series: Iterable[Series], notes: Iterable[str] = ()) -> str:
    """The chart; its legend names the series, then the notes, each with its own mark."""
    drawn = list(series)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 20, title, "start", ' class="title"'),
        *_grid(axes),
        *(_drawn(one, axes) for one in drawn),
        *_legend(drawn, notes),
    ]
    return "\n".join([*parts, "</svg>", ""])


def _place(point: Point, axes: Axes) -> tuple[str, str]:
    across, up = point
    x = LEFT + across * (WIDTH - LEFT - RIGHT)
    y = HEIGHT - BOTTOM - min(1.0, up / axes.top) * (HEIGHT - TOP - BOTTOM)
    return f"{x:.1f}", f"{y:.1f}"


def _grid(axes: Axes) -> Iterable[str]:
    for place in range(round(axes.top / axes.step) + 1):
        _, y = _place((0, place * axes.step), axes)
        yield f'<path class="{"grid" if place else "axis"}" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        yield _text(LEFT - 6, float(y) + 4, f"{place * axes.step * 100:.0f} %", "end")
    for place in range(6):
        x, _ = _place((place / 5, 0), axes)
        yield _text(float(x), HEIGHT - BOTTOM + 16, f"{place / 5 * 100:.0f} %", "middle")
    yield _text(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - BOTTOM + 34, axes.across, "middle")
    middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
    yield _text(13, middle, axes.up, "middle", f' transform="rotate(-90 13 {middle:g})"')


def _drawn(one: Series, axes: Axes) -> str:
    points = " ".join(",".join(_place(point, axes)) for point in one.line)
    dashes = f' stroke-dasharray="{one.dashes}"' if one.dashes else ""
    line = f'<polyline class="line" stroke="{one.colour}"{dashes} points="{points}"/>'
    marks = (_mark(*_place(point, axes), one.colour, filled) for point, filled in one.marks)
    return "\n".join([line, *marks])


def _mark(x: str, y: str, colour: str, filled: bool) -> str:
    inside = colour if filled else "#fff"
    return f'<circle cx="{x}" cy="{y}" r="5" fill="{inside}" stroke="{colour}" stroke-width="2"/>'


def _legend(series: Sequence[Series], notes: Iterable[str]) -> Iterable[str]:
    x, below = LEGEND_COLUMNS[0], HEIGHT - BOTTOM + 56
    for y, one in enumerate(series):
        place = below + y * LEGEND_LINE
        dashes = f' stroke-dasharray="{one.dashes}"' if one.dashes else ""
        yield f'<path class="line" stroke="{one.colour}"{dashes} d="M{x} {place}h24"/>'
        yield _text(x + 32, place + 4, one.name, "start")
    x = LEGEND_COLUMNS[1]
    for y, (note, filled) in enumerate(zip(notes, (True, False), strict=False)):
        place = below + y * LEGEND_LINE
        yield _mark(str(x), str(place), "#333", filled)
        yield _text(x + 14, place + 4, note, "start")


def _text(x: float, y: float, text: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{more}>{escape(text)}</text>'
