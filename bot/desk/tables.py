"""Sheets of questions and answers: CSV and TSV of any make, QnA Maker, Azure question answering."""

from __future__ import annotations

import csv
import re
import unicodedata
from io import StringIO
from itertools import zip_longest
from typing import Any

from bot.counting import counted
from bot.desk.importing import SourceEntry, SourceFile
from bot.desk.markdown_faq import reduced
from bot.knowledge.decoding import MAX_BYTES
from bot.knowledge.fields import FACT, FieldKind
from bot.knowledge.problems import Problems, quoted

NO_LINE = "none"
"""What stands in the place of a quote's line where it has none."""

GUARDED = re.compile(r"\A(?='*[=+@＝＋－＠\t\r-])")
"""The start of a cell that a spreadsheet would compute: an apostrophe there makes it text."""

_WORDS = {
    "questions": "question q query faq ask frage fragen pregunta",
    "phrasings": "phrasing alternative alternate alternativequestion alternatequestion variant "
    "alternativephrasing alternatephrasing otherquestion otherphrasing variation similarquestion "
    "utterance example variante alternativa",
    "answer": "answer a response reply solution antwort respuesta",
    "topic": "topic category section group theme subject thema kategorie tema categoria",
    "quotes": "quote evidence citation zitat cita",
    "source": "source url link reference quelle fuente",
}
_FURTHER = (*FACT.fields, "topic_title", "quote_lines", "qnaid", "prompts", "iscontextonly")
EDITORIAL = ("Editorial", "Custom Editorial")
"""What QnA Maker calls the source of what was typed into it."""

Row = tuple[int, list[str]]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(it for it in letters if it.isascii() and it.isalpha()).rstrip("s")


COLUMNS = {_plain(name): key for key, names in _WORDS.items() for name in names.split()}
COLUMNS |= {_plain(name): name for name in _FURTHER}


def read_table(text: str, file: str, *, is_qna: bool = False) -> SourceFile:
    """The facts of a sheet; QnA Maker's is known by its columns too. Raises KnowledgeError.

    Rows that differ in nothing but their questions are one fact.
    """
    problems, reading = Problems(file), SourceFile(file)
    joined, several = dict[str, SourceEntry](), dict[str, SourceEntry]()
    (head, names), *rows = _rows(text, problems) or [(1, [""])]
    columns = _columns(names, head, problems)
    is_qna = is_qna or not {"qnaid", "prompts", "iscontextonly"}.isdisjoint(columns.values())
    for n, name in enumerate(names):
        unread = [
            it for _, it in rows if n not in columns and "".join(it[n : n + 1]) not in ("", "[]")
        ]
        if unread:
            held = f"{counted(len(unread), 'cell')}, first {quoted(unread[0][n])}"
            reading.leave_out(head, f"the unknown column {quoted(name)}: {held}")
    ids, bare, topic = dict[str, int](), list[int](), ""
    for line, cells in rows:
        if any(cells[len(names) :]):
            message = f"the row has {len(cells)} cells, and the first row {len(names)}"
            problems.add_at(line, 1, message, "put cells that hold a comma in quotes")
        row = dict.fromkeys(("questions", "phrasings", *_FURTHER, "source"), "")
        for n, key in columns.items():
            row[key] = f"{row[key]}\n{''.join(cells[n : n + 1])}".strip()
        questions = [*row.pop("questions").splitlines(), *re.split(r"[\n|;]", row.pop("phrasings"))]
        if topic and row["answer"] and not row["topic"]:
            bare.append(line)
        topic, same = row["topic"], repr(row)
        if row["answer"] and same in joined:
            joined[same].questions += questions
            several[same] = joined[same]
            continue
        entry = joined[same] = _entry(line, questions, row, problems)
        reading.entries.append(entry)
        if is_qna:
            _as_qna(entry, row, reading)
        if entry.key and (first := ids.setdefault(entry.key, line)) != line:
            message = f"the id {quoted(entry.key)} stands on line {first} too, with other cells"
            problems.add_at(line, 1, message, "give each fact its own id")
    for entry in several.values():
        entry.questions = list(dict.fromkeys(entry.questions))
    if bare:
        where = ", ".join(map(str, bare[:20]))
        why = f"no topic below a row that has one (write it there if cells were merged): {where}"
        reading.leave_out(bare[0], why)
    if len(problems):
        raise problems.error()
    return reading


