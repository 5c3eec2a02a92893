"""`storybot diff`: which replies a change to a knowledge file moves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.environment import (
    Meant,
    environment,
    open_embedder,
    story_options,
    telling_progress,
    warn_person,
)
from bot.desk.comparison import MARGIN

if TYPE_CHECKING:
    from bot.desk.comparison import Comparison


@click.command(short_help="Show which replies a change to a file moves.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--questions",
    metavar="FILE",
    help="Also ask these: JSON lines, each with a “question” (- is standard input).",
)
@click.option(
    "--margin",
    type=click.FloatRange(0, 1),
    default=MARGIN,
    show_default=True,
    help="Show scores that differ by more.",
)
@click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@story_options
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str,
    questions: str | None,
    margin: float,
    markdown: bool,
    as_json: bool,
    meant: Meant,
) -> None:
    """Ask OLD and NEW the same questions, and show the replies that differ.

    Each is a file, REV:PATH for a file in a revision of git, or REV for the file that --knowledge
    names, else the other one of the two, in that revision. Asked are the tests of both files
    (asks, never), every phrasing and label of their facts, and what --questions adds. The worst
    comes first: lost answers, then answers by another fact.

    Status 0: every reply is the same (scores may differ); 1: replies differ; 2: a file cannot be
    used.

    \b
    For example:
      storybot diff old.yaml new.yaml
      storybot diff main my-story.yaml
      storybot diff main:stories/ferry.yaml HEAD:stories/ferry.yaml --markdown
      storybot diff HEAD knowledge.yaml --questions asked.jsonl --json
    """
    from bot.cli.changes import as_markdown, as_object, as_text

    recorded = list(_recorded(questions)) if questions is not None else []
    found, names = _compared(old, new, recorded, margin, meant)
    if as_json:
        click.echo(json.dumps(as_object(found, *names), indent=2, ensure_ascii=False))
    else:
        click.echo((as_markdown if markdown else as_text)(found, *names))
    ctx.exit(1 if found.changed else 0)


def _compared(
    old: str, new: str, recorded: list[str], margin: float, meant: Meant
) -> tuple[Comparison, list[str]]:
    from bot.cli.revisions import content_of
    from bot.compose.stories import find_knowledge, service_from
    from bot.desk.comparison import compare

    environ = environment()
    named = meant.knowledge or environ.get("STORYBOT_KNOWLEDGE")
    beside = next((it for it in (new, old) if Path(it).is_file()), None)
    knowledge = Path(beside) if beside and not named else find_knowledge(named, environ)
    contents = [content_of(named, knowledge) for named in (old, new)]
    embedder = open_embedder(meant, environ)
    before, after = (service_from(data, Path(name), environ, embedder) for data, name in contents)
    found = compare(
        before, after, recorded, margin, telling_progress(warn_person, "questions are asked")
    )
    return found, [name for _, name in contents]


def _recorded(file: str) -> Iterator[str]:
    """The questions of a file as `ask --batch` or `eval` reads it."""
    from bot.cli.jsonlines import bad_line, objects, opened

    with opened(file) as (stream, name):
        for number, value in objects(stream, name):
            text = value.get("question", value.get("q"))
            if not isinstance(text, str) or not text.strip():
                raise bad_line(name, number, '"question" is missing, or no text.')
            yield text
