"""Mends in a knowledge file what needs nobody's judgement: what `check --fix` does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.model import Fact, Quote
from bot.curation.revising import change, revise_header
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
            done = _changed(data, name, flaw)
        except RefusedEditError as refused:
            told.append(f"{about}not mended: {refused}")
            continue
        if done is not None:
            data, what = done
            told.append(f"{about}{what}")
    return data, tuple(told)


def _changed(data: bytes, name: str, flaw: Flaw) -> tuple[bytes, str] | None:
    """The content without the flaw, and what was done; None where somebody has to judge."""
    match flaw.kind:
        case "repeated-phrasing" if flaw.fact and flaw.at:
            after = change(data, name, flaw.fact, partial(_without, flaw.at))
            return after, f"the question {quoted(flaw.at)} stood twice"
        case "spelling" if flaw.fact and flaw.mend:
            after = change(data, name, flaw.fact, partial(replace, answer=flaw.mend))
            return after, f"{flaw.message}: mended"
        case "misquoted" if flaw.fact and flaw.at and flaw.mend:
            after = change(data, name, flaw.fact, partial(_moved, flaw.at, int(flaw.mend)))
            return after, f"the quote {quoted(flaw.at)} is now on line {flaw.mend}"
        case "address" if flaw.mend:
            header = replace(parse(data, name), url=flaw.mend)
            return revise_header(data, name, header), f"the url is now {flaw.mend}"
        case _:
            return None


def _without(question: str, fact: Fact) -> Fact:
    """The fact without the last of its phrasings that are that one."""
    last = len(fact.questions) - 1 - fact.questions[::-1].index(question)
    return replace(fact, questions=(*fact.questions[:last], *fact.questions[last + 1 :]))


def _moved(text: str, line: int, fact: Fact) -> Fact:
    """The fact with a quote of it on that line."""
    quotes = (Quote(text, line) if it.text == text else it for it in fact.quotes)
    return replace(fact, quotes=tuple(quotes))
