"""An invented article, and the facts that somebody made of it."""

from __future__ import annotations

from bot.core.model import Fact, Quote, Status, Story
from bot.desk.article import Article, read_text

ARTICLE = """\
The ferry that came too late

By Ada Brook and Tom Reyes
3 April 2031

The ferry cost us 48 million crowns, said Mara Quill of the North Quay Company (NQC). It was \
launched on 9 March 2031.
Dr. Jon Bell, 61, steers her. "Why so late?" he asked. Nobody knew.

The yard

The ferry was built in Halm in 2029. Jon Bell had 12 men and 3 cranes. The yard closes soon.
#ferry #halm
"""


def article(text: str = ARTICLE, *, is_markdown: bool = False) -> Article:
    return read_text(text, "ferry.txt", is_markdown=is_markdown)


def fact(id_: str, answer: str, *quotes: str, line: int | None = None) -> Fact:
    return Fact(id_, ("Why?",), answer, quotes=tuple(Quote(it, line) for it in quotes))


def story(*facts: Fact) -> Story:
    names: dict[str, tuple[str, ...]] = {"Mara Quill": ("Mara Quil",), "Jon Bell": ("John Bell",)}
    return Story("The ferry", facts, names=names)


UNKNOWN = Fact("menu", ("Menu?",), "The story does not say it.", status=Status.UNKNOWN)
