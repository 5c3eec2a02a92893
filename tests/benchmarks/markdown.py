"""Tables of a report, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.benchmarks.baselines import Floats
from tests.benchmarks.measures import BINS, Bools, reliability


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


START, END = "<!-- measured: written by a command -->", "<!-- measured: end -->"
"""Between them stands what a command writes; what stands around them is written by hand."""


def with_measured(document: str, measured: str) -> str:
    """`document` with another text between the marks; raises ValueError where one is missing."""
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the document has no {START} … {END}")
    return f"{before}{START}\n\n{measured.strip()}\n\n{END}{after}"


def reliability_table(cases: dict[str, tuple[Floats, Bools, Floats]]) -> str:
    """Mean score and share right of every bin, side by side."""
    bins = [reliability(*data) for data in cases.values()]
    head = ["score", *(f"{name}: share of all, mean score, right" for name in cases)]
    rows = []
    for place in range(BINS):
        row = [f"{place / BINS:.1f} to {(place + 1) / BINS:.1f}"]
        for of_case, (_, _, weights) in zip(bins, cases.values(), strict=True):
            one = of_case[place]
            part = f"{100 * one.weight / weights.sum():.1f} %, {one.score:.2f}" if one else ""
            row.append(f"{part}, {one.right:.2f}" if one else "–")
        rows.append(row)
    return table(head, rows)
