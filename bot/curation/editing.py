"""The changes that commands make to a knowledge file, each checked by reading the result.

Every function takes a file's bytes and what to call it, and returns the new bytes. The story that
these load into differs from the old one by the change and by nothing else, or RefusedEditError is
raised and says what is in the way.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import unified_diff

from yaml import YAMLError

from bot.core.errors import KnowledgeError
from bot.core.model import Fact, Story
from bot.curation.spans import Span, read_spans
from bot.curation.splicing import RefusedEditError, Splicer
from bot.curation.writing import TOKENS, fact_in_brackets, fact_lines, field_value
from bot.knowledge.decoding import BYTE_ORDER_MARK
from bot.knowledge.fields import FieldKind
from bot.knowledge.loader import parse


def add_fact(data: bytes, name: str, fact: Fact) -> bytes:
    """With one more fact at the end; a known unknown and a draft are such."""
    edit = Edit(data, name)
    items = edit.top("facts")
    edit.splicer.check_own(items)
    style = _style_of(items)

    def write(_: str, in_flow: bool) -> str:
        if in_flow or items.items[-1].is_flow:
            return fact_in_brackets(fact, style)
        return edit.splicer.indented(items, fact_lines(fact, style))

    new = edit.splicer.append(items, write)
    return edit.done(new, replace(edit.story, facts=(*edit.story.facts, fact)))


def difference(before: bytes, after: bytes, name: str) -> str:
    """A unified diff, for people; empty where nothing changes."""
    old, new = (it.decode("utf-8-sig").splitlines(keepends=True) for it in (before, after))
    lines = unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


class Edit:
    """A file that is being changed; `story` is what it loads into, where that is known."""

    def __init__(self, data: bytes, name: str, story: Story | None = None) -> None:
        self.story = story or parse(data, name)
        self.data, self._name = data, name
        spanned = read_spans(data, name)
        self.root = spanned.root
        self.splicer = Splicer(spanned, name)

    def top(self, key: str) -> Span:
        """The value of a key of the file that this one has."""
        found = self.root.get(key)
        assert found is not None, "a file that loads has a header and facts"
        self.splicer.check_own(self.root, found)
        return found

    def fact(self, fact_id: str) -> tuple[Fact, Span]:
        """A fact and where it stands."""
        fact = self.story.fact(fact_id)
        if fact is None:
            raise RefusedEditError(f'{self._name} has no fact "{fact_id}".')
        span = self.top("facts").items[self.story.facts.index(fact)]
        self.splicer.check_own(span)
        return fact, span

    def after(self, text: str) -> Edit:
        """The file with that text, whose facts are in the same places: more is to be changed."""
        try:
            return Edit(self._encoded(text), self._name, self.story)
        except (YAMLError, ValueError) as error:
            raise RefusedEditError(f"Nothing was changed, for it would not load: {error}") from None

    def done(self, text: str, expected: Story) -> bytes:
        """The new bytes, if they load into the expected story."""
        after = self._encoded(text)
        try:
            found = parse(after, self._name)
        except KnowledgeError as error:
            raise RefusedEditError(
                f"Nothing was changed, for it would not load:\n{error}", error.problems
            ) from None
        if replace(found, digest="") != replace(expected, digest=""):
            raise RefusedEditError(
                f"Nothing was changed: {self._name} is laid out so that more than this would "
                "change; make this change by hand."
            )
        return after

    def _encoded(self, text: str) -> bytes:
        start = BYTE_ORDER_MARK if self.data.startswith(BYTE_ORDER_MARK) else b""
        return start + text.encode()


def set_value(splicer: Splicer, span: Span, key: str, kind: FieldKind, value: str | None) -> str:
    """The text with that value of a key of `span`; None takes the key out."""
    old = span.get(key)
    if value is None:
        if old is None:
            raise RefusedEditError(f'There is no "{key}" to take out.')
        return splicer.unset(span, key)
    if kind in TOKENS:
        return splicer.set(span, key, lambda style, _: field_value(kind, value, style))
    return splicer.set(span, key, splicer.in_style(value, old))


def _style_of(facts: Span) -> str:
    """How the texts of the last fact are quoted."""
    texts = [it for fact in facts.items for it in (fact.get("answer"),) if it is not None]
    style = texts[-1].style if texts else '"'
    return style if style in ("", "'", '"') else '"'
