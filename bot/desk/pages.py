"""A web page as an article: its paragraphs and headings, and what its head says of it.

The extra `web` reads more kinds of page; this reads those that mark up their text as text.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from bot.core.errors import UnusableInputError
from bot.desk.article import Article, Block, Header, article_of
from bot.desk.dates import date_in
from bot.knowledge.values import fold, readable

_LEFT_OUT = frozenset(
    "script style nav aside footer form noscript template svg iframe button select menu "
    "dialog".split()
)
_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote td th dd dt figcaption div section article main header ul "
    "ol table tr figure br hr body pre".split()
)
_WITHOUT_END = frozenset("br hr img input link meta area base col embed source track wbr".split())
_MAIN = ("article", "main")
MOSTLY_LINKS = 0.6
"""The share of a paragraph's characters in links from which it is navigation."""

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_IS_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_page(text: str) -> bool:
    """Whether a text is a web page."""
    return _IS_PAGE.match(text) is not None


def page_text(data: bytes, name: str) -> str:
    """The text of a page in the encoding that it names, or UTF-8; raises UnusableInputError."""
    found = _CHARSET.search(data[:2000])
    encoding = found[1].decode("ascii") if found else "utf-8"
    try:
        return data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeError, LookupError):
        raise UnusableInputError(
            f"{name} is not in the encoding that it names ({encoding}): save it again as UTF-8."
        ) from None


def read_page(text: str, name: str) -> Article:
    """The article of a page; raises UnusableInputError for one that is all navigation."""
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    blocks: list[Block] = []
    title = page.told.get("title")
    for tag, said, is_main in page.found:
        is_heading = tag in ("h1", "h2", "h3", "h4", "h5", "h6")
        if tag == "h1" and title in (None, page.told.get("page title")):
            title = said
        elif (is_main or not page.has_main) and tag != "h1":
            blocks.append(Block([(len(blocks) + 1, said)], is_heading))
    header = Header(
        title=title or page.told.get("page title"),
        publisher=page.told.get("publisher"),
        url=page.told.get("url"),
        published=page.told.get("published"),
        language=page.told.get("language"),
        authors=page.told.get("authors"),
    )
    lines = "\n".join(block.lines[0][1] for block in blocks) + "\n"
    return article_of(blocks, header, lines, name)


class _Page(HTMLParser):
    """Collects a page's paragraphs, as tag, text and whether they stand in its main part."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, bool]] = []
        self.told: dict[str, str] = {}
        self.has_main = False
        self._open: list[str] = []
        self._tag = ""
        self._said: list[str] = []
        self._linked = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the head says, and where a paragraph begins."""
        given = {key: fold(readable(value or "")) for key, value in attrs}
        self._head(tag, given)
        if tag in _BLOCKS:
            self.flush()
            self._tag = tag
        if tag not in _WITHOUT_END:
            self._open.append(tag)
        if tag == "time" and (day := _DAY.match(given.get("datetime", ""))):
            self.told.setdefault("published", day[0])

    def handle_endtag(self, tag: str) -> None:
        """End what is open down to that tag."""
        if tag in _BLOCKS:
            self.flush()
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take text of the article, or the page's title."""
        if self._open[-1:] == ["title"] and "svg" not in self._open:
            self.told.setdefault("page title", fold(readable(data)))
        elif _LEFT_OUT.isdisjoint(self._open):
            self._said.append(data)
            if "a" in self._open:
                self._linked += len(data.strip())

    def flush(self) -> None:
        """End a paragraph."""
        said = fold(readable("".join(self._said)))
        is_main = any(tag in self._open for tag in _MAIN)
        if said and self._linked < MOSTLY_LINKS * len(said):
            self.found.append((self._tag, said, is_main))
            self.has_main |= is_main and len(said.split()) > 20
        self._tag, self._said, self._linked = "", [], 0

    def _head(self, tag: str, given: dict[str, str]) -> None:
        key = given.get("property") or given.get("name") or ""
        content = given.get("content", "")
        if tag == "html" and (language := given.get("lang", "").partition("-")[0]):
            self.told["language"] = language.lower()
        elif tag == "link" and given.get("rel") == "canonical":
            self._tell("url", given.get("href", ""))
        elif tag == "meta" and content:
            if key in ("og:title", "og:site_name", "og:url"):
                self._tell({"og:title": "title", "og:url": "url"}.get(key, "publisher"), content)
            elif key in ("author", "article:author") and "://" not in content:
                self._tell("authors", content)
            elif key in ("article:published_time", "date") and (day := date_in(content[:10])):
                self._tell("published", day)

    def _tell(self, key: str, value: str) -> None:
        if value and (key != "url" or value.startswith(("https://", "http://"))):
            self.told.setdefault(key, value)
