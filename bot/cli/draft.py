"""`storybot draft`: an article as the beginning of a knowledge file."""

from __future__ import annotations

from pathlib import Path

import click

from bot.core.errors import UnusableInputError
from bot.counting import counted


@click.command(short_help="Begin a knowledge file from an article.")
@click.argument("article")
@click.option("--language", metavar="CODE", help="The article's language, if it does not say.")
@click.option(
    "--text",
    metavar="FILE",
    help="Also write the article's text there, whose lines the quotes name.",
)
def draft(article: str, language: str | None, text: str | None) -> None:
    """Print a knowledge file for ARTICLE: a text, Markdown or HTML file, or - for standard input.

    With the extra “web” it may be the address of a page. The file has the header as far as the
    article tells it, topics from its headings, its names, and for each statement a stub: its
    quote with the line, and a first question where the sentence leaves no doubt which. The stubs
    are drafts, and nobody is told them until you have written them and deleted "draft: true".

    \b
    For example:
      storybot draft article.txt > my-story.yaml
      storybot draft article.html --text article.txt > my-story.yaml
      storybot check my-story.yaml --source article.txt
      storybot coverage article.txt --knowledge my-story.yaml
    """
    from dataclasses import replace

    from bot.cli.articles import read_article
    from bot.cli.environment import telling_when_slow
    from bot.cli.output import write
    from bot.desk.drafting import draft as drafted
    from bot.matching.shipped import language as known_language

    with telling_when_slow(f"Reading {article} …"):
        found = read_article(article)
        code = language or found.header.language
        header = replace(found.header, language=code)
        file = drafted(replace(found, header=header), known_language(code or "en"), _name(article))
    if text is not None:
        if Path(text).resolve() == Path(article).resolve():
            raise UnusableInputError(f"--text {text} is the article itself: name another file.")
        write(found.text, Path(text))
    elif not article.endswith(".txt") and article != "-":
        click.echo(
            "Quotes name the lines of the article's text: have it with --text FILE, and check with "
            "--source FILE.",
            err=True,
        )
    write(file)
    stubs = sum(it.is_statement for it in found.sentences)
    click.echo(f"{counted(stubs, 'draft')}. Write one, then: storybot check FILE", err=True)


def _name(article: str) -> str:
    return Path(article).stem.replace("-", " ").replace("_", " ").strip() or "Untitled"
