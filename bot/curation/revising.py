"""A fact as an editor wants it, in the place of the one that the file has: only what differs moves.

So a comment stays with the line that it is about, and a list keeps its order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from bot.core.model import Fact, Quote, Status, Story
from bot.curation.editing import Edit, set_value
from bot.curation.scalars import scalar
from bot.curation.spans import Span
from bot.curation.splicing import RefusedEditError, Splicer
from bot.curation.writing import entry
from bot.knowledge.fields import FACT, QUOTE, FieldKind
from bot.knowledge.loader import parse

Step = Callable[[Splicer, Span], str]
"""One splice of a fact: the whole text as it is then."""


def revise(data: bytes, name: str, wanted: Fact, story: Story | None = None) -> bytes:
    """The file with `wanted` in the place of the fact of its id; `story` is what it loads into.

    The story that it loads into differs by that and by nothing else; raises RefusedEditError
    otherwise, and where there is no such fact.
    """
    edit = Edit(data, name, story)
    old, _ = edit.fact(wanted.id)
    for key in FACT.fields:
        before, after = getattr(old, key), getattr(wanted, key)
        for step in _steps(key, before, after) if before != after else ():
            edit = edit.after(step(edit.splicer, edit.fact(wanted.id)[1]))
    facts = tuple(wanted if it is old else it for it in edit.story.facts)
    return edit.done(edit.splicer.text, replace(edit.story, facts=facts))


def change(data: bytes, name: str, fact_id: str, changed: Callable[[Fact], Fact]) -> bytes:
    """The file with what `changed` makes of a fact; raises RefusedEditError as `revise` does."""
    story = parse(data, name)
    fact = story.fact(fact_id)
    if fact is None:
        raise RefusedEditError(f'{name} has no fact "{fact_id}".')
    return revise(data, name, changed(fact), story)


def _steps(key: str, before: Any, after: Any) -> Iterator[Step]:
    kind = FACT.fields[key].kind
    if not isinstance(after, tuple):
        is_usual = after in (None, False, Status.ESTABLISHED)
        text = None if is_usual else str(after).lower() if kind is FieldKind.FLAG else str(after)
        yield lambda splicer, span: set_value(splicer, span, key, kind, text)
    elif not before:
        entries = [entry(it, '"', in_flow=True) for it in after]
        yield lambda splicer, span: splicer.set_list(span, key, entries)
    elif not after and FACT.fields[key].required:
        raise RefusedEditError(f'A fact must have "{key}".')
    elif not after:
        yield lambda splicer, span: splicer.unset(span, key)
    else:
        yield from _of_list(key, before, after)


def _of_list(key: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Step]:
    """What makes one list the other: entries are changed, taken out and put in where they are."""
    places = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    moved = 0
    for what, start, end, begin, stop in places:
        if what == "equal":
            continue
        both = min(end - start, stop - begin)
        for number in range(both):
            old, new = before[start + number], after[begin + number]
            yield from _changed(key, start + moved + number, old, new)
        for _ in range(end - start - both):
            yield _removed(key, start + moved + both)
        for number in range(both, stop - begin):
            yield from _inserted(key, start + moved + number, after[begin + number], before[0])
        moved += (stop - begin) - (end - start)


def _items(splicer: Splicer, fact: Span, key: str) -> Span:
    found = fact.get(key)
    assert found is not None, "a fact that has entries has their list"
    splicer.check_own(found)
    return found


def _changed(key: str, place: int, old: str | Quote, new: str | Quote) -> Iterator[Step]:
    if isinstance(new, Quote) and isinstance(old, Quote):
        values = ((it, getattr(old, it), getattr(new, it)) for it in QUOTE.fields)
        yield from (_quote_set(key, place, it, new) for it, old, new in values if old != new)
        return

    def change(splicer: Splicer, fact: Span) -> str:
        items = _items(splicer, fact, key)
        write = _entry(new)
        return splicer.replace(items.items[place], "the entry", write, in_flow=items.is_flow)

    yield change


def _quote_set(key: str, place: int, inner: str, value: str | int | None) -> Step:
    def change(splicer: Splicer, fact: Span) -> str:
        item = _items(splicer, fact, key).items[place]
        splicer.check_own(item)
        kind, text = QUOTE.fields[inner].kind, None if value is None else str(value)
        return set_value(splicer, item, inner, kind, text)

    return change


def _removed(key: str, place: int) -> Step:
    return lambda splicer, fact: splicer.remove(_items(splicer, fact, key), place)


def _inserted(key: str, place: int, new: str | Quote, first: str | Quote) -> Iterator[Step]:
    """Behind the one before; at the top, where none is, the first one is written anew below it."""
    if place == 0:
        yield from _changed(key, 0, first, new)
        place, new = 1, first
    yield lambda splicer, fact: splicer.append(_items(splicer, fact, key), _entry(new), place - 1)


def _entry(item: str | Quote) -> Callable[[str, bool], str]:
    def write(style: str, in_flow: bool) -> str:
        if isinstance(item, str):
            return scalar(item, style if style in ("", "'", '"') else '"', in_flow=in_flow)
        return entry(item, '"', in_flow=in_flow)

    return write
