"""`storybot eval`: how many of the questions in a file are answered right."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from bot.cli.environment import Meant, environment, open_service, story_options
from bot.cli.judged import judge_option, judged

if TYPE_CHECKING:
    from bot.core.service import QuestionService
    from bot.ops.evaluation import Case, JudgedCase

PROGRESS_EVERY = 50
"""Questions between two marks of progress: about twenty marks a second."""

Requirement = tuple[str, float]
"""The name of a share, or AUROC, and the percentage it must reach or keep to."""


def _requirements(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[Requirement, ...]:
    """`right=70,wrong=3` as pairs; a usage error names the one that makes no sense."""
    return tuple(_requirement(part, ctx, param) for part in (value or "").split(",") if part)


def _requirement(text: str, ctx: click.Context, param: click.Parameter) -> Requirement:
    from bot.ops.evaluation import AT_LEAST, AT_MOST, AUROC

    known = (*AT_LEAST, AUROC, *AT_MOST)
    name, _, percent = text.partition("=")
    name = name.strip().replace("-", " ")
    try:
        limit = float(percent)
    except ValueError:
        limit = -1.0
    if name not in known or not 0 <= limit <= 100:
        names = ", ".join(one.replace(" ", "-") for one in known)
        raise click.BadParameter(f"“{text}”: write NAME=PERCENT, of {names}.", ctx, param)
    return name, limit


@click.command("eval", short_help="Count how many questions are answered right.")
@click.argument("files", metavar="QUESTIONS.jsonl...", nargs=-1, required=True)
@click.option(
    "--errors",
    metavar="N",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="List at most so many questions that went wrong, the misleading ones first.",
)
@click.option(
    "--require",
    metavar="NAME=PERCENT,...",
    callback=_requirements,
    help="End with status 1 unless right, told-right, right-or-told-right, offered-right, "
    "first-right and auroc are at least, and wrong, told-wrong, wrong-or-told-wrong, offered, "
    "declined, false, told and answered-or-told at most so many percent. A file without such "
    "questions falls short.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@judge_option
@story_options
@click.pass_context
def evaluate(
    ctx: click.Context,
    files: tuple[str, ...],
    errors: int,
    require: tuple[Requirement, ...],
    as_json: bool,
    judge: bool,
    meant: Meant,
) -> None:
    """Ask all questions of the files (- is standard input) and count what becomes of them.

    \b
    A line is one of
      {"q": "…", "must": ["regex", …], "fact": "id", "style": "…", "answerable": true}
      {"q": "…", "kind": "…", "answerable": false}
    and "prev" a question to ask before it in the same conversation.

    right: an answer that every "must" matches; wrong: any other answer; told right, told wrong:
    the same of a fact that is told with doubt; offered: suggestions alone, offered right: with a
    right one among them; declined: the rest. Where the question is not answerable, false: an
    answer; told: a fact told with doubt. Shares come with their 95 % intervals (Wilson).

    first right: the first candidate that the story tells is the right one, whatever the outcome.
    AUROC: how often the score of such a candidate is above that of the first one that the story
    tells of a question that is not answerable; its 95 % interval is DeLong's.

    \b
    For example:
      storybot eval questions.jsonl
      storybot eval questions.jsonl --errors 0 --require right=70,wrong=3,false=5
      storybot eval questions.jsonl --require right-or-told-right=90,auroc=85
    """
    from bot.cli.evaluation_tables import as_object, as_text, shortfalls

    cases = [case for file in files for case in cases_in(file)]
    environ = environment()
    with judged(open_service(meant, environ), environ, wanted=judge) as service:
        found = judge_all(service, cases)
    short = shortfalls(found, require)
    if as_json:
        click.echo(json.dumps(as_object(found, errors, short), indent=2, ensure_ascii=False))
    else:
        click.echo(as_text(found, errors))
    for sentence in short:
        click.echo(sentence, err=True)
    ctx.exit(1 if short else 0)


def cases_in(file: str) -> Iterable[Case]:
    """The questions of a file; raises `UnusableInputError` naming the line that makes no sense."""
    from bot.cli.jsonlines import bad_line, objects, opened
    from bot.ops.evaluation import case_of

    with opened(file) as (stream, name):
        for number, value in objects(stream, name):
            try:
                yield case_of(value)
            except ValueError as error:
                raise bad_line(name, number, f"{error}.") from None


def judge_all(service: QuestionService, cases: list[Case]) -> list[JudgedCase]:
    """What becomes of the questions; in a terminal it says how far it is."""
    from bot.ops.evaluation import judge

    judged = []
    shows_progress = sys.stderr.isatty()
    for number, case in enumerate(cases, 1):
        judged.append(judge(service, case))
        if shows_progress and (number % PROGRESS_EVERY == 0 or number == len(cases)):
            click.echo(f"\r{number} of {len(cases)} asked", err=True, nl=number == len(cases))
    return judged
