"""A Rasa project's questions and answers: the examples of its intents, the responses to them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.desk.importing import SourceEntry, SourceFile
from bot.desk.markdown_faq import reduced
from bot.knowledge.problems import Problems
from bot.knowledge.reading import read
from bot.knowledge.tree import ListNode, MapNode, Node, TextNode
from bot.knowledge.values import fold

_ENTITY = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\}|\[\{[^\[\]]*\}\])")
_SLOT = re.compile(r"\{[A-Za-z_]\w*\}")


def read_rasa(files: Iterable[tuple[str, bytes]]) -> list[SourceFile]:
    """The facts of a project's files, each where its intent stands; raises KnowledgeError."""
    readings: list[SourceFile] = []
    intents: dict[str, SourceEntry] = {}
    answers: dict[str, tuple[SourceFile, Node]] = {}
    for name, data in files:
        problems, reading = Problems(name), SourceFile(name)
        root = read(data, problems) if data.strip() else None
        if len(problems):
            raise problems.error()
        for item in _items(root, "nlu"):
            _read_intent(item, reading, intents)
        responses = root.get("responses") if isinstance(root, MapNode) else None
        for key, value in responses.pairs if isinstance(responses, MapNode) else ():
            answers.setdefault(key.value, (reading, value))
        readings.append(reading)
    for reading in readings:
        for entry in tuple(reading.entries):
            response = f"utter_{entry.id}"
            if response in answers:
                _answer(entry, response, *answers.pop(response))
            if not entry.answer:
                reading.entries.remove(entry)
                reading.leave_out(entry.line, f"an intent without a text to tell in {response}")
    for response, (reading, value) in answers.items():
        reading.leave_out(value.mark.line + 1, f"{response}, for which there is no intent")
    return readings


def _items(node: Node | None, key: str) -> tuple[Node, ...]:
    found = node.get(key) if isinstance(node, MapNode) else None
    return found.items if isinstance(found, ListNode) else ()


def _text(node: Node | None, key: str) -> str:
    found = node.get(key) if isinstance(node, MapNode) else node
    return found.value if isinstance(found, TextNode) else ""


def _read_intent(item: Node, reading: SourceFile, intents: dict[str, SourceEntry]) -> None:
    line, intent = item.mark.line + 1, _text(item, "intent")
    if not intent:
        reading.leave_out(line, "training data that is no intent")
        return
    listed = [f"- {_text(it, 'text')}" for it in _items(item, "examples")]
    rows = [it.strip() for it in _text(item, "examples").splitlines() if it.strip()] or listed
    entry = intents.setdefault(intent, SourceEntry(line, [], id=intent))
    if not entry.questions:
        reading.entries.append(entry)
    asked = (fold(_ENTITY.sub(r"\1", it[1:])) for it in rows if it[0] == "-")
    fresh = dict.fromkeys((*entry.questions, *filter(None, asked)))
    lost, entry.questions = len(rows) + len(entry.questions) - len(fresh), list(fresh)
    if lost:
        reading.leave_out(line, f"examples that stand twice, or do not begin with -: {lost}")


def _answer(entry: SourceEntry, name: str, reading: SourceFile, response: Node) -> None:
    """The first text that can be told as it stands becomes the answer; the rest is counted."""
    variants = response.items if isinstance(response, ListNode) else ()
    texts = [it for it in (_text(variant, "text") for variant in variants) if it]
    told = [it for it in texts if not _SLOT.search(it)]
    entry.answer, pictures = reduced(told[0] if told else "")
    keys = [key.value for it in variants if isinstance(it, MapNode) for key, _ in it.pairs]
    left = {it: keys.count(it) for it in keys if it != "text"}
    left |= {"pictures": pictures, "other wordings": len(told[1:])}
    left["wordings with a slot"] = len(texts) - len(told)
    if what := ", ".join(f"{it}: {number}" for it, number in left.items() if number):
        reading.leave_out(response.mark.line + 1, f"of {name}: {what}")
