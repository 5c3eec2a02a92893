"""Reads the article that a command names: a file, standard input or a page of the web."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.errors import UnusableInputError
from bot.knowledge.decoding import MAX_BYTES

if TYPE_CHECKING:
    from bot.core.model import Story
    from bot.desk.article import Article

PAGES = (".html", ".htm", ".xhtml")
MARKDOWN = (".md", ".markdown")

FEW = 3
"""Quotes with which a file may have missed its own article."""


def read_article(named: str) -> Article:
    """The article of a file or an address; raises UnusableInputError for what is none."""
    from bot.desk.article import decoded, read_text
    from bot.desk.pages import is_page, page_text, read_page
    from bot.desk.web import fetch, is_installed, read_web

    if named.startswith(("https://", "http://")):
        return read_web(fetch(named), named, named)
    data, suffix = content_of(named), Path(named).suffix.lower()
    text = page_text(data, named) if suffix in PAGES else decoded(data, named)
    if suffix in PAGES or is_page(text):
        return read_web(text, None, named) if is_installed() else read_page(text, named)
    return read_text(text, named, is_markdown=suffix in MARKDOWN)


def must_fit(story: Story, text: str, named: str, *, is_shipped: bool) -> None:
    """Warn where no quote of the story is in the article `named`, with this text.

    Raises UnusableInputError if it is the story that storybot came with, which nobody named.
    """
    from bot.cli.environment import warn_person
    from bot.knowledge.values import as_read

    quotes = [as_read(quote.text) for fact in story.facts for quote in fact.quotes]
    read = as_read(text)
    if len(quotes) < FEW or any(it in read for it in quotes):
        return
    said = f"{named} has none of the {len(quotes)} quotes of “{story.title}”"
    if is_shipped:
        raise UnusableInputError(
            f"{said}, the story that storybot came with: name your own file with --knowledge FILE."
        )
    warn_person(f"{said}: is it another story's article?")


def content_of(named: str, noun: str = "article") -> bytes:
    """The bytes of a file; - is standard input. Raises as `read_article`."""
    try:
        if named == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(named).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnusableInputError(f"The {noun} {named} cannot be read ({why}).") from None
    if len(data) > MAX_BYTES:
        raise UnusableInputError(f"{named} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
    return data
