"""A knowledge file to a Story: the way in for everything that reads one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from bot.core.errors import KnowledgeError
from bot.core.model import Story
from bot.knowledge.consistency import compare
from bot.knowledge.decoding import read_bytes
from bot.knowledge.problems import Problems
from bot.knowledge.reading import read
from bot.knowledge.shape import story_of, values_of
from bot.knowledge.tree import ListNode, MapNode, Node, TextNode


def load(path: Path) -> Story:
    """The Story of a file.

    Raises UnusableInputError for a file that is missing, unreadable or larger than MAX_BYTES,
    and KnowledgeError with every problem of one that can be read.
    """
    return parse(read_bytes(path), str(path))


def parse(data: bytes, name: str) -> Story:
    """The Story of a file's bytes; `name` is what its problems call it. Raises as `load` does."""
    problems = Problems(name)
    root = read(data, problems)
    values = values_of(root, problems)
    compare(root, problems)
    if len(problems):
        raise problems.error()
    return story_of(values, hashlib.sha256(data).hexdigest())


def parse_sound(data: bytes, name: str) -> Story | None:
    """The facts that are right by themselves, of a file that has problems; None if there is none.

    So that an editor hears what is wrong with these in the same round. The header and the names
    are there if they are right too; drafts are left out.
    """
    try:
        root = read(data, Problems(name))
    except KnowledgeError:
        return None
    if not isinstance(root, MapNode) or not isinstance(facts := root.get("facts"), ListNode):
        return None
    own = tuple(pair for pair in root.pairs if pair[0].value in ("version", "story", "names"))
    bare = (*_pairs(root, version="1"), (_text(root, "story"), _titled(root)))
    alone = [(node, _alone(bare, node, root, name)) for node in facts.items]
    sound = [(node, story) for node, story in alone if story is not None]
    if not sound:
        return None
    first, bare_story = sound[0]
    whole = _alone(own, first, root, name) or bare_story
    every = tuple(fact for _, story in sound for fact in story.facts)
    return replace(whole, facts=every).without_drafts()


def _alone(
    header: tuple[tuple[TextNode, Node], ...], fact: Node, root: MapNode, name: str
) -> Story | None:
    """The story of one fact, if nothing is wrong with it."""
    problems = Problems(name)
    only = (_text(root, "facts"), ListNode((fact,), root.mark))
    values = values_of(MapNode((*header, only), root.mark), problems)
    return None if len(problems) else story_of(values, "")


def _titled(root: MapNode) -> MapNode:
    return MapNode(_pairs(root, title="?"), root.mark)


def _pairs(root: MapNode, **texts: str) -> tuple[tuple[TextNode, Node], ...]:
    return tuple((_text(root, key), _text(root, value)) for key, value in texts.items())


def _text(root: MapNode, value: str) -> TextNode:
    return TextNode(value, root.mark, plain=True)
