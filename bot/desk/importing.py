"""Questions and answers of other tools as a knowledge file; nothing is left out without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bot.core.errors import UnusableInputError
from bot.core.model import Fact, Story
from bot.desk.article import Header
from bot.desk.drafting import entry_lines, header_lines, new_id, topic_lines, unique_id
from bot.knowledge.consistency import compare
from bot.knowledge.fields import MAX_ID
from bot.knowledge.loader import parse
from bot.knowledge.problems import Problems, quoted
from bot.knowledge.review import MAX_TITLE, review
from bot.knowledge.shape import story_of, values_of
from bot.knowledge.tree import ListNode, MapNode, TextNode
from bot.knowledge.values import ID, fold, fold_lines, shown
from bot.matching.language.analysis import Analyser
from bot.matching.language.language import Language


@dataclass(slots=True)
class SourceEntry:
    """One answer with its questions, and the line (from 1) where they begin.

    `key` is what `see_also` of others in the same file names it by, `id` what its fact is to be
    called, if that can be. `values` are further keys of a fact, as they are typed.
    """

    line: int
    questions: list[str]
    answer: str = ""
    id: str = ""
    key: str = ""
    topic: str = ""
    topic_title: str = ""
    source: str = ""
    see_also: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class SourceFile:
    """What one file gives, and a note with its place for each thing that is left out."""

    file: str
    title: str | None = None
    entries: list[SourceEntry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave_out(self, line: int, what: str) -> None:
        self.notes.append(f"{self.file}:{line}: {what}")


class _Place(NamedTuple):
    line: int
    column: int = 0


def imported(
    readings: Sequence[SourceFile], header: Header, name: str, language: Language
) -> tuple[str, Story, list[str]]:
    """The file as YAML, its story, and the notes; `name` stands for a title that is not told.

    What `storybot check` would refuse becomes a draft. Raises KnowledgeError for what no fact can
    hold, at its place in the file that was read, and UnusableInputError where nothing is left.
    """
    _leave_out(readings)
    entries = [entry for reading in readings for entry in reading.entries]
    titles = _name(entries, Analyser(None, language))
    facts = [fact for reading in readings for fact in _facts(reading)]
    notes = [note for reading in readings for note in reading.notes]
    if not facts:
        raise UnusableInputError("\n".join((f"In {name} no question has an answer.", *notes)))
    sources = {entry.source for entry in entries}
    if len(sources) == 1 and min(sources).startswith(("https://", "http://")):
        header = replace(header, url=fold(*sources))
    elif found := sorted(sources - {""}):
        notes.append(f"sources, of which a file has one, its url: {', '.join(map(quoted, found))}")
    alone = (replace(it, questions=it.questions[:1]) for it in facts if not it.draft)
    flaws = (flaw for it in alone for flaw in review(Story(name, (it,))))
    wrong = {flaw.fact: flaw for flaw in flaws if flaw.severity == "problem"}
    notes += (f'"{it.fact}" is a draft: {it.message}; {it.remedy}' for it in wrong.values())
    lines = (
        "# By storybot import. Write what is open in the header, then run: storybot check",
        "version: 1",
        *header_lines(header, name),
        *topic_lines(titles),
        "facts:",
        *entry_lines(replace(it, draft=it.draft or it.id in wrong) for it in facts),
    )
    text = "\n".join(lines) + "\n"
    return text, parse(text.encode(), f"what {name} gives"), notes


def _leave_out(readings: Sequence[SourceFile]) -> None:
    """Take out what has no answer or no question, and what asks as something before it does."""
    seen: dict[str, str] = {}
    for reading in readings:
        kept: list[SourceEntry] = []
        for entry in reading.entries:
            is_draft = entry.values.get("draft") == "true"
            place, entry.answer = f"{reading.file}:{entry.line}", fold_lines(entry.answer)
            asked, entry.questions = filter(None, map(fold, entry.questions)), []
            if not entry.answer and not is_draft:
                why = "no answer; write one (in a sheet with merged cells, in each row)"
                reading.leave_out(entry.line, why)
                continue
            for question in asked:
                if (first := seen.setdefault(question.casefold(), place)) == place:
                    entry.questions.append(question)
                else:
                    why = f"the question {quoted(question)} stands at {first} already"
                    reading.leave_out(entry.line, why)
            if entry.questions or is_draft:
                kept.append(entry)
            else:
                reading.leave_out(entry.line, "an answer without a question of its own")
        reading.entries = kept


def _name(entries: Sequence[SourceEntry], analyser: Analyser) -> list[tuple[str, str]]:
    """Give each entry the ids of its fact and of its topic; the topics' ids and titles."""
    free = {it.id for it in entries if ID.fullmatch(it.id) and len(it.id) <= MAX_ID}
    taken, topic_ids, topics = set(free), set[str](), dict[str, tuple[str, str]]()
    for entry in entries:
        if entry.id in free:
            free.discard(entry.id)
        elif entry.id:
            entry.id = unique_id(entry.id, "fact", taken)
        else:
            entry.id = new_id(" ".join(entry.questions[:1]), analyser, taken)
        topic = fold(entry.topic)
        if topic and topic not in topics:
            is_id = ID.fullmatch(topic) and len(topic) <= MAX_ID and topic not in topic_ids
            id_ = topic if is_id else unique_id(topic, "topic", topic_ids)
            topic_ids.add(id_)
            topics[topic] = id_, fold(shown(entry.topic_title or topic)) or id_
        entry.topic = topics[topic][0] if topic else ""
    return list(topics.values())


def _facts(reading: SourceFile) -> Iterator[Fact]:
    """The facts, if each value is one that a knowledge file may hold there."""
    if not reading.entries:
        return
    problems, top = Problems(reading.file), _Place(0)
    ids = {it.key or it.id: it.id for it in reading.entries}
    entries = ListNode(tuple(_fact(it, ids, reading) for it in reading.entries), top)
    root = _node({"version": "1", "story": {"title": "?"}, "facts": entries}, top)
    values = values_of(root, problems)
    compare(root, problems)
    if len(problems):
        raise problems.error()
    yield from story_of(values, "").facts


def _fact(entry: SourceEntry, ids: dict[str, str], reading: SourceFile) -> Any:
    """The entry of a file, with the first question that is short enough as its title."""
    for other in entry.see_also:
        if ids.get(other, entry.id) == entry.id:
            reading.leave_out(entry.line, f"a reference to {quoted(other)}, which is no other fact")
    short = next((it for it in entry.questions if len(it) <= MAX_TITLE), None)
    value = {
        "id": entry.id,
        "questions": sorted(entry.questions, key=lambda it: it is not short),
        "answer": entry.answer,
        "topic": entry.topic,
        "see_also": [ids[it] for it in entry.see_also if ids.get(it, entry.id) != entry.id],
        **entry.values,
    }
    return _node({key: it for key, it in value.items() if it}, _Place(entry.line - 1))


def _node(value: Any, place: _Place) -> Any:
    match value:
        case TextNode() | ListNode() | MapNode():
            return value
        case dict():
            pairs = ((_node(key, place), _node(it, place)) for key, it in value.items())
            return MapNode(tuple(pairs), place)
        case list():
            return ListNode(tuple(_node(it, place) for it in value), place)
        case _:
            return TextNode(value, place, plain=False)
