"""`storybot check`: everything that is wrong with a knowledge file, or could be better."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.environment import Meant, environment, open_embedder, story_options
from bot.core.errors import KnowledgeError, Problem, UnusableInputError

if TYPE_CHECKING:
    from bot.cli.places import Places
    from bot.core.model import Story
    from bot.core.ports import Embedder

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
@click.option("--schema", is_flag=True, help="Print the JSON Schema for editors, and do no more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@story_options
@click.pass_context
def check(
    ctx: click.Context,
    file: str | None,
    source: str | None,
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
    remarks, counted = _checked(path, name, _article(source), lambda: open_embedder(meant, environ))
    problems = sum(remark.severity == PROBLEM for remark in remarks)
    click.echo(_as_json(name, remarks, counted) if as_json else _as_text(name, remarks, counted))
    ctx.exit(1 if problems else 0)


def _article(source: str | None) -> str | None:
    if source is None:
        return None
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnusableInputError(f"The article {source} cannot be read ({why}).") from None


def _checked(
    path: Path, name: str, article: str | None, embedder: Callable[[], Embedder | None]
) -> tuple[list[Remark], dict[str, int]]:
    """All remarks in the order of the file, and the counts, which are empty if it does not load."""
    from bot.cli.places import Places
    from bot.knowledge.decoding import read_bytes
    from bot.knowledge.loader import parse
    from bot.knowledge.review import counts

    data = read_bytes(path)
    try:
        story = parse(data, name)
    except KnowledgeError as error:
        return [
            Remark(it.line, it.column, PROBLEM, None, it.message, it.remedy)
            for it in error.problems
        ], {}
    remarks = sorted(
        _remarks(story, article, Places(data, name), embedder), key=lambda it: (it.line, it.column)
    )
    return remarks, counts(story)


def _remarks(
    story: Story, article: str | None, places: Places, embedder: Callable[[], Embedder | None]
) -> Iterator[Remark]:
    from bot.knowledge.review import review

    for found in review(story, article):
        place = places.of(found.fact, found.at)
        yield Remark(*place, found.severity, found.fact, found.message, found.remedy)
    if any(fact.asks or fact.never for fact in story.facts):
        from bot.cli.golden import failures
        from bot.compose.stories import service_for

        for failure in failures(service_for(story, embedder())):
            place = places.of(failure.fact, failure.question)
            yield Remark(*place, PROBLEM, failure.fact, failure.message, failure.remedy)


def _as_text(name: str, remarks: list[Remark], counted: dict[str, int]) -> str:
    problems = sum(remark.severity == PROBLEM for remark in remarks)
    advice = len(remarks) - problems
    lines = [remark.describe(name) for remark in remarks]
    if counted:
        told = ("facts", "known", "unknown", "phrasings", "quotes", "names")
        lines.append(", ".join(f"{counted[key]} {key}" for key in told))
    else:
        lines.append("The quotes, the phrasings and the tests are checked once these are mended.")
    lines.append(f"{problems or 'no'} problem{'s' * (problems != 1)}, {advice or 'no'} advice")
    return "\n".join(lines)


def _as_json(name: str, remarks: list[Remark], counted: dict[str, int]) -> str:
    def of(severity: str) -> list[dict[str, Any]]:
        return [asdict(remark) for remark in remarks if remark.severity == severity]

    found = {"file": name, "problems": of(PROBLEM), "advice": of(ADVICE), "counts": counted or None}
    return json.dumps(found, indent=2, ensure_ascii=False)
