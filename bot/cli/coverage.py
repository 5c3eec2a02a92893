"""`storybot coverage`: what of an article a knowledge file tells, sentence by sentence."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.environment import Meant, environment, is_shipped, story_path, telling_when_slow

if TYPE_CHECKING:
    from bot.desk.coverage import ArticleCoverage, Changed, Covered

MARKS = {
    "quoted": ("=", "green"),
    "told": ("~", "cyan"),
    "contradicted": ("!", "red"),
    "missing": ("-", "yellow"),
}
"""How each state is drawn, with colours and without."""

EVERY = 500
BAR = 60
WIDEST = 100


@click.command(short_help="See what of an article a knowledge file tells.")
@click.argument("article")
@click.option("--knowledge", metavar="FILE", help="The knowledge file.")
@click.option("--gaps", is_flag=True, help="Show only what is missing or contradicted.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def coverage(
    ctx: click.Context, article: str, knowledge: str | None, gaps: bool, as_json: bool
) -> None:
    """Hold ARTICLE (a text, Markdown or HTML file) against a knowledge file, by sentences.

    \b
      =  quoted: a fact quotes it
      ~  told: a fact's answer tells it, and no quote vouches for that
      !  contradicted: a number, date or name differs from the fact that quotes or tells it
      -  missing: no fact tells it, or only a draft

    Whether a sentence is told is judged by its words, so read those. Quotes that stand in the
    article no more are listed with the sentence that each has likely become. Status 1: there are
    such quotes, or contradictions; 0: there are none.

    \b
    For example:
      storybot coverage article.txt --knowledge my-story.yaml
      storybot coverage article.txt --knowledge my-story.yaml --gaps
    """
    from bot.cli.articles import must_fit, read_article
    from bot.desk.coverage import coverage as covered
    from bot.knowledge.loader import load

    meant = ctx.obj or Meant()
    environ, named = environment(), knowledge or meant.knowledge
    path = story_path(named, environ, article=article)
    story, read = load(path), read_article(article)
    must_fit(story, read.text, article, is_shipped=is_shipped(path, named, environ))
    with telling_when_slow(f"Comparing {article} …"):
        found = covered(story, read, _tell_progress)
    if as_json:
        click.echo(json.dumps(as_object(found), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(found, only_gaps=gaps)))
    ctx.exit(1 if found.changed or found.counts()["contradicted"] else 0)


def _tell_progress(done: int, total: int) -> None:
    """Say at every so manieth sentence of a long article how far it is, in a terminal."""
    if done % EVERY == 0 and sys.stderr.isatty():
        click.echo(f"{done:,} of {total:,} sentences", err=True)


def as_object(found: ArticleCoverage) -> dict[str, Any]:
    """What was found as one JSON object; shares are from 0 to 1."""
    total = len(found.sentences)
    return {
        "counts": found.counts(),
        "shares": {state: count / total for state, count in found.counts().items()},
        "sentences": [
            {
                "line": it.sentence.line,
                "text": it.sentence.text,
                "state": str(it.state),
                "facts": it.facts,
                "differences": [
                    {"fact": fact, **asdict(difference)} for fact, difference in it.differences
                ],
            }
            for it in found.sentences
        ],
        "changed": [
            {
                "fact": it.fact,
                "quote": it.quote.text,
                "line": it.quote.line,
                "now": it.now and {"line": it.now.line, "text": it.now.text},
            }
            for it in found.changed
        ],
    }


def _as_text(found: ArticleCoverage, *, only_gaps: bool) -> Iterator[str]:
    width = min(shutil.get_terminal_size().columns, WIDEST)
    for it in found.sentences:
        if not only_gaps or it.state in ("missing", "contradicted"):
            yield from _sentence(it, width)
    for gone in found.changed:
        yield from _gone(gone, width)
    yield from _summary(found)


def _sentence(it: Covered, width: int) -> Iterator[str]:
    from bot.knowledge.values import shown

    mark, colour = MARKS[it.state]
    first, *rest = textwrap.wrap(shown(it.sentence.text), max(width - 8, 20)) or [""]
    yield click.style(f"{it.sentence.line:5} {mark} {first}", fg=colour)
    yield from (click.style(f"{'':8}{line}", fg=colour) for line in rest)
    for fact, difference in it.differences:
        yield (
            f"{'':10}{fact} says {difference.told}, the article {difference.article} "
            f"({difference.kind})"
        )
    if it.facts:
        label = "only drafts: " if it.state == "missing" else ""
        listed = textwrap.wrap(label + ", ".join(it.facts), max(width - 10, 20))
        yield from (click.style(f"{'':10}{line}", dim=True) for line in listed)


def _gone(gone: Changed, width: int) -> Iterator[str]:
    from bot.knowledge.values import shown

    where = f" (line {gone.quote.line})" if gone.quote.line else ""
    said = f"quote of {gone.fact} is gone{where}: “{shown(gone.quote.text)}”"
    now = f"it may now read, on line {gone.now.line}: {shown(gone.now.text)}" if gone.now else ""
    for text, indent in ((said, 8), (now, 10)):
        for number, line in enumerate(textwrap.wrap(text, max(width - indent, 20))):
            lead = "      ? " if indent == 8 and not number else " " * indent
            yield click.style(f"{lead}{line}", fg="magenta")


def _summary(found: ArticleCoverage) -> Iterator[str]:
    total = len(found.sentences)
    bar = "".join(
        click.style(mark * round(BAR * found.counts()[state] / total), fg=colour)
        for state, (mark, colour) in MARKS.items()
    )
    shares = ", ".join(
        f"{count} {state} ({100 * count / total:.0f} %)" for state, count in found.counts().items()
    )
    gone = f", {len(found.changed)} quotes gone" if found.changed else ""
    yield f"[{bar}]"
    yield f"{total} sentences: {shares}{gone}"
