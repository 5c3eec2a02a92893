"""`storybot check`: everything that is wrong with a knowledge file, or could be better."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.environment import Meant, environment, open_embedder, story_options
from bot.core.errors import KnowledgeError, Problem, UnusableInputError

if TYPE_CHECKING:
    from bot.cli.places import Places
    from bot.core.model import Story
    from bot.core.service import QuestionService
    from bot.ops.evaluation import Tally
    from bot.ops.prediction import Prediction

    Build = Callable[[Story], QuestionService]

PROBLEM, ADVICE = "problem", "advice"


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of a check: its place in the file (from 1), its fact if it is about one."""

    line: int
    column: int
    severity: str
    fact: str | None
    message: str
    remedy: str

    def describe(self, file: str) -> str:
        """`file:line:column: message; remedy`, with the kind of remark and the fact."""
        about = f'fact "{self.fact}": ' if self.fact else ""
        mark = "advice: " if self.severity == ADVICE else ""
        message = f"{mark}{about}{self.message}"
        return Problem(self.line, self.column, message, self.remedy).describe(file)


@click.command(short_help="Find what is wrong with a knowledge file.")
@click.argument("file", required=False)
@click.option(
    "--source",
    metavar="ARTICLE",
    help="The article as a text file: every quote must stand in it word for word.",
)
@click.option(
    "--predict",
    is_flag=True,
    help="Also tell how readers will fare, by asking phrasings while they are left out.",
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema for editors, and do no more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@story_options
@click.pass_context
def check(
    ctx: click.Context,
    file: str | None,
    source: str | None,
    predict: bool,
    schema: bool,
    as_json: bool,
    meant: Meant,
) -> None:
    """Check FILE: its YAML, its values, its facts, its quotes, and the tests it carries.

    The questions under a fact's "asks" must be answered by it, those under "never" must not.
    Status 0: no problem (there may be advice); 1: problems; 2: the file cannot be used at all.

    \b
    For example:
      storybot check
      storybot check my-story.yaml --source article.txt
      storybot check my-story.yaml --predict
      storybot check --schema > schema.json
    """
    if schema:
        from bot.knowledge.schema import json_schema

        click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
        return
    from bot.compose.stories import find_knowledge

    environ = environment()
    path = find_knowledge(file or meant.knowledge, environ)
    name = file or (path.name if path.parent == Path.cwd() else str(path))

    embedder = cache(lambda: open_embedder(meant, environ))

    def build(story: Story) -> QuestionService:
        from bot.compose.stories import service_for

        return service_for(story, embedder())

    story, remarks = _checked(path, name, _article(source), build)
    problems = sum(remark.severity == PROBLEM for remark in remarks)
    predicted = _predicted(story, build) if predict else None
    found = _Found(name, remarks, _counts(story), predict, predicted)
    click.echo(_as_json(found) if as_json else _as_text(found))
    ctx.exit(1 if problems else 0)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a check found; `counted` is empty where the file does not load.

    `predicted` is None where that was not asked for, or the file is too short to tell.
    """

    name: str
    remarks: list[Remark]
    counted: dict[str, int]
    is_predicted: bool
    predicted: Prediction | None


def _counts(story: Story | None) -> dict[str, int]:
    from bot.knowledge.review import counts

    return {} if story is None else counts(story)


def _predicted(story: Story | None, build: Build) -> Prediction | None:
    from bot.ops.prediction import predict

    return None if story is None else predict(story, build)


def _article(source: str | None) -> str | None:
    if source is None:
        return None
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnusableInputError(f"The article {source} cannot be read ({why}).") from None


def _checked(
    path: Path, name: str, article: str | None, build: Build
) -> tuple[Story | None, list[Remark]]:
    """The story, None if the file does not load, and all remarks in the order of the file."""
    from bot.cli.places import Places
    from bot.knowledge.decoding import read_bytes
    from bot.knowledge.loader import parse

    data = read_bytes(path)
    try:
        story = parse(data, name).without_drafts()
    except KnowledgeError as error:
        return None, [
            Remark(it.line, it.column, PROBLEM, None, it.message, it.remedy)
            for it in error.problems
        ]
    remarks = _remarks(story, article, Places(data, name), build)
    return story, sorted(remarks, key=lambda it: (it.line, it.column))


def _remarks(story: Story, article: str | None, places: Places, build: Build) -> Iterator[Remark]:
    from bot.knowledge.review import review

    for found in review(story, article):
        place = places.of(found.fact, found.at)
        yield Remark(*place, found.severity, found.fact, found.message, found.remedy)
    if any(fact.asks or fact.never for fact in story.facts):
        from bot.cli.golden import failures

        for failure in failures(build(story)):
            place = places.of(failure.fact, failure.question)
            yield Remark(*place, PROBLEM, failure.fact, failure.message, failure.remedy)


def _as_text(found: _Found) -> str:
    counted = found.counted
    problems = sum(remark.severity == PROBLEM for remark in found.remarks)
    advice = len(found.remarks) - problems
    lines = [remark.describe(found.name) for remark in found.remarks]
    if counted:
        told = ("facts", "known", "unknown", "phrasings", "quotes", "names")
        drafts = ("drafts",) if counted["drafts"] else ()
        lines.append(", ".join(f"{counted[key]} {key}" for key in (*told, *drafts)))
    else:
        lines.append("The quotes, the phrasings and the tests are checked once these are mended.")
    if found.predicted is not None:
        lines += _predictions(found.predicted)
    elif counted and found.is_predicted:
        lines.append("The file is too short to tell how readers will fare.")
    lines.append(f"{problems or 'no'} problem{'s' * (problems != 1)}, {advice or 'no'} advice")
    return "\n".join(lines)


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


def _as_json(found: _Found) -> str:
    def of(severity: str) -> list[dict[str, Any]]:
        return [asdict(remark) for remark in found.remarks if remark.severity == severity]

    def shares(tally: Tally) -> dict[str, float]:
        return {name.replace(" ", "_"): share.value for name, share in tally.items()}

    predicted = found.predicted
    report = {
        "file": found.name,
        "problems": of(PROBLEM),
        "advice": of(ADVICE),
        "counts": found.counted or None,
        "prediction": None
        if predicted is None
        else {"left_out": shares(predicted.left_out), "missing": shares(predicted.missing)},
    }
    return json.dumps(report, indent=2, ensure_ascii=False)
