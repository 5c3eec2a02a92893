"""Mends in a knowledge file what needs nobody's judgement: what `check --fix` does."""

from __future__ import annotations

from bot.curation.editing import move_quote, remove_text, set_field
from bot.curation.splicing import RefusedEditError
from bot.knowledge.loader import parse
from bot.knowledge.problems import quoted
from bot.knowledge.review import Flaw, review


def mended(data: bytes, name: str, article: str | None = None) -> tuple[bytes, tuple[str, ...]]:
    """The file's content with all safe mends, and a sentence for each.

    A phrasing that stands twice goes once, an answer gets the canonical spelling of a name, the
    story's address what it must begin with, and a quote that stands on one other line of the
    `article` that line. What cannot be spliced is left, and said so. Raises
    `KnowledgeError` where the file does not load.
    """
    told = []
    for flaw in review(parse(data, name).without_drafts(), article):
        about = f'fact "{flaw.fact}": ' if flaw.fact else ""
        try:
            change = _changed(data, name, flaw)
        except RefusedEditError as refused:
            told.append(f"{about}not mended: {refused}")
            continue
        if change is not None:
            data, what = change
            told.append(f"{about}{what}")
    return data, tuple(told)


def _changed(data: bytes, name: str, flaw: Flaw) -> tuple[bytes, str] | None:
    """The content without the flaw, and what was done; None where somebody has to judge."""
    match flaw.kind:
        case "repeated-phrasing" if flaw.fact and flaw.at:
            after = remove_text(data, name, flaw.fact, "questions", flaw.at)
            return after, f"the question {quoted(flaw.at)} stood twice"
        case "spelling" if flaw.fact and flaw.mend:
            after = set_field(data, name, flaw.fact, "answer", flaw.mend)
            return after, f"{flaw.message}: mended"
        case "misquoted" if flaw.fact and flaw.at and flaw.mend:
            after = move_quote(data, name, flaw.fact, flaw.at, int(flaw.mend))
            return after, f"the quote {quoted(flaw.at)} is now on line {flaw.mend}"
        case "address" if flaw.mend:
            return set_field(data, name, None, "url", flaw.mend), f"the url is now {flaw.mend}"
        case _:
            return None
