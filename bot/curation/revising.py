"""A fact or the header as an editor wants it, in the place of what the file has: only what differs
moves.

So a comment stays with the line that it is about, and a list keeps its order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from bot.core.model import Fact, Quote, Story, Topic
from bot.curation.editing import Edit, set_value
from bot.curation.scalars import scalar
from bot.curation.spans import Span
from bot.curation.splicing import RefusedEditError, Splicer
from bot.curation.writing import entry
from bot.knowledge.fields import FACT, FILE, QUOTE, STORY, TOPIC, Field, FieldKind

Step = Callable[[Splicer, Span], str]
"""One splice of a mapping: the whole text as it is then."""

Entry = str | Quote | Topic
"""One of a list."""

_RECORDS = {Quote: QUOTE, Topic: TOPIC}

Names = Mapping[str, tuple[str, ...]]
"""Spellings by name."""


def revise(data: bytes, name: str, wanted: Fact, story: Story | None = None) -> bytes:
    """The file with `wanted` in the place of the fact of its id; `story` is what it loads into.

    The story that it loads into differs by that and by nothing else; raises RefusedEditError
    otherwise, and where there is no such fact.
    """
    edit = Edit(data, name, story)
    old, _ = edit.fact(wanted.id)
    steps = _steps(FACT.fields, old, wanted, Fact("", (), ""))
    edit = _done(edit, steps, lambda it: it.fact(wanted.id)[1])
    facts = tuple(wanted if it is old else it for it in edit.story.facts)
    return edit.done(edit.splicer.text, replace(edit.story, facts=facts))


def revise_header(data: bytes, name: str, wanted: Story, story: Story | None = None) -> bytes:
    """The file with the header, the topics and the names of `wanted`; else as `revise`."""
    edit, usual = Edit(data, name, story), Story("", ())
    now, root = edit.story, lambda it: it.root
    edit = _done(edit, _steps(STORY.fields, now, wanted, usual), lambda it: it.top("story"))
    edit = _done(edit, _steps({"topics": FILE.fields["topics"]}, now, wanted, usual), root)
    if now.names and wanted.names:
        edit = _done(edit, _of_names(now.names, wanted.names), lambda it: it.top("names"))
    elif wanted.names:
        lines = [f"{scalar(it)}: {_brackets(others)}" for it, others in wanted.names.items()]
        edit = _done(edit, [lambda it, span: it.set_list(span, "names", lines, dash="")], root)
    elif now.names:
        edit = _done(edit, [lambda it, span: it.unset(span, "names")], root)
    kept = {key: getattr(wanted, key) for key in (*STORY.fields, "topics", "names")}
    return edit.done(edit.splicer.text, replace(now, **kept))


def delete(data: bytes, name: str, fact_id: str) -> bytes:
    """The file without a fact; raises RefusedEditError as `revise`, and for one that others name
    and for the last one. A comment above it stays."""
    edit = Edit(data, name)
    fact, _ = edit.fact(fact_id)
    if naming := [f'the fact "{it.id}"' for it in edit.story.facts if fact_id in it.see_also]:
        raise RefusedEditError(
            f'The fact "{fact_id}" stands under "see_also" of {" and ".join(naming)}: take it out '
            "there first."
        )
    facts = tuple(it for it in edit.story.facts if it is not fact)
    if not facts:
        raise RefusedEditError("A file must have a fact: write another one first.")
    place = edit.story.facts.index(fact)
    text = edit.splicer.remove(edit.top("facts"), place)
    return edit.done(text, replace(edit.story, facts=facts))


def change(data: bytes, name: str, fact_id: str, changed: Callable[[Fact], Fact]) -> bytes:
    """The file with what `changed` makes of a fact; raises RefusedEditError as `revise` does."""
    edit = Edit(data, name)
    return revise(data, name, changed(edit.fact(fact_id)[0]), edit.story)


def _done(edit: Edit, steps: Iterable[Step], place: Callable[[Edit], Span]) -> Edit:
    """The file after these steps, each made where the mapping stands by then."""
    for step in steps:
        edit = edit.after(step(edit.splicer, place(edit)))
    return edit


def _steps(fields: Mapping[str, Field], old: Any, wanted: Any, usual: Any) -> Iterator[Step]:
    """What makes one mapping the other; what is `usual` is not written."""
    for key, field in fields.items():
        before, after = getattr(old, key), getattr(wanted, key)
        if before != after:
            is_usual = after == getattr(usual, key) and not field.required
            yield from _of_value(key, field, before, None if is_usual else after)


def _of_value(key: str, field: Field, before: Any, after: Any) -> Iterator[Step]:
    if not isinstance(after if after is not None else before, tuple):
        text = str(after).lower() if field.kind is FieldKind.FLAG else str(after)
        value = None if after is None else text
        yield lambda splicer, span: set_value(splicer, span, key, field.kind, value)
    elif after is None:
        yield lambda splicer, span: splicer.unset(span, key)
    elif not after:
        raise RefusedEditError(f'A fact must have "{key}".')
    elif not before:
        entries = [entry(it, '"', in_flow=True) for it in after]
        yield lambda splicer, span: splicer.set_list(span, key, entries)
    else:
        yield from _of_list(key, before, after)


def _of_names(before: Names, after: Names) -> Iterator[Step]:
    """Names come in before others go, for a mapping must not be empty meanwhile."""
    for name, spellings in after.items():
        old = before.get(name)
        if old and spellings:
            yield from _of_list(name, old, spellings)
        elif old != spellings:
            yield partial(_listed, name, _brackets(spellings))
    for name in before.keys() - after.keys():
        yield partial(_unset, name)


def _listed(name: str, text: str, splicer: Splicer, names: Span) -> str:
    return splicer.set(names, name, lambda _style, _in_flow: text)


def _unset(name: str, splicer: Splicer, names: Span) -> str:
    return splicer.unset(names, name)


def _brackets(texts: Iterable[str]) -> str:
    return "[" + ", ".join(scalar(it, in_flow=True) for it in texts) + "]"


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


def _changed(key: str, place: int, old: Entry, new: Entry) -> Iterator[Step]:
    if not isinstance(new, str):
        for inner, field in _RECORDS[type(new)].fields.items():
            if (value := getattr(new, inner)) != getattr(old, inner):
                yield _inner_set(key, place, inner, field.kind, value)
        return

    def change(splicer: Splicer, record: Span) -> str:
        items = _items(splicer, record, key)
        write = _entry(new)
        return splicer.replace(items.items[place], "the entry", write, in_flow=items.is_flow)

    yield change


def _inner_set(key: str, place: int, inner: str, kind: FieldKind, value: object) -> Step:
    def change(splicer: Splicer, record: Span) -> str:
        item = _items(splicer, record, key).items[place]
        splicer.check_own(item)
        return set_value(splicer, item, inner, kind, None if value is None else str(value))

    return change


def _removed(key: str, place: int) -> Step:
    return lambda splicer, fact: splicer.remove(_items(splicer, fact, key), place)


def _inserted(key: str, place: int, new: Entry, first: Entry) -> Iterator[Step]:
    """Behind the one before; at the top, where none is, the first one is written anew below it."""
    if place == 0:
        yield from _changed(key, 0, first, new)
        place, new = 1, first
    yield lambda splicer, fact: splicer.append(_items(splicer, fact, key), _entry(new), place - 1)


def _entry(item: Entry) -> Callable[[str, bool], str]:
    def write(style: str, in_flow: bool) -> str:
        if isinstance(item, str):
            return scalar(item, style if style in ("", "'", '"') else '"', in_flow=in_flow)
        return entry(item, '"', in_flow=in_flow)

    return write
