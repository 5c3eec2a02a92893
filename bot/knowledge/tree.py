"""What stands in a YAML file and where: text, lists and mappings, every scalar as it was typed."""

from __future__ import annotations

from typing import NamedTuple, Protocol

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Mark(Protocol):
    """A place in a file; line and column count from 0, as yaml's parsers give them."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class TextNode(NamedTuple):
    """A scalar. `plain` says that it was typed without quotes and without a block sign."""

    value: str
    mark: Mark
    plain: bool

    @property
    def is_null(self) -> bool:
        """Whether YAML reads this as nothing: an empty place, `~` or `null`."""
        return self.plain and self.value in NULLS


class ListNode(NamedTuple):
    """A list, and the place of its first sign."""

    items: tuple[Node, ...]
    mark: Mark


class MapNode(NamedTuple):
    """A mapping in the order of the file; of a key that stands twice, the first."""

    pairs: tuple[tuple[TextNode, Node], ...]
    mark: Mark

    def get(self, key: str) -> Node | None:
        """The first value of that key, or None."""
        return next((value for name, value in self.pairs if name.value == key), None)


Node = TextNode | ListNode | MapNode


def kind_of(node: Node) -> str:
    """What a node is, for a sentence such as "needs text, and here is a list"."""
    if isinstance(node, TextNode):
        return "nothing" if node.is_null else "text"
    return "a list" if isinstance(node, ListNode) else "a mapping"
