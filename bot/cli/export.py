"""`storybot export`: a story for spreadsheets, for other programs, for the web."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.cli.environment import Meant, environment, story_path
from bot.core.errors import UnusableInputError
from bot.counting import counted

SUFFIXES = {".json": "json", ".jsonld": "jsonld", ".html": "html", ".htm": "html"}


@click.command(short_help="Give the facts to other programs, or to the web.")
@click.option("--knowledge", metavar="FILE", help="The knowledge file.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(("csv", "json", "jsonld", "html")),
    help="What to write; otherwise as the name of --out ends, or csv.",
)
@click.option("--out", metavar="FILE", help="Write to FILE rather than to standard output.")
@click.pass_context
def export(ctx: click.Context, knowledge: str | None, kind: str | None, out: str | None) -> None:
    """Write the story for spreadsheets, other programs or the web.

    \b
      csv     every field of every fact, for spreadsheets; `storybot import` reads it again
      json    the whole story; it is a knowledge file too
      jsonld  schema.org's FAQPage, for search engines
      html    a page of questions and answers that needs nothing else, with the FAQPage in it

    csv and json also hold drafts, known unknowns, quotes and the editors' notes. The FAQPage and
    the page hold what readers may be told, without quotes.

    \b
    For example:
      storybot export > facts.csv
      storybot export --knowledge my-story.yaml --out faq.html
      storybot export --format jsonld --out faq.jsonld
    """
    from bot.cli.output import write
    from bot.desk.exporting import as_csv, as_faq_page, as_json, by_topic, public
    from bot.knowledge.loader import load
    from bot.page.html import html

    meant = ctx.obj or Meant()
    path = story_path(knowledge or meant.knowledge, environment())
    file = Path(out) if out else None
    if file and file.exists() and file.samefile(path):
        raise UnusableInputError(f"--out {out} is the knowledge file itself: name another file.")
    kind = kind or SUFFIXES.get(file.suffix.lower() if file else "", "csv")
    story = load(path)
    shown = public(story)
    if kind == "csv":
        write(as_csv(story), file, bom=file is not None)
        click.echo("Header, names and replies to small talk: --format json", err=True)
    elif kind == "html":
        page = as_faq_page(shown)
        write(html("faq.html", story=shown, page=page, topics=by_topic(shown)), file)
    else:
        value = as_json(story) if kind == "json" else as_faq_page(shown)
        write(json.dumps(value, indent=2, ensure_ascii=False) + "\n", file)
    count = len((story if kind in ("csv", "json") else shown).facts)
    click.echo(f"{counted(count, 'fact')} of {len(story.facts)}", err=True)
