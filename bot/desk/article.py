"""An article as sentences with their lines, whatever it came as: text, Markdown or a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.core.errors import UnusableInputError
from bot.desk.dates import date_in
from bot.desk.markdown import plain, without_fences, without_front_matter
from bot.desk.sentences import split
from bot.knowledge.values import as_read, fold

HEADING_WORDS, HEADLINE_WORDS = 12, 30
"""A line of more words is a sentence, whatever it ends with: anywhere, and above a byline."""

WRAPPED_BELOW = 120
"""Characters; text whose lines are all shorter may have been wrapped by an editor."""

FULL_LINE = 45
"""Characters from which a wrapped line may go on in the next one."""

FEWEST_WORDS, FEWEST_LOOSE = 3, 6
"""Words of the shortest sentence that says something, with a full stop and without one."""

OPENING = 8
"""Lines at the top among which a byline and a date line stand."""

_ENDS = re.compile(r"[.!?…。！？:;,][\"'”’»)\]]*$")
_TAGS = re.compile(r"(?:#\w+\s*)+")
_BYLINE = re.compile(r"(?:By|By:|Von|Por|Authors?:)\s+(\S.{2,80})")
_DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .’'/-]+(?:, [A-Z][\w. ]+?)??"
    r"(?=, [A-Z][a-z]+\.? \d| \()(?:, (?P<day>[A-Z][a-z]+\.? \d[\d, ]*))?"
    r"(?: ?\((?P<agency>[A-Z][\w ]+)\))? ?[-–—] ?(?=\S)"
)
"""As agencies begin: "LONDON, May 22 (Agency) - "."""

_RULE = re.compile(r"(?:=+|-+)\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `pieces` are its parts by the line (from 1) that each stands on."""

    text: str
    pieces: tuple[tuple[int, str], ...]
    heading: str | None = None

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.pieces[0][0]

    @property
    def is_statement(self) -> bool:
        """Whether it says something; a signature, tags and a caption's source do not."""
        words = len(self.text.split())
        enough = FEWEST_WORDS if _ENDS.search(self.text) else FEWEST_LOOSE
        return words >= enough and not _TAGS.fullmatch(self.text)

    @property
    def quotable(self) -> tuple[int, str]:
        """Its longest part that stands on one line, as a quote must."""
        return max(self.pieces, key=lambda piece: len(piece[1]))


@dataclass(frozen=True, slots=True)
class Header:
    """What an article says of itself; None where it does not."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    authors: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What an article says. `text` is what its lines, and so those of quotes, are counted in."""

    header: Header
    text: str
    sentences: tuple[Sentence, ...]
    headings: tuple[str, ...] = ()


@dataclass(slots=True)
class Block:
    """A heading, or a paragraph as the lines on which it stands."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    is_heading: bool = False


def decoded(data: bytes, name: str) -> str:
    """The text of a file; raises UnusableInputError for one that is none, or is not UTF-8."""
    for start, kind in ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a document of an office program")):
        if data.startswith(start):
            raise UnusableInputError(f"{name} is {kind}: save its text as a text file first.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:1000]:
        raise UnusableInputError(f"{name} is no UTF-8 text: save it again as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableInputError(
            f"{name}: byte {error.start + 1} (line {line}) is not UTF-8: save the file again as "
            "UTF-8; it may be Latin-1 or Windows-1252."
        ) from None


def read_text(text: str, name: str, *, is_markdown: bool = False) -> Article:
    """The article of a text; raises UnusableInputError where it has no sentence."""
    source = text.replace("\r\n", "\n")
    rows = source.split("\n")
    header: dict[str, str] = {}
    if is_markdown:
        rows = without_fences(without_front_matter(rows, header))
    lines = [as_read(row) for row in rows]
    blocks = list(_markdown_blocks(lines) if is_markdown else _text_blocks(lines))
    for found in (*_told_at_the_top(blocks), _without_dateline(blocks)):
        header = {**found, **header}
    clean = "\n".join(plain(line) for line in lines) if is_markdown else text
    return article_of(blocks, Header(**header), clean, name)


def article_of(blocks: list[Block], header: Header, text: str, name: str) -> Article:
    """The article of headings and paragraphs; raises UnusableInputError without a sentence."""
    sentences: list[Sentence] = []
    headings: list[str] = []
    for block in blocks:
        if block.is_heading:
            headings.append(block.lines[0][1])
        else:
            sentences += _sentences(block.lines, headings[-1] if headings else None)
    if not any(_ENDS.search(it.text) and it.is_statement for it in sentences):
        raise UnusableInputError(
            f"{name} has no sentences: it may be a page of links. Save the article's own text in a "
            "file, and name that."
        )
    return Article(header, text, tuple(sentences), tuple(dict.fromkeys(headings)))


def _sentences(lines: list[tuple[int, str]], heading: str | None) -> Iterator[Sentence]:
    text = " ".join(line for _, line in lines)
    starts: list[tuple[int, int]] = []
    at = 0
    for number, line in lines:
        starts.append((at, number))
        at += len(line) + 1
    for start, end in split(text):
        pieces = [
            (number, text[max(start, begin) : min(end, following - 1)])
            for (begin, number), following in zip(
                starts, [*(it for it, _ in starts[1:]), at], strict=True
            )
            if begin < end and following - 1 > start
        ]
        yield Sentence(text[start:end], tuple(pieces), heading)


def _text_blocks(lines: list[str]) -> Iterator[Block]:
    """Paragraphs: a line each, or several where the lines were wrapped."""
    wrapped = _is_wrapped(lines)
    block = Block()
    for number, line in enumerate(lines, start=1):
        before = block.lines[-1][1] if block.lines else ""
        goes_on = wrapped and line and len(before) >= FULL_LINE
        if not goes_on and block.lines:
            yield _judged(block)
            block = Block()
        if line:
            block.lines.append((number, line))
    if block.lines:
        yield _judged(block)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines that are followed by another stop within a sentence."""
    followed = [one for one, other in pairwise(lines) if one and other]
    if not followed or max(map(len, lines)) > WRAPPED_BELOW:
        return False
    broken = sum(len(it) >= FULL_LINE and not _ENDS.search(it) for it in followed)
    return broken > len(followed) / 2


