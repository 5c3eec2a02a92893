"""Where in a file's text each value begins and ends, so that one can be changed and no other.

`bot.knowledge.tree` has where values begin, which is all that messages need, and is quicker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bot.knowledge.decoding import checked
from bot.knowledge.problems import Problems
from bot.knowledge.reading import Events, events


@dataclass(frozen=True, slots=True)
class Span:
    """One value and its place, as characters of the text: `start` counts an anchor or a tag in.

    `style` is "" for plain text, a quote, "|" or ">", None for what is no text. The `items` of a
    mapping are its keys and values in turn.
    """

    start: int
    end: int
    value: str = ""
    style: str | None = None
    is_map: bool = False
    is_flow: bool = False
    is_alias: bool = False
    is_tagged: bool = False
    anchor: str | None = None
    items: tuple[Span, ...] = ()

    @property
    def pairs(self) -> Iterator[tuple[Span, Span]]:
        """The keys and values of a mapping."""
        return zip(self.items[::2], self.items[1::2], strict=True) if self.is_map else iter(())

    def get(self, key: str) -> Span | None:
        """The value of that key of a mapping."""
        return next((value for name, value in self.pairs if name.value == key), None)


@dataclass(frozen=True, slots=True)
class SpannedText:
    """A file's text without a byte order mark, its spans, and the anchors that aliases name."""

    text: str
    root: Span
    aliased: frozenset[str]


def read_spans(data: bytes, name: str) -> SpannedText:
    """The spans of a file that loads, and so is within its bounds."""
    text = checked(data, Problems(name))
    reader = _Reader(events(text))
    return SpannedText(text.decode(), reader.document(), frozenset(reader.aliased))


@dataclass(slots=True)
class _Reader:
    events: Events
    aliased: set[str] = field(default_factory=set)

    def document(self) -> Span:
        self.events.get_event()
        self.events.get_event()
        return self._span(self.events.get_event())

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark.index, event.end_mark.index
        if type(event) is AliasEvent:
            self.aliased.add(str(event.anchor))
            return Span(start, end, is_alias=True)
        is_tagged = event.tag is not None
        if type(event) is ScalarEvent:
            style = event.style or ""
            return Span(start, end, event.value, style, is_tagged=is_tagged, anchor=event.anchor)
        is_map = type(event) is not SequenceStartEvent
        items: list[Span] = []
        while type(last := self.events.get_event()) not in (SequenceEndEvent, MappingEndEvent):
            items.append(self._span(last))
        return Span(
            start,
            last.end_mark.index,
            is_map=is_map,
            is_flow=bool(event.flow_style),
            is_tagged=is_tagged,
            anchor=event.anchor,
            items=tuple(items),
        )
