"""Gathers what `storybot report` shows, and tells it as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.articles import must_fit, read_article
from bot.cli.check import EngineBuilder
from bot.cli.coverage import as_object as coverage_object
from bot.cli.environment import telling_progress, telling_when_slow, warn_person
from bot.cli.evaluate import cases_in, judge_all
from bot.cli.feedback import from_file, from_records
from bot.cli.inbox import as_object as inbox_object
from bot.compose.stories import service_with
from bot.core.errors import UnusableInputError
from bot.curation.decisions import decided
from bot.desk.annotation import annotated
from bot.desk.coverage import coverage
from bot.desk.inbox import WorkList, work_list
from bot.knowledge.decoding import read_bytes
from bot.knowledge.loader import parse
from bot.matching.strike_out import strike_out
from bot.ops.evaluation import Case, JudgedCase
from bot.ops.prediction import judged_by_striking_out
from bot.ops.risk import counts_of, curve_of, given_of
from bot.page.report import Report, Risk
from bot.ports.feedback import Feedback

DATABASE = "STORYBOT_DATABASE"


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is made from: files, and the last days of the records."""

    knowledge: Path
    is_shipped: bool
    article: str | None
    questions: str | None
    records: str | None
    days: int
    has_texts: bool


def report_of(
    sources: Sources, means: EngineBuilder, environ: Mapping[str, str], made: date
) -> Report:
    """All that there is to show; what cannot be read is said before anything is asked."""
    data = read_bytes(sources.knowledge)
    story = parse(data, str(sources.knowledge))
    told = story.without_drafts()
    if not told.facts:
        raise UnusableInputError(f"{sources.knowledge} has nothing to tell: all facts are drafts.")
    article = read_article(sources.article) if sources.article else None
    if article and sources.article:
        must_fit(story, article.text, sources.article, is_shipped=sources.is_shipped)
    cases = _cases(sources.questions) if sources.questions else None
    feedback, has_switch = _feedback(sources, environ)
    engine = means.engine(told, data)
    service = service_with(engine)
    work = None
    if feedback and sources.has_texts:
        work = work_list(feedback, service, decided(sources.knowledge))
    covered = None
    if article:
        with telling_when_slow("Comparing the article …"):
            covered = coverage(story, article)
    if cases:
        judged = judge_all(service, cases)
    else:
        with telling_when_slow("Asking what is left out …"):
            judged = judged_by_striking_out(told, means.service)
    progress = telling_progress(warn_person, "phrasings are asked")
    return Report(
        story,
        made.isoformat(),
        strike_out(engine, progress),
        feedback,
        work,
        has_switch,
        covered,
        annotated(article, covered) if article and covered else (),
        _risk_of(judged, sources.questions),
    )


def _cases(questions: str) -> list[Case]:
    if cases := list(cases_in(questions)):
        return cases
    raise UnusableInputError(f"{questions} holds no question.")


def _feedback(sources: Sources, environ: Mapping[str, str]) -> tuple[Feedback | None, bool]:
    """The records; None where none were named and those that belong here cannot be had."""
    if sources.records:
        return from_file(sources.records)
    try:
        return from_records(environ, sources.days)
    except UnusableInputError as error:
        if environ.get(DATABASE):
            raise
        warn_person(f"Going on without records: {error}")
        return None, False


def _risk_of(judged: list[JudgedCase], file: str | None) -> Risk | None:
    if not judged:
        return None
    counts, name = counts_of(judged), Path(file).name if file else None
    asked = (counts["answerable"], counts["unanswerable"])
    return Risk(curve_of(judged), *asked, *given_of(counts), name)


def as_object(found: Report) -> dict[str, Any]:
    """The figures as one JSON object; shares are from 0 to 1."""
    return {
        "story": {"title": found.story.title, "facts": len(found.story.facts)},
        "made": found.made,
        "readers": _readers_object(found) if found.feedback else None,
        "coverage": coverage_object(found.coverage) if found.coverage else None,
        "risk": asdict(found.risk) if found.risk else None,
        "strike_out": {name: getattr(found.struck, name) for name in ("asked", "own", "wrong")},
        "weakest": [{**asdict(it), "fact": it.fact.id} for it in found.weakest],
        "corrections": [
            {"fact": it.id, "revised": it.revised, "correction": it.correction}
            for it in found.corrected
        ],
        "unknown": [it.id for it in found.story.facts if not it.is_known and not it.draft],
        "drafts": [it.id for it in found.story.facts if it.draft],
    }


def _readers_object(found: Report) -> dict[str, Any]:
    feedback = found.feedback or Feedback()
    return {
        **inbox_object(found.work or WorkList((), 0), feedback),
        "replies": {
            kind: {"count": it.count, "share": it.value} for kind, it in found.replies.items()
        },
        "told": dict(feedback.told),
        "periods": [asdict(it) for it in found.periods],
    }
