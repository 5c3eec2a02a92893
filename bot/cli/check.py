"""`storybot check`: everything that is wrong with a knowledge file, or could be better."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.environment import (
    Meant,
    environment,
    is_shipped,
    open_embedder,
    story_options,
    story_path,
    telling_progress,
    warn_person,
)
from bot.core.errors import KnowledgeError, UnusableInputError

if TYPE_CHECKING:
    from bot.cli.findings import Findings, Remark
    from bot.cli.places import Places
    from bot.core.model import Story
    from bot.core.service import QuestionService
    from bot.knowledge.review import Flaw
    from bot.matching.engine import Engine
    from bot.ports.embedder import Embedder


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
@click.option("--sarif", metavar="FILE", help="Also write all remarks to FILE, for code review.")
@click.option(
    "--fix",
    is_flag=True,
    help="First mend what needs no judgement: names, repeated phrasings, the url, quotes' lines.",
)
@click.option("--dry-run", is_flag=True, help="With --fix: print what it would change, no more.")
@story_options
@click.pass_context
def check(
    ctx: click.Context,
    file: str | None,
    source: str | None,
    predict: bool,
    schema: bool,
    as_json: bool,
    sarif: str | None,
    fix: bool,
    dry_run: bool,
    meant: Meant,
) -> None:
    """Check FILE: its YAML, its values, its facts, its quotes, and the tests it carries.

    The questions under a fact's "asks" must be answered by it, those under "never" must not.
    Every phrasing is asked while it alone is left out: advice names the facts that would take
    each other's readers, worst first. What an answer says and its quotes do not is advice too.

    Status 0: no problem (there may be advice); 1: problems; 2: the file cannot be used at all.

    \b
    For example:
      storybot check
      storybot check my-story.yaml --source article.txt
      storybot check my-story.yaml --predict
      storybot check --sarif check.sarif
      storybot check my-story.yaml --fix --dry-run
      storybot check --schema > schema.json
    """
    if schema:
        from bot.knowledge.schema import json_schema

        click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
        return
    from bot.cli.articles import must_fit
    from bot.cli.findings import as_object, as_text
    from bot.compose.stories import find_knowledge
    from bot.knowledge.loader import load

    environ = environment()
    named = meant.knowledge if file is None else file
    if fix:
        find_knowledge(named, environ, is_own=True)
    path = story_path(named, environ, article=source)
    name = file or (path.name if path.parent == Path.cwd() else str(path))
    if dry_run and (not fix or as_json or sarif):
        raise click.UsageError("--dry-run goes with --fix, and with neither --json nor --sarif.")
    article = _article(source)
    if source and article and is_shipped(path, named, environ):
        must_fit(load(path), article, source, is_shipped=True)
    if fix and _mend(path, name, article, dry_run=dry_run):
        return
    found = _found(path, name, article, predict, EngineBuilder(meant, environ))
    if sarif is not None:
        _write_sarif(sarif, found)
    report = json.dumps(as_object(found), indent=2, ensure_ascii=False) if as_json else None
    click.echo(report or as_text(found))
    ctx.exit(1 if found.problems else 0)


def _mend(path: Path, name: str, article: str | None, *, dry_run: bool) -> bool:
    """Mend the file, or show how; whether there is no more to do.

    A file that does not load is left as it is: the check says why.
    """
    from bot.curation.editing import difference
    from bot.curation.saving import save
    from bot.desk.mending import mended
    from bot.knowledge.decoding import read_bytes

    before = read_bytes(path)
    try:
        after, told = mended(before, name, article)
    except KnowledgeError:
        return False
    if dry_run:
        click.echo(difference(before, after, path.name), nl=False)
    elif after != before:
        save(path, before, after)
    for sentence in told:
        warn_person(f"{name}: {sentence}")
    return dry_run


class EngineBuilder:
    """What a story is asked with."""

    def __init__(self, meant: Meant, environ: dict[str, str]) -> None:
        self._meant, self._environ = meant, environ

    @cached_property
    def model(self) -> Embedder | None:
        """The embedder of the extra `semantic`, where it is meant."""
        return open_embedder(self._meant, self._environ)

    def engine(self, story: Story, data: bytes) -> Engine:
        """What finds the facts of `story`, which is what `data` says."""
        from bot.compose.stories import engine_from

        return engine_from(data, lambda: story, self._environ, self.model)

    def service(self, story: Story) -> QuestionService:
        """What answers from `story`, built now."""
        from bot.compose.stories import service_for

        return service_for(story, self.model)


def _found(
    path: Path, name: str, article: str | None, predict: bool, means: EngineBuilder
) -> Findings:
    """All that a check finds; of a file with problems, what its sound facts show."""
    from bot.cli.findings import PROBLEM, Findings, Remark
    from bot.cli.places import Places
    from bot.compose.stories import today
    from bot.knowledge.decoding import read_bytes
    from bot.knowledge.loader import parse, parse_sound

    data = read_bytes(path)
    try:
        story = replace(parse(data, name), today=today())
    except KnowledgeError as error:
        remarks = [
            Remark(it.line, it.column, PROBLEM, None, it.message, it.remedy, "file")
            for it in error.problems
        ]
        sound = parse_sound(data, name)
        if sound is not None:
            remarks += _of_sound(replace(sound, today=today()), article, Places(data, name))
        return Findings(name, _in_order(remarks))
    return _of_story(story, data, article, predict, name, means)


def _of_sound(story: Story, article: str | None, places: Places) -> Iterator[Remark]:
    from bot.desk.proof import read_alone
    from bot.matching.language.analysis import Analyser
    from bot.matching.shipped import language

    analyser = Analyser(story.names, language(story.language))
    return _placed(read_alone(story, analyser, article), places)


def _of_story(
    story: Story, data: bytes, article: str | None, predict: bool, name: str, means: EngineBuilder
) -> Findings:
    from bot.cli.findings import Findings
    from bot.cli.places import Places
    from bot.desk.proof import prove
    from bot.knowledge.review import counts
    from bot.ops.prediction import predict as predicted

    told = story.without_drafts()
    if not told.facts:
        return Findings(name, (), (), counts(told))
    engine, places = means.engine(told, data), Places(data, name)
    progress = telling_progress(warn_person, "phrasings are asked")
    proof = prove(engine, article, progress, (fact for fact in story.facts if fact.draft))
    return Findings(
        name,
        _in_order(_placed(proof.flaws, places)),
        tuple(_placed(proof.collisions, places)),
        counts(told),
        proof.strike_out,
        predict,
        predicted(told, means.service) if predict else None,
    )


def _placed(flaws: Iterable[Flaw], places: Places) -> Iterator[Remark]:
    from bot.cli.findings import Remark

    for it in flaws:
        place = places.of(it.fact, it.at)
        yield Remark(*place, it.severity, it.fact, it.message, it.remedy, it.kind)


def _in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda it: (it.line, it.column)))


def _article(source: str | None) -> str | None:
    if source is None:
        return None
    from bot.cli.articles import content_of
    from bot.desk.article import decoded
    from bot.desk.pages import is_page

    text = decoded(content_of(source), source)
    if is_page(text):
        raise UnusableInputError(
            f"{source} is a web page; write its text first: storybot draft {source} --text TEXT"
        )
    return text


def _write_sarif(file: str, found: Findings) -> None:
    from bot.cli.sarif import as_sarif

    try:
        text = json.dumps(as_sarif(found), indent=2, ensure_ascii=False)
        Path(file).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableInputError(f"{file} cannot be written ({error.strerror}).") from None
