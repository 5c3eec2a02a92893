"""What an evaluation found, as plain tables and as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.cli.evaluate import AT_LEAST
from bot.core.model import outcome
from bot.ops.evaluation import Judged, Share, Tally, tally, tally_by_group, went_wrong

ALL = "all"
LEGEND = "Questions, their share in %, and in brackets its 95 % interval (Wilson)."


def as_text(judged: Sequence[Judged], errors: int) -> str:
    """A table by style, one by kind, and up to `errors` questions that went wrong."""
    parts = [
        _table(heading, judged, answerable)
        for heading, answerable in (("style", True), ("kind, not answerable", False))
        if any(one.case.answerable == answerable for one in judged)
    ]
    amiss = went_wrong(judged)
    if errors and amiss:
        shown = [f"went wrong ({min(errors, len(amiss))} of {len(amiss)})"]
        parts.append("\n".join([*shown, *(_error_text(one) for one in amiss[:errors])]))
    return "\n\n".join([LEGEND, *parts]) if parts else "There is no question in it."


def as_object(judged: Sequence[Judged], errors: int, short: Sequence[str]) -> dict[str, Any]:
    """The same as one JSON object; shares and intervals from 0 to 1."""
    return {
        "answerable": _tally_object(tally(judged, answerable=True)),
        "styles": _groups_object(judged, answerable=True),
        "unanswerable": _tally_object(tally(judged, answerable=False)),
        "kinds": _groups_object(judged, answerable=False),
        "errors": [_error_object(one) for one in went_wrong(judged)[:errors]],
        "falls_short": list(short),
    }


def shortfalls(judged: Sequence[Judged], requirements: Iterable[tuple[str, float]]) -> list[str]:
    """A sentence for each requirement (a share's name and a percentage) that is not met.

    "offered" and "declined" are those of the answerable questions.
    """
    shares = {**tally(judged, answerable=False), **tally(judged, answerable=True)}
    return [
        _shortfall(name, shares[name], limit)
        for name, limit in requirements
        if not _is_met(name, shares[name], limit)
    ]


def _is_met(name: str, share: Share, limit: float) -> bool:
    if not share.total:
        return False
    reached, needed = share.count * 100, limit * share.total
    return reached >= needed if name in AT_LEAST else reached <= needed


def _shortfall(name: str, share: Share, limit: float) -> str:
    if not share.total:
        return f"Falls short: no question could be {name}, and {name} {limit:g} % is required."
    bound = "at least" if name in AT_LEAST else "at most"
    return f"Falls short: {name} {share.value * 100:.1f} %, and {bound} {limit:g} % is required."


def _table(heading: str, judged: Sequence[Judged], answerable: bool) -> str:
    rows = {
        **tally_by_group(judged, answerable=answerable),
        ALL: tally(judged, answerable=answerable),
    }
    columns = list(rows[ALL])
    cells = [[heading, "asked", *columns]]
    for name, shares in rows.items():
        asked = next(iter(shares.values())).total
        cells.append([name, str(asked), *(_cell(shares[column]) for column in columns)])
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(_line(row, widths) for row in cells)


def _line(row: list[str], widths: list[int]) -> str:
    name, *numbers = row
    right = (cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True))
    return "  ".join([name.ljust(widths[0]), *right])


def _cell(share: Share) -> str:
    low, high = share.interval()
    return f"{share.count} {share.value * 100:5.1f} ({low * 100:.0f}-{high * 100:.0f})"


def _error_text(one: Judged) -> str:
    case = one.case
    before = f"  (after “{case.previous}”)" if case.previous is not None else ""
    expected = f"expected {case.fact or '?'}; " if case.answerable else "expected no answer; "
    near = ", ".join(f"{it.fact.id} {it.score:.2f}" for it in one.reply.candidates) or "none"
    return f"  {one.verdict}: {case.question}{before}\n      {expected}candidates: {near}"


def _error_object(one: Judged) -> dict[str, Any]:
    return {
        "question": one.case.question,
        "previous": one.case.previous,
        "group": one.case.group,
        "expected": one.case.fact,
        "verdict": str(one.verdict),
        "outcome": outcome(one.reply),
        "candidates": [{"fact": it.fact.id, "score": it.score} for it in one.reply.candidates],
    }


def _groups_object(judged: Sequence[Judged], *, answerable: bool) -> dict[str, Any]:
    groups = tally_by_group(judged, answerable=answerable)
    return {name: _tally_object(shares) for name, shares in groups.items()}


def _tally_object(shares: Tally) -> dict[str, Any]:
    total = next(iter(shares.values())).total
    found = {name.replace(" ", "_"): _share_object(share) for name, share in shares.items()}
    return {"asked": total, **found}


def _share_object(share: Share) -> dict[str, Any]:
    low, high = share.interval()
    return {"count": share.count, "share": share.value, "low": low, "high": high}
