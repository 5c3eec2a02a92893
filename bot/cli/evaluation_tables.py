"""What an evaluation found, as plain tables and as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from bot.core.model import outcome
from bot.ops.evaluation import (
    AT_LEAST,
    AT_MOST,
    AUROC,
    JudgedCase,
    Share,
    Tally,
    tally,
    tally_by_group,
    went_wrong,
)
from bot.ops.separation import Separation, separation

ALL = "all"
LEGEND = "Shares in %, and in brackets or after “to” their 95 % intervals (Wilson; AUROC: DeLong)."
APART = {
    True: ("right", "told right", "wrong", "told wrong", "offered", "offered right", "declined"),
    False: ("false", "told", "offered", "declined"),
}
"""The columns of a table by style, and of one by kind."""

WIDEST = max(map(len, (*AT_LEAST, *AT_MOST)))
ROUNDING = 1e-9
"""Per cent by which floating point may miss a limit that is met."""

HEADINGS = {True: "style", False: "kind, not answerable"}


def as_text(judged: Sequence[JudgedCase], errors: int) -> str:
    """A table by style, one by kind, all together, and up to `errors` that went wrong."""
    asked = [
        answerable
        for answerable in HEADINGS
        if any(one.case.answerable == answerable for one in judged)
    ]
    if not asked:
        return "There is no question in it."
    parts = [_by_group(judged, answerable) for answerable in asked]
    parts += ["\n".join(_together(judged, answerable)) for answerable in asked]
    apart = separation(judged)
    if apart:
        parts.append(_separation_text(apart))
    amiss = went_wrong(judged)
    if errors and amiss:
        shown = [f"went wrong ({min(errors, len(amiss))} of {len(amiss)})"]
        parts.append("\n".join([*shown, *(_error_text(one) for one in amiss[:errors])]))
    return "\n\n".join([LEGEND, *parts])


def as_object(judged: Sequence[JudgedCase], errors: int, short: Sequence[str]) -> dict[str, Any]:
    """The same as one JSON object; shares and intervals from 0 to 1."""
    apart = separation(judged)
    return {
        "answerable": _tally_object(tally(judged, answerable=True)),
        "styles": _groups_object(judged, answerable=True),
        "unanswerable": _tally_object(tally(judged, answerable=False)),
        "kinds": _groups_object(judged, answerable=False),
        AUROC: asdict(apart) if apart else None,
        "errors": [_error_object(one) for one in went_wrong(judged)[:errors]],
        "falls_short": list(short),
    }


def shortfalls(
    judged: Sequence[JudgedCase], requirements: Iterable[tuple[str, float]]
) -> list[str]:
    """A sentence for each requirement (a share's name and a percentage) that is not met.

    "offered" and "declined" are those of the answerable questions.
    """
    shares = {**tally(judged, answerable=False), **tally(judged, answerable=True)}
    reached = {name: share.value * 100 for name, share in shares.items() if share.total}
    apart = separation(judged)
    if apart:
        reached[AUROC] = apart.auroc * 100
    sentences = (_shortfall(name, reached.get(name), limit) for name, limit in requirements)
    return [sentence for sentence in sentences if sentence]


def _shortfall(name: str, reached: float | None, limit: float) -> str | None:
    if reached is None:
        return f"Falls short: no question could be {name}, and {name} {limit:g} % is required."
    bound = "at most" if name in AT_MOST else "at least"
    beyond = reached - limit if name in AT_MOST else limit - reached
    if beyond <= ROUNDING:
        return None
    return f"Falls short: {name} {reached:.1f} %, and {bound} {limit:g} % is required."


def _by_group(judged: Sequence[JudgedCase], answerable: bool) -> str:
    """The shares of each style or kind, and under each its interval."""
    columns = APART[answerable]
    rows = [[HEADINGS[answerable], "asked", *columns]]
    for name, shares in tally_by_group(judged, answerable=answerable).items():
        asked = str(next(iter(shares.values())).total)
        rows.append([name, asked, *(f"{shares[it].value * 100:.1f}" for it in columns)])
        rows.append(["", "", *(_interval(shares[it]) for it in columns)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _interval(share: Share) -> str:
    low, high = share.interval()
    return f"({low * 100:.0f}-{high * 100:.0f})"


def _line(row: list[str], widths: list[int]) -> str:
    name, *numbers = row
    right = (cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True))
    return "  ".join([name.ljust(widths[0]), *right]).rstrip()


def _together(judged: Sequence[JudgedCase], answerable: bool) -> Iterable[str]:
    shares = tally(judged, answerable=answerable)
    asked = next(iter(shares.values())).total
    heading = f"{ALL} {asked} {'answerable' if answerable else 'not answerable'}"
    yield f"{heading.ljust(WIDEST + 2)}  count      %            95 %"
    for name, share in shares.items():
        low, high = share.interval()
        interval = f"{low * 100:5.1f} to {high * 100:5.1f}"
        yield f"  {name.ljust(WIDEST)}  {share.count:5}  {share.value * 100:5.1f}  {interval}"


def _separation_text(apart: Separation) -> str:
    return (
        f"AUROC {apart.auroc:.3f}  {apart.low:.3f} to {apart.high:.3f}  "
        f"({apart.inside} first right, {apart.outside} not answerable)"
    )


def _error_text(one: JudgedCase) -> str:
    case = one.case
    before = f"  (after “{case.previous}”)" if case.previous is not None else ""
    expected = f"expected {case.fact or '?'}; " if case.answerable else "expected no answer; "
    near = ", ".join(f"{it.fact.id} {it.score:.2f}" for it in one.reply.candidates) or "none"
    return f"  {one.verdict}: {case.question}{before}\n      {expected}candidates: {near}"


def _error_object(one: JudgedCase) -> dict[str, Any]:
    return {
        "question": one.case.question,
        "previous": one.case.previous,
        "group": one.case.group,
        "expected": one.case.fact,
        "verdict": str(one.verdict),
        "outcome": outcome(one.reply),
        "candidates": [{"fact": it.fact.id, "score": it.score} for it in one.reply.candidates],
    }


def _groups_object(judged: Sequence[JudgedCase], *, answerable: bool) -> dict[str, Any]:
    groups = tally_by_group(judged, answerable=answerable)
    return {name: _tally_object(shares) for name, shares in groups.items()}


def _tally_object(shares: Tally) -> dict[str, Any]:
    total = next(iter(shares.values())).total
    found = {name.replace(" ", "_"): _share_object(share) for name, share in shares.items()}
    return {"asked": total, **found}


def _share_object(share: Share) -> dict[str, Any]:
    low, high = share.interval()
    return {"count": share.count, "share": share.value, "low": low, "high": high}
