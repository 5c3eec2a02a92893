"""Bytes to a tree of nodes, in one pass over the parser's events, within bounds.

The events are read directly because that is fastest: for 4,000 phrasings in 0.4 MB libyaml's
events take 9 ms and its composed nodes 18. Nothing is resolved, so no fact changes its type.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bot.core.errors import KnowledgeError
from bot.knowledge.decoding import checked
from bot.knowledge.layout import note_swallowed
from bot.knowledge.problems import Problems, line_of, quoted, short
from bot.knowledge.syntax import explain
from bot.knowledge.tree import ListNode, MapNode, Mark, Node, TextNode, kind_of

MAX_DEPTH = 16  # a quote's text, the deepest value there is, stands at 6
MAX_NODES = 200_000  # 4,000 phrasings are 7,000 nodes
MAX_ALIASED = 50_000  # characters and nodes that aliases may add to a file
TOO_DEEP = "maximum nesting depth"  # in libyaml's words
GIVES_UP = 1_000  # levels at which it says so
TEXT_TAG = "tag:yaml.org,2002:str"
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


class Events(Protocol):
    """The part of yaml's parsers, C or pure, that is used.

    Any, because the stubs call marks and names optional that the parsers always give.
    """

    def get_event(self) -> Any: ...


def read(data: bytes, problems: Problems) -> Node:
    """The one document of a file as a tree; problems within it (double keys, tags) are noted.

    Raises UnusableInputError for a file that is too large, KnowledgeError for what cannot be
    read further: the encoding, the syntax, no document or several, or a bound.
    """
    text = checked(data, problems)
    try:
        root = _document(text, problems)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        explain(error, text.decode(), problems)
        raise problems.error() from None
    note_swallowed(text, problems)
    return root


def _document(data: bytes, problems: Problems) -> Node:
    try:
        return _Composer(events(data), problems).document()
    except yaml.MarkedYAMLError as error:
        # libyaml reads ahead within brackets, and from 0.2.6 on gives up before MAX_DEPTH is seen:
        # so much earlier it is nested deeply enough, and not yet too deeply for libyaml.
        if TOO_DEEP not in (error.problem or "") or error.problem_mark is None:
            raise
        before = data.decode()[: error.problem_mark.index - GIVES_UP // 2]
        return _Composer(events(before.encode()), problems).document()


def events(data: bytes) -> Events:
    """The events of YAML without a byte order mark, from libyaml where it is there."""
    return yaml.CSafeLoader(data) if yaml.__with_libyaml__ else _PureLoader(data)


class _PureLoader(yaml.SafeLoader):
    """The parser where libyaml is absent, taught to read [Who?, When?] as libyaml does."""

    _in_plain = False

    def peek(self, index: int = 0) -> str:
        sign = str(super().peek(index))
        return "x" if self._in_plain and sign == "?" else sign

    def scan_plain(self) -> Any:
        # It would end the text at a "?"; what it looks at is changed, not what it takes.
        self._in_plain = True
        try:
            return super().scan_plain()
        finally:
            self._in_plain = False


class _Composer:
    """Builds nodes from events. `_size` counts nodes and characters, as if aliases were copied."""

    def __init__(self, events: Events, problems: Problems) -> None:
        self._get_event = events.get_event
        self._problems = problems
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._nodes = self._size = self._aliased = 0

    def document(self) -> Node:
        self._get_event()  # the start of the stream
        if type(self._get_event()) is not DocumentStartEvent:
            self._problems.add_at(
                1, 1, "the file is empty", "begin with version: 1, story: {title: …} and facts:"
            )
            raise self._problems.error()
        root = self._node(self._get_event(), 1)
        self._get_event()  # the end of the document
        after = self._get_event()
        mark: Mark = after.start_mark
        if type(after) is DocumentStartEvent:
            raise self._stop(
                mark,
                "a second document begins here",
                'a knowledge file is one document: delete the line "---"',
            )
        return root

    def _stop(self, mark: Mark, message: str, remedy: str) -> KnowledgeError:
        self._problems.add(mark, message, remedy)
        return self._problems.error()

    def _node(self, event: Any, depth: int) -> Node:
        mark: Mark = event.start_mark
        anchor = event.anchor
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._stop(mark, f"more than {MAX_NODES:,} values", "split the story")
        if type(event) is AliasEvent:
            return self._alias(anchor, mark)
        if event.tag is not None and event.tag != TEXT_TAG:
            self._problems.add(mark, f"the tag {short(event.tag)} is not read", "delete it")
        if anchor is None:
            return self._content(event, mark, depth)
        before = self._size
        self._anchors[anchor] = None  # an alias within it would have no end
        node = self._content(event, mark, depth)
        self._anchors[anchor] = node, self._size - before
        return node

    def _content(self, event: Any, mark: Mark, depth: int) -> Node:
        if type(event) is ScalarEvent:
            return self._text(event.value, mark, plain=not event.style)
        if depth > MAX_DEPTH:
            raise self._stop(
                mark,
                f"values are nested more than {MAX_DEPTH} deep",
                "close the brackets, or put the text in quotes",
            )
        self._size += 1
        if type(event) is SequenceStartEvent:
            return self._list(mark, depth)
        return self._map(mark, depth)

    def _text(self, value: str, mark: Mark, *, plain: bool) -> TextNode:
        self._size += 1 + len(value)
        if not value.isprintable() and (found := CONTROL.search(value)):
            self._problems.add(
                mark,
                f"the text holds the control character U+{ord(found[0]):04X}",
                "delete the escape that stands for it",
            )
        return TextNode(value, mark, plain)

    def _list(self, mark: Mark, depth: int) -> ListNode:
        items: list[Node] = []
        while type(event := self._get_event()) is not SequenceEndEvent:
            items.append(self._node(event, depth + 1))
        return ListNode(tuple(items), mark)

    def _map(self, mark: Mark, depth: int) -> MapNode:
        pairs: dict[str, tuple[TextNode, Node]] = {}
        while type(event := self._get_event()) is not MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(self._get_event(), depth + 1)
            place: Mark = event.start_mark
            if not isinstance(key, TextNode):
                self._problems.add(
                    place,
                    f"a key must be text, and here is {kind_of(key)}",
                    "put text that begins with { or [ in quotes",
                )
            elif key.value in pairs:
                self._problems.add(
                    place,
                    f"the key {quoted(key.value)} stands twice in one mapping: "
                    f"on lines {line_of(pairs[key.value][0].mark)} and {line_of(place)}",
                    "keep one of them, or begin a new list entry with -",
                )
            else:
                pairs[key.value] = key, value
        return MapNode(tuple(pairs.values()), mark)

    def _alias(self, name: str, mark: Mark) -> Node:
        stood_for = self._anchors.get(name)
        if stood_for is None:
            why = "stands within its own anchor" if name in self._anchors else "has no anchor"
            raise self._stop(
                mark,
                f"the alias *{short(name)} {why}",
                "write the value out, or put text that begins with * in quotes",
            )
        node, size = stood_for
        self._aliased += size
        self._size += size
        if self._aliased > MAX_ALIASED:
            raise self._stop(
                mark,
                f"aliases add more than {MAX_ALIASED:,} characters to the file",
                "write the values out",
            )
        return node