def _rows(text: str, problems: Problems, quoting: Any = csv.QUOTE_MINIMAL) -> list[Row]:
    """The rows that hold anything, each with its first line; cells are stripped and not guarded."""
    first = next((it for it in text.splitlines() if it.strip(" ,;\t") and it[:4] != "sep="), "")
    names = {sign: sum(_plain(it) in COLUMNS for it in first.split(sign)) for sign in ",;\t"}
    sign = max(names, key=lambda it: names[it])
    csv.field_size_limit(MAX_BYTES)
    source = StringIO(text, newline="")
    reader = csv.reader(source, delimiter=sign, strict=True, quoting=quoting)
    rows, line = list[Row](), 1
    try:
        for cells in reader:
            guarded = [it[:1] == "'" and GUARDED.match(it) is not None for it in cells]
            cells = [it[cut:].strip() for it, cut in zip(cells, guarded, strict=True)]
            if any(cells) and not (cells[0][:4] == "sep=" and not rows):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        if sign == "\t" and quoting == csv.QUOTE_MINIMAL:  # as QnA Maker writes them
            return _rows(text, problems, csv.QUOTE_NONE)
        remedy = 'put a cell that holds a quote or a comma in quotes, and write "" for its quotes'
        problems.add_at(line, 1, f"the row that begins here cannot be read ({error})", remedy)
        raise problems.error() from None
    return rows


def _columns(names: list[str], line: int, problems: Problems) -> dict[int, str]:
    """What each column is, by its number; those that no name tells are missing."""
    if not any(names):
        remedy = "save the sheet again as CSV, with the names of the columns in the first row"
        problems.add_at(line, 1, "the file is empty", remedy)
        raise problems.error()
    columns = {n: key for n, name in enumerate(names) if (key := COLUMNS.get(_plain(name)))}
    for key in dict.fromkeys((*columns.values(), "questions", "answer")):
        same = [quoted(names[n]) for n, it in columns.items() if it == key]
        if not same:
            message = f"no column is called {quoted(key)}; here are {quoted(', '.join(names))}"
            remedy = "name the columns in the first row, such as Question, Answer, Topic"
            problems.add_at(line, 1, message, remedy)
        elif len(same) > 1 and key not in ("questions", "phrasings"):
            message = f"the columns {' and '.join(same)} are both read as {quoted(key)}"
            problems.add_at(line, 1, message, "rename or delete one of them")
    if len(problems):
        raise problems.error()
    return columns


def _entry(line: int, questions: list[str], row: dict[str, str], problems: Problems) -> SourceEntry:
    entry = SourceEntry(line, questions, row["answer"], row["id"], row["qnaid"] or row["id"])
    entry.topic, entry.topic_title, entry.source = row["topic"], row["topic_title"], row["source"]
    entry.see_also = row["see_also"].splitlines()
    for key in FACT.fields.keys() - {"id", "questions", "answer", "topic", "see_also", "quotes"}:
        kind, cell = FACT.fields[key].kind, row[key]
        cell = cell.lower() if kind in (FieldKind.FLAG, FieldKind.STATUS) else cell
        entry.values[key] = cell.splitlines() if kind is FieldKind.LINES else cell
    quotes, lines = row["quotes"].splitlines(), row["quote_lines"].splitlines()
    if lines and len(lines) != len(quotes):
        message = f"{len(quotes)} quotes, and {len(lines)} lines on which they stand"
        problems.add_at(line, 1, message, f"write a number for each quote, or {NO_LINE}")
    pairs = zip_longest(quotes, lines[: len(quotes)], fillvalue=NO_LINE)
    entry.values["quotes"] = [
        {"text": it} | ({"line": n} if n != NO_LINE else {}) for it, n in pairs
    ]
    return entry


def _as_qna(entry: SourceEntry, row: dict[str, str], reading: SourceFile) -> None:
    """What only QnA Maker has; its answers hold Markdown, with \\n for a new line."""
    entry.answer, pictures = reduced(re.sub(r"(?:\\r)?\\n", "\n", entry.answer))
    entry.source = "" if entry.source in EDITORIAL else entry.source
    entry.see_also = list(dict.fromkeys(re.findall(r'(?i)"qnaid" *: *(\d+)', row["prompts"])))
    if pictures:
        reading.leave_out(entry.line, f"pictures in the answer: {pictures}")
    if row["iscontextonly"].lower() == "true":
        entry.values["draft"] = "true"
        reading.leave_out(entry.line, "it answers only as a follow-up, and so is a draft")
