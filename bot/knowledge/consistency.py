"""Whether the parts of a file agree: ids, phrasings, names, and what refers to what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.problems import Problems, line_of, quoted
from bot.knowledge.tree import ListNode, MapNode, Node, TextNode
from bot.knowledge.values import fold

_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def compare(root: Node, problems: Problems) -> None:
    """Note what is right by itself and wrong beside the rest of the file."""
    if not isinstance(root, MapNode):
        return
    _language_is_a_code(root.get("story"), problems)
    facts = _maps(root.get("facts"))
    topics = _maps(root.get("topics"))
    ids = _unique_ids(facts, "fact", problems)
    topic_ids = _unique_ids(topics, "topic", problems)
    for fact in facts:
        _see_also_exists(fact, ids, problems)
        if topic_ids:
            _topic_exists(fact, topic_ids, problems)
        _unknown_is_bare(fact, problems)
    _unique_phrasings(facts, problems)
    _unique_spellings(root.get("names"), problems)


def _language_is_a_code(story: Node | None, problems: Problems) -> None:
    """A name in its place would let readers be told that they write another language."""
    language = _text(story.get("language")) if isinstance(story, MapNode) else None
    if language is not None and _CODE.fullmatch(language.value) is None:
        problems.add(
            language.mark,
            f'"language" is {quoted(language.value)}, which is no code of a language',
            "write its code of two or three letters, such as en, de or es",
        )


def _maps(node: Node | None) -> tuple[MapNode, ...]:
    return (
        tuple(it for it in node.items if isinstance(it, MapNode))
        if isinstance(node, ListNode)
        else ()
    )


def _text(node: Node | None) -> TextNode | None:
    return node if isinstance(node, TextNode) and not node.is_null else None


def _texts(node: Node | None) -> Iterator[TextNode]:
    for item in node.items if isinstance(node, ListNode) else ():
        if text := _text(item):
            yield text


def _unique_ids(maps: tuple[MapNode, ...], noun: str, problems: Problems) -> dict[str, TextNode]:
    seen: dict[str, TextNode] = {}
    for node in maps:
        name = _text(node.get("id"))
        if name is None:
            continue
        first = seen.get(fold(name.value))
        if first is None:
            seen[fold(name.value)] = name
            continue
        problems.add(
            name.mark,
            f"the {noun} id {quoted(name.value)} stands twice: on lines "
            f"{line_of(first.mark)} and {line_of(name.mark)}",
            "give one of them another id",
        )
    return seen


def _see_also_exists(fact: MapNode, ids: dict[str, TextNode], problems: Problems) -> None:
    own = _text(fact.get("id"))
    for other in _texts(fact.get("see_also")):
        if own is not None and fold(other.value) == fold(own.value):
            problems.add(
                other.mark,
                f'"see_also" of the fact {quoted(own.value)} names the fact itself',
                "write the id of another fact, or delete it",
            )
        elif fold(other.value) not in ids:
            problems.add(
                other.mark,
                f'"see_also" names the fact {quoted(other.value)}, which does not exist',
                _meant(other, ids, problems) or "write the id of a fact, or delete it",
            )


def _topic_exists(fact: MapNode, topics: dict[str, TextNode], problems: Problems) -> None:
    topic = _text(fact.get("topic"))
    if topic is not None and fold(topic.value) not in topics:
        problems.add(
            topic.mark,
            f'the topic {quoted(topic.value)} is not under "topics"',
            _meant(topic, topics, problems) or f"write one of {', '.join(topics)}, or add it there",
        )


def _meant(node: TextNode, choices: dict[str, TextNode], problems: Problems) -> str | None:
    guess = problems.guess(node.value, choices)
    return f'did you mean "{guess}"?' if guess else None


def _unknown_is_bare(fact: MapNode, problems: Problems) -> None:
    status = _text(fact.get("status"))
    if status is None or fold(status.value) != "unknown":
        return
    for key, _ in fact.pairs:
        if key.value in ("according_to", "quotes"):
            problems.add(
                key.mark,
                f'a fact of status "unknown" has "{key.value}", but the story does not mention it',
                f'delete "{key.value}", or write "status: established" for what the story itself '
                "reports as unknown",
            )


def _unique_phrasings(facts: tuple[MapNode, ...], problems: Problems) -> None:
    seen: dict[str, tuple[MapNode, TextNode]] = {}
    for fact in facts:
        for phrasing in _texts(fact.get("questions")):
            key = fold(phrasing.value).casefold()
            owner, first = seen.setdefault(key, (fact, phrasing))
            if key and owner is not fact:
                problems.add(
                    phrasing.mark,
                    f"the question {quoted(phrasing.value)} stands in two facts: on lines "
                    f"{line_of(first.mark)} and {line_of(phrasing.mark)}",
                    "leave it with the fact that answers it",
                )


def _unique_spellings(names: Node | None, problems: Problems) -> None:
    if not isinstance(names, MapNode):
        return
    seen: dict[str, tuple[str, TextNode]] = {}
    for name, _ in names.pairs:
        _, first = seen.setdefault(fold(name.value).casefold(), (fold(name.value), name))
        if first is not name:
            problems.add(
                name.mark,
                f"the name {quoted(name.value)} stands twice: on lines "
                f"{line_of(first.mark)} and {line_of(name.mark)}",
                "join their spellings under one of them",
            )
    for name, spellings in names.pairs:
        for spelling in _texts(spellings):
            key = fold(spelling.value).casefold()
            owner, first = seen.setdefault(key, (fold(name.value), spelling))
            if owner != fold(name.value):
                problems.add(
                    spelling.mark,
                    f"the spelling {quoted(spelling.value)} stands under two names: "
                    f"{quoted(owner)} (line {line_of(first.mark)}) and {quoted(name.value)} "
                    f"(line {line_of(spelling.mark)})",
                    "leave it under one of them",
                )
