"""What a check found, for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from bot.core.errors import Problem
from bot.counting import counted

if TYPE_CHECKING:
    from bot.matching.strike_out import StrikeOut
    from bot.ops.evaluation import Tally
    from bot.ops.prediction import Prediction

PROBLEM, ADVICE = "problem", "advice"

MORE_LATER = (
    "The facts that have problems, the phrasings and the tests are checked once these are mended."
)

SHOWN, SHOWN_OF_KIND = 20, 5
"""Collisions, and advice of one other kind, that a person is shown; JSON has all."""

NAMED = 8
"""Facts that are named where their advice is not shown."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of a check: its place in the file (from 1), its fact if it is about one.

    `kind` names what was looked for.
    """

    line: int
    column: int
    severity: str
    fact: str | None
    message: str
    remedy: str
    kind: str

    def describe(self, file: str) -> str:
        """`file:line:column: message; remedy`, with the kind of remark and the fact."""
        about = f'fact "{self.fact}": ' if self.fact else ""
        mark = "advice: " if self.severity == ADVICE else ""
        message = f"{mark}{about}{self.message}"
        return Problem(self.line, self.column, message, self.remedy).describe(file)


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a check found: remarks in the order of the file, collisions worst first.

    `counted` is empty, and `struck` None, where the file does not load. `predicted` is None where
    that was not asked for, or the file is too short to tell.
    """

    name: str
    remarks: tuple[Remark, ...]
    collisions: tuple[Remark, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)
    struck: StrikeOut | None = None
    is_predicted: bool = False
    predicted: Prediction | None = None

    @property
    def every(self) -> tuple[Remark, ...]:
        """Remarks and collisions."""
        return (*self.remarks, *self.collisions)

    @property
    def problems(self) -> int:
        """How many remarks are problems."""
        return sum(remark.severity == PROBLEM for remark in self.remarks)


def as_text(found: Findings) -> str:
    """One remark a line, then what became of the phrasings, and the counts."""
    counts, problems, every = found.counted, found.problems, found.every
    advice = len(every) - problems
    lines = [it.describe(found.name) for it in found.remarks if it.severity == PROBLEM]
    lines += _advice(found)
    if counts:
        told = ("facts", "known", "unknown", "phrasings", "quotes", "names")
        drafts = ("drafts",) if counts["drafts"] else ()
        named = (counted(counts[key], key.removesuffix("s"), key) for key in (*told, *drafts))
        lines.append(", ".join(named))
    else:
        lines.append(MORE_LATER)
    if found.struck is not None and found.struck.asked:
        lines.append(_struck(found.struck))
    if found.predicted is not None:
        lines += _predictions(found.predicted)
    elif counts and found.is_predicted:
        lines.append("The file is too short to tell how readers will fare.")
    found_problems = counted(problems, "problem") if problems else "no problems"
    lines.append(f"{found_problems}, {advice or 'no'} advice")
    return "\n".join(lines)


def _advice(found: Findings) -> Iterator[str]:
    """Advice by kind, in the order of the file, and which other facts have the like."""
    kinds: dict[str, list[Remark]] = {}
    for remark in found.remarks:
        if remark.severity == ADVICE:
            kinds.setdefault(remark.kind, []).append(remark)
    for kind, remarks in kinds.items():
        yield from (it.describe(found.name) for it in remarks[:SHOWN_OF_KIND])
        if more := remarks[SHOWN_OF_KIND:]:
            ids = [*dict.fromkeys(it.fact for it in more if it.fact)]
            facts = ", ".join(ids[:NAMED]) + (", …" if len(ids) > NAMED else "")
            yield f"and {len(more)} more of this kind, {kind}: {facts} (--json lists them all)"
    yield from (it.describe(found.name) for it in found.collisions[:SHOWN])
    if pairs := len(found.collisions[SHOWN:]):
        yield f"and {pairs} more pairs of facts that collide less: --json lists them all"


def _struck(struck: StrikeOut) -> str:
    pairs = len(struck.collisions)
    own, wrong = (100 * count / struck.asked for count in (struck.own, struck.wrong))
    return (
        f"Each phrasing asked while it alone was left out ({struck.asked}): {own:.0f} % lead to "
        f"their own fact, {wrong:.0f} % to another that readers would be told "
        f"({counted(pairs, 'pair')} of facts), {100 - own - wrong:.0f} % to nothing likely. "
        "That is no goal: copies of a phrasing raise it. How many readers are understood, only "
        "questions by somebody else tell: storybot eval"
    )


def _predictions(predicted: Prediction) -> list[str]:
    """How readers will fare, in two lines; shares in percent."""

    def percent(shares: Tally, *names: str) -> str:
        return ", ".join(f"{100 * shares[name].value:.0f} % {name}" for name in names)

    asked, missing = predicted.left_out, predicted.missing
    left_out = percent(asked, "right", "told right", "wrong", "told wrong", "offered", "declined")
    return [
        f"Phrasings asked while left out ({asked['right'].total}): {left_out}",
        f"Phrasings asked while their fact is left out ({missing['false'].total}): "
        + percent(missing, "false", "told", "offered", "declined"),
    ]


def as_object(found: Findings) -> dict[str, Any]:
    """The same as one JSON object."""

    def of(severity: str) -> list[dict[str, Any]]:
        return [asdict(remark) for remark in found.every if remark.severity == severity]

    def shares(tally: Tally) -> dict[str, float]:
        return {name.replace(" ", "_"): share.value for name, share in tally.items()}

    predicted = found.predicted
    return {
        "file": found.name,
        "problems": of(PROBLEM),
        "advice": of(ADVICE),
        "counts": dict(found.counted) or None,
        "strike_out": None if found.struck is None else _struck_object(found.struck),
        "prediction": None
        if predicted is None
        else {"left_out": shares(predicted.left_out), "missing": shares(predicted.missing)},
    }


def _struck_object(struck: StrikeOut) -> dict[str, Any]:
    return {
        "asked": struck.asked,
        "own": struck.own,
        "wrong": struck.wrong,
        "collisions": [
            {
                "fact": it.fact.id,
                "question": it.phrasing,
                "other_fact": it.other.id,
                "other_question": it.other_phrasing,
                "likelihood": it.likelihood,
                "sure": it.sure,
                "others": it.others,
            }
            for it in struck.collisions
        ],
    }
