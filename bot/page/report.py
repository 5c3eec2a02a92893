"""The report: one page that shows others how a story fares with its readers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from bot.core.model import Fact, Story
from bot.desk.annotation import Part
from bot.desk.coverage import ArticleCoverage
from bot.desk.inbox import WorkList
from bot.matching.strike_out import StrikeOut
from bot.ops.evaluation import Share
from bot.ops.risk import Curve, Point
from bot.page.figures import Period, Weakness, periods, weakest
from bot.page.html import html
from bot.ports.feedback import CHAT, KINDS, Feedback

MEANT = {
    "answer": "answered",
    "doubt": "told with doubt",
    "offer": "only offered questions",
    "open": "the story leaves it open, or says otherwise",
    "decline": "not answered",
    "chat": "small talk",
}
"""What a kind of reply is called."""

TOPS = (0.2, 0.4, 0.8)
"""Where a chart may end whose grid of four lines is to have round figures, below 1."""

LEVELS = tuple(tenth / 10 for tenth in range(1, 11))
"""Coverage at which a table tells the risk."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The curve of so many questions; `file` is where they are from, None for the story's own.

    `answered` counts the answers that are right and those that mislead, `told` what was told with
    doubt as well.
    """

    curve: Curve
    answerable: int
    unanswerable: int
    answered: tuple[int, int]
    told: tuple[int, int]
    file: str | None = None

    @property
    def top(self) -> float:
        """Where a chart of it ends: at a fifth at least, so that little looks little."""
        most = max(risk for _, risk in self._points)
        return next((it for it in TOPS if it >= most), 1.0)

    @property
    def side(self) -> float:
        """Where a chart of it ends at the right, at a whole fifth."""
        return max(1, ceil(5 * max(right for right, _ in self._points))) / 5

    @property
    def _points(self) -> tuple[Point, ...]:
        return (*self.curve.line, self.curve.answered, self.curve.told)

    @property
    def levels(self) -> tuple[Point, ...]:
        """The first point of the curve from each of `LEVELS` on, as far as it goes."""
        firsts = (next((it for it in self.curve.line if it[0] >= at), None) for at in LEVELS)
        return tuple(it for it in firsts if it is not None)


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows. `story` has its drafts, `made` is the day.

    None stands for what there is nothing of: records, readers' words, an article, enough
    phrasings. `has_switch` says that nothing keeps the text of what was not answered.
    """

    story: Story
    made: str
    struck: StrikeOut
    feedback: Feedback | None = None
    work: WorkList | None = None
    has_switch: bool = True
    coverage: ArticleCoverage | None = None
    parts: tuple[Part, ...] = ()
    risk: Risk | None = None

    @property
    def replies(self) -> dict[str, Share]:
        """The share of each kind among all replies."""
        days = (self.feedback or Feedback()).days.values()
        counts = {kind: sum(it.get(kind, 0) for it in days) for kind in KINDS}
        return {kind: Share(count, sum(counts.values())) for kind, count in counts.items()}

    @property
    def answered(self) -> Share:
        """What was answered without doubt, of all but small talk."""
        found = self.replies
        return Share(found["answer"].count, found[CHAT].total - found[CHAT].count)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Replies over time."""
        return periods((self.feedback or Feedback()).days)

    @property
    def weakest(self) -> tuple[Weakness, ...]:
        """The facts that something speaks against."""
        told = self.story.without_drafts()
        return weakest(told, self.struck, self.feedback or Feedback())

    @property
    def corrected(self) -> tuple[Fact, ...]:
        """The facts that were corrected, the last ones first."""
        found = (fact for fact in self.story.facts if fact.correction or fact.revised)
        return tuple(sorted(found, key=lambda it: it.revised or "", reverse=True))


def page(report: Report) -> str:
    """The page as HTML that needs no script and nothing from elsewhere."""
    feedback = report.feedback or Feedback()
    return html(
        "report.html",
        report=report,
        story=report.story,
        kinds=MEANT,
        top=_top(max((it.total for it in report.periods), default=0)),
        told=sorted(feedback.told.items(), key=lambda it: -it[1]),
        voted=sorted(feedback.votes.items(), key=lambda it: (-it[1].down, -it[1].up)),
        link="#fact-{}".format,
    )


def _top(most: int) -> int:
    """Where a chart ends, so that the four lines of its grid have round figures."""
    size = 1
    while 40 * size < most:
        size *= 10
    return next(4 * it * size for it in (1, 2, 3, 4, 5, 10) if 4 * it * size >= most)
