"""A page of the web as an article, by the extra `web` (trafilatura)."""

from __future__ import annotations

from bot.core.errors import UnusableInputError
from bot.desk.article import Article, Block, Header, article_of
from bot.knowledge.values import fold, readable


def is_installed() -> bool:
    """Whether the extra is, and can be loaded."""
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        return False
    return True


def fetch(address: str) -> str:
    """The page at an address; raises UnusableInputError where it cannot be had."""
    if not is_installed():
        raise UnusableInputError(
            "Addresses need the extra web: pip install 'storybot-newsroom[web]'; or save the page "
            "and name the file."
        )
    from trafilatura import fetch_url

    page = fetch_url(address)
    if page is None:
        raise UnusableInputError(f"{address} cannot be had: save the page, and name the file.")
    return str(page)


def read_web(page: str, address: str | None, name: str) -> Article:
    """The article of a page; raises UnusableInputError for one that has none."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        page, url=address, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None:
        raise UnusableInputError(f"{name} has no article in it: save its text, and name that.")
    told = found.as_dict()
    rows = (fold(readable(row)) for row in (told.get("text") or "").split("\n"))
    blocks = [Block([(number, row)]) for number, row in enumerate(filter(None, rows), start=1)]
    text = "\n".join(block.lines[0][1] for block in blocks) + "\n"
    keys = {"title": "title", "publisher": "sitename", "url": "url", "published": "date",
            "language": "language", "authors": "author"}  # fmt: skip
    values = {key: fold(readable(told.get(other) or "")) or None for key, other in keys.items()}
    return article_of(blocks, Header(**values), text, name)