def _judged(block: Block) -> Block:
    """A short line that ends with no sign is a heading; one of tags is left empty."""
    (_, first), *others = block.lines
    block.is_heading = (
        not others
        and not _ENDS.search(first)
        and len(first.split()) <= HEADING_WORDS
        and not _TAGS.fullmatch(first)
        and not _BYLINE.fullmatch(first)
    )
    return block


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    block = Block()
    for number, line in enumerate([*lines, ""], start=1):
        if _RULE.fullmatch(line) and len(block.lines) == 1:
            block.is_heading = True
        heading = re.match(r"#{1,6}\s+(.*?)[\s#]*$", line)
        is_item = re.match(r"(?:[-*+]|\d+[.)])\s", line)
        is_end = not line or heading or is_item or block.is_heading or line.startswith("|")
        if is_end and block.lines:
            yield block
            block = Block()
        if heading and plain(heading[1]):
            yield Block([(number, plain(heading[1]))], is_heading=True)
            continue
        is_text = not heading and not _RULE.fullmatch(line) and not line.startswith("|")
        if is_text and (text := plain(line)):
            block.lines.append((number, text))


def _told_at_the_top(blocks: list[Block]) -> Iterator[dict[str, str]]:
    """The title, byline and date that stand before the first paragraph; their blocks go."""
    title = None
    for block in blocks[:OPENING]:
        _, line = block.lines[0]
        if byline := _BYLINE.fullmatch(line):
            yield {"authors": fold(byline[1].rstrip("."))}
        elif len(line.split()) <= 8 and (day := date_in(line)):
            yield {"published": day}
        elif title is None and block is blocks[0] and (block.is_heading or _is_headline(blocks)):
            title = line
            yield {"title": title}
        else:
            continue
        blocks.remove(block)


def _is_headline(blocks: list[Block]) -> bool:
    """Whether the first line stands above a byline or a dateline, and ends as no sentence does."""
    (_, first), *others = blocks[0].lines
    below = blocks[1].lines[0][1] if blocks[1:] else ""
    is_short = len(first.split()) <= HEADLINE_WORDS and not _ENDS.search(first)
    above = _BYLINE.fullmatch(below) or _DATELINE.match(below)
    return not others and is_short and above is not None


def _without_dateline(blocks: list[Block]) -> dict[str, str]:
    """What the dateline of the first paragraph tells; it is no part of what the article says."""
    first = next((it for it in blocks if not it.is_heading), None)
    found = _DATELINE.match(first.lines[0][1]) if first else None
    if first is None or found is None:
        return {}
    number, line = first.lines[0]
    first.lines[0] = number, line[found.end() :]
    told = {"publisher": found["agency"], "published": date_in(found["day"] or "")}
    return {key: value for key, value in told.items() if value}
