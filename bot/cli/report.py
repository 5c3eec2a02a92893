"""`storybot report`: one page that shows others how a story fares with its readers."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.check import EngineBuilder
from bot.cli.environment import (
    Meant,
    environment,
    is_shipped,
    story_options,
    story_path,
    warn_person,
)
from bot.core.errors import UnusableInputError
from bot.counting import counted


@click.command(short_help="Make one page that shows how a story fares.")
@click.option("--source", metavar="ARTICLE", help="Show the article, and what of it is covered.")
@click.option("--out", metavar="FILE", help="Write to FILE; otherwise to standard output.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=30,
    show_default=True,
    metavar="N",
    help="Look back so far in the records.",
)
@click.option(
    "--read", "records", metavar="FILE", help="Read what “storybot inbox --export” wrote."
)
@click.option(
    "--questions", metavar="FILE", help="Draw the risk of these questions, as “eval” reads them."
)
@click.option("--no-texts", is_flag=True, help="Leave out what readers wrote.")
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@story_options
def report(
    source: str | None,
    out: str | None,
    days: int,
    records: str | None,
    questions: str | None,
    no_texts: bool,
    as_json: bool,
    meant: Meant,
) -> None:
    """Make one page of HTML for an editor-in-chief or a class: what readers asked over time and
    what became of it, what they missed, votes, the article with what is covered, risk against
    coverage, the weakest facts, corrections, and what is open.

    It works on a knowledge file alone; a part for which something is missing says what would show
    it. Records are read as “storybot inbox” reads them, and readers' words shown by its rules: for
    people who are no editors, leave them out with --no-texts. The page needs no script and nothing
    from elsewhere.

    \b
    For example:
      storybot report --knowledge my-story.yaml --source article.txt --out report.html
      storybot report --read records.json --days 7 --no-texts > report.html
      storybot report --questions questions.jsonl --json
    """
    from bot.cli.figures import Sources, as_object, report_of
    from bot.page.report import page

    if out is None and not as_json and is_terminal():
        raise click.UsageError("Name a file for the page: storybot report --out report.html")
    environ = environment()
    path = story_path(meant.knowledge, environ, article=source)
    _must_be_another(out, path, source, records, questions)
    shipped = is_shipped(path, meant.knowledge, environ)
    sources = Sources(path, shipped, source, questions, records, days, not no_texts)
    found = report_of(sources, EngineBuilder(meant, environ), environ, datetime.now(UTC).date())
    text = json.dumps(as_object(found), indent=2, ensure_ascii=False) if as_json else page(found)
    _write(out, f"{text}\n".encode(errors="replace"))
    if out and found.work and found.work.items:
        held = counted(len(found.work.texts), "text")
        warn_person(f"{out} holds {held} of readers: keep it as such, or use --no-texts.")


def is_terminal() -> bool:
    """Whether standard output is where a person reads."""
    return sys.stdout.isatty()


def _must_be_another(out: str | None, *read: Path | str | None) -> None:
    """The page must not take the place of what it is made from."""
    if out and Path(out).exists():
        for it in read:
            if it and Path(it).exists() and Path(it).samefile(out):
                raise UnusableInputError(f"{out} is what the page is made from: name another.")


def _write(out: str | None, content: bytes) -> None:
    from bot.curation.saving import write

    if out:
        write(Path(out), content)
    else:
        click.echo(content, nl=False)
