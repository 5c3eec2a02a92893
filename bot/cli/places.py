"""Where in a knowledge file its facts and their tests stand, for remarks that name a line."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.problems import Problems
from bot.knowledge.reading import read
from bot.knowledge.tree import ListNode, MapNode, Mark, Node, TextNode
from bot.knowledge.values import fold

Place = tuple[int, int]
"""A line and a column, both from 1."""

TOP: Place = (1, 1)


class Places:
    """The places of one file that loads."""

    def __init__(self, data: bytes, name: str) -> None:
        root = read(data, Problems(name))
        facts = root.get("facts") if isinstance(root, MapNode) else None
        self._facts: dict[str, Place] = {}
        self._texts: dict[tuple[str, str], Place] = {}
        names = root.get("names") if isinstance(root, MapNode) else None
        for key, _ in names.pairs if isinstance(names, MapNode) else ():
            self._texts["", fold(key.value)] = _place(key.mark)
        header = root.get("story") if isinstance(root, MapNode) else None
        for key, value in header.pairs if isinstance(header, MapNode) else ():
            self._texts.setdefault(("", key.value), _place(value.mark))
        for fact in _items(facts):
            if isinstance(fact, MapNode) and isinstance(named := fact.get("id"), TextNode):
                self._note(fact, named)

    def of(self, fact: str | None, at: str | None = None) -> Place:
        """Where a text of `fact`, or the value of its key, stands; else the fact's id, or 1:1.

        A text may be a phrasing, a quote, or an entry of "asks" or "never"; without a fact, a
        name or a key of the story.
        """
        whole = self._facts.get(fact or "", TOP)
        return self._texts.get((fact or "", at or ""), whole)

    def _note(self, fact: MapNode, name: TextNode) -> None:
        fact_id = fold(name.value)
        self._facts[fact_id] = _place(name.mark)
        for key, value in fact.pairs:
            self._texts[fact_id, key.value] = _place(value.mark)
        for text in _inner(fact):
            self._texts[fact_id, fold(text.value)] = _place(text.mark)


def _inner(fact: MapNode) -> Iterator[TextNode]:
    """The texts in the lists of a fact; of one that stands twice the later place counts."""
    for key in ("questions", "quotes", "asks", "never"):
        for item in _items(fact.get(key)):
            text = item.get("text") if isinstance(item, MapNode) else item
            if isinstance(text, TextNode):
                yield text


def _items(node: Node | None) -> Iterator[Node]:
    yield from node.items if isinstance(node, ListNode) else ()


def _place(mark: Mark) -> Place:
    return mark.line + 1, mark.column + 1
