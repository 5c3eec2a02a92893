"""The measured part of docs/honesty.md: gates, tables and pictures."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.ops.evaluation import AUROC
from tests.benchmarks.gates import Gate, figure, gates, mean, strangers
from tests.benchmarks.markdown import table
from tests.benchmarks.measures import Figure
from tests.benchmarks.provenance import command, commit, is_changed, versions
from tests.benchmarks.risk import BEFORE_COMMIT, Earlier, earlier
from tests.benchmarks.risk_pictures import PICTURES, name_of
from tests.benchmarks.subjects import STRANGERS, TITLES, Measured

ANSWERABLE = (
    *("right", "told right", "right or told right", "wrong", "told wrong", "wrong or told wrong"),
    *("offered", "offered right", "declined", "first right"),
)
ROWS = (*ANSWERABLE, AUROC, "false", "told", "answered or told")
OWN_ROWS = (*ROWS, "false, near", "false, other", "told, near", "told, other")
ABREAST = 3
"""Pictures side by side."""


def are_kept(results: Sequence[Measured]) -> bool:
    """Whether every gate is kept."""
    return all(gate.is_kept for gate in gates(results))


def report(
    results: Sequence[Measured],
    extra: Sequence[Measured] | None,
    skipped: Iterable[str],
    arguments: Sequence[str],
) -> str:
    """Everything that was measured, as Markdown."""
    parts = [_conditions(skipped, arguments), "## Gates\n", _gate_table(results, extra)]
    for heading, measured in (("", results), (", with the extra", extra)):
        if measured:
            parts += _tables(heading, measured)
    return "\n".join([*parts, _pictures(results)])


def _conditions(skipped: Iterable[str], arguments: Sequence[str]) -> str:
    changed = " with changes" if is_changed("bot") else ""
    lines = [
        f"Measured {datetime.now(UTC):%Y-%m-%d} by "
        f"`{command('tests.benchmarks.strangers', arguments)}` at commit {commit()}{changed}. "
        f"Python {platform.python_version()}; {versions(('numpy', 'rapidfuzz', 'PyStemmer'))}.\n",
        *(f"- Not measured: {sentence}." for sentence in skipped),
    ]
    return "\n".join(lines) + "\n"


def _gate_table(results: Sequence[Measured], extra: Sequence[Measured] | None) -> str:
    found = [gates(one) for one in (results, extra) if one]
    head = ["story", "share, %", "required", "reached", "kept"]
    rows = [[*_required(row[0]), *_reached(row)] for row in zip(*found, strict=True)]
    return table([*head, "with the extra"] if extra else head, rows)


def _required(gate: Gate) -> list[str]:
    sign = "≥" if gate.is_floor else "≤"
    return [
        TITLES.get(gate.where, gate.where),
        _label(gate.name),
        f"{sign} {round(gate.limit, 1):g}",
    ]


def _reached(row: Sequence[Gate]) -> list[str]:
    first, *others = row
    kept = "not measured" if first.reached is None else "yes" if first.is_kept else "**no**"
    return [_cell(first.reached), kept, *(_cell(one.reached) for one in others)]


def _tables(heading: str, results: Sequence[Measured]) -> Iterable[str]:
    trio = strangers(results)
    mine = [one for one in results if one.subject.key not in STRANGERS]
    foreign = [one for one in results if one.subject.key in STRANGERS]
    if foreign:
        then = earlier()
        titles = [*map(_title, foreign), *(["mean", f"mean at {BEFORE_COMMIT}"] if trio else [])]
        rows = [
            [_label(name), *_row(foreign, name), *(_means(trio, name, then) if trio else [])]
            for name in ROWS
        ]
        yield f"## Strangers' stories{heading}, %\n"
        yield table(["", *titles], rows)
    if mine:
        yield f"## Our own stories{heading}, %\n"
        yield table(["", *map(_title, mine)], [[_label(it), *_row(mine, it)] for it in OWN_ROWS])


def _title(one: Measured) -> str:
    asked = len(one.judged)
    answerable = one.shares["right"].total
    return f"{one.subject.title}, {answerable} and {asked - answerable}"


def _row(results: Iterable[Measured], name: str) -> list[str]:
    return [_cell(figure(one, name)) for one in results]


def _means(trio: Sequence[Measured], name: str, then: dict[str, Earlier]) -> list[str]:
    before = sum(_before(then[one.subject.key], name) for one in trio) / len(trio)
    return [_cell(mean([figure(one, name) for one in trio])), f"{100 * before:.1f}"]


def _before(one: Earlier, name: str) -> float:
    if name == AUROC:
        return one.auroc
    asked = one.counts["answerable" if name in ANSWERABLE else "unanswerable"]
    return one.counts[name] / asked


def _label(name: str) -> str:
    return "AUROC" if name == AUROC else name


def _cell(value: Figure | None) -> str:
    if value is None:
        return "–"
    low, high = (f"{value.scale * bound:z.0f}" for bound in (value.low, value.high))
    return f"{value.scale * value.value:.1f} ({low}–{high})"


def _pictures(results: Sequence[Measured]) -> str:
    shown = [
        f"![{one.subject.title}]({PICTURES.name}/{name_of(one.subject.key)})" for one in results
    ]
    rows = [shown[at : at + ABREAST] for at in range(0, len(shown), ABREAST)]
    return "## Risk and coverage\n\n" + table([""] * ABREAST, rows)
