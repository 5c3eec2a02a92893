"""`storybot ask`: one question, or a file of them."""

from __future__ import annotations

import sys

import click

from bot.cli.environment import Meant, environment, open_service, story_options
from bot.cli.judged import judge_option, judged
from bot.core.errors import UnusableInputError


@click.command(short_help="Ask one question, or a file of them.")
@click.argument("words", metavar="[QUESTION]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--explain", is_flag=True, help="Show how the reply came about.")
@click.option(
    "--batch",
    metavar="FILE",
    help="With --json: answer each line of FILE (- is standard input) with a line.",
)
@judge_option
@story_options
def ask(
    words: tuple[str, ...],
    as_json: bool,
    explain: bool,
    batch: str | None,
    judge: bool,
    meant: Meant,
) -> None:
    """Ask QUESTION, with or without quotes. Without it, or with -, standard input is read.

    \b
    For example:
      storybot ask what is this story about
      storybot ask --explain "Who says so?"
      echo "When did it happen?" | storybot ask --json
      storybot ask --json --batch questions.jsonl

    Each line of a batch is {"id": "…", "question": "…"}, and "conversation" where lines are turns
    of one conversation. Blank lines are skipped; a bad line ends the run with status 2, and the
    replies before it stand.
    """
    if batch is None:
        _ask_one(_question(words), as_json, explain, judge, meant)
    elif words:
        raise UnusableInputError("--batch takes its questions from the file: leave out QUESTION.")
    elif not as_json:
        raise UnusableInputError("--batch writes JSON lines: add --json.")
    else:
        _ask_batch(batch, explain, judge, meant)


def _question(words: tuple[str, ...]) -> str:
    if words and words != ("-",):
        return " ".join(words)
    if not words and sys.stdin.isatty():
        raise UnusableInputError(
            "There is no question: write it behind the command, as in "
            "storybot ask what is this story about"
        )
    try:
        return sys.stdin.buffer.read().decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise UnusableInputError(
            f"Standard input is not UTF-8 (byte {error.start + 1}): save the question as UTF-8."
        ) from None


def _ask_one(text: str, as_json: bool, explain: bool, judge: bool, meant: Meant) -> None:
    from bot.core.model import Question

    environ = environment()
    with judged(open_service(meant, environ), environ, wanted=judge) as service:
        reply, _ = service.ask(Question(text))
    if as_json:
        from bot.cli.batch import json_line
        from bot.rendering.json_reply import explained, record

        found = record(reply, service.story, question=text)
        added = {"explanation": explained(reply.explanation)} if explain else {}
        sys.stdout.buffer.write(json_line(found | added))
        return
    from bot.cli.terminal import explanation_text, reply_text, screen_of, terminal_card

    screen = screen_of(sys.stdout, environ)
    click.echo(reply_text(terminal_card(reply, service.story), screen), color=screen.colours)
    if explain:
        click.echo("\n" + explanation_text(reply))


def _ask_batch(file: str, explain: bool, judge: bool, meant: Meant) -> None:
    from bot.cli.batch import answer_lines
    from bot.cli.jsonlines import opened

    environ = environment()
    with (
        opened(file) as (stream, name),
        judged(open_service(meant, environ), environ, wanted=judge) as service,
    ):
        answer_lines(service, stream, name, sys.stdout.buffer, explain)
