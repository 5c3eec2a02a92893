"""Many questions at once: JSON lines in, JSON lines out, in order, as they come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase, BufferedWriter, RawIOBase
from typing import Any, BinaryIO

from bot.cli.jsonlines import bad_line, objects
from bot.core.model import Context, Question
from bot.core.service import QuestionService
from bot.rendering.json_reply import explained, record


def answer_lines(
    service: QuestionService, stream: BufferedIOBase, name: str, out: BinaryIO, explain: bool
) -> None:
    """Answer each line of `stream` with a line on `out`.

    `out` is flushed whenever the next line may have to be waited for: who writes a line and waits
    for its reply gets it, and a file is written in large pieces. Raises `UnusableInputError` for
    a bad line, after the lines before it.
    """
    contexts: dict[str, Context] = {}
    with _buffered(out) as lines:
        for question_id, question in _questions(stream, name, lines):
            key = question.conversation
            reply, after = service.ask(question, contexts.get(key) if key is not None else None)
            if key is not None:
                contexts[key] = after
            answer = record(reply, service.story, question_id, question.text)
            if explain:
                answer["explanation"] = explained(reply.explanation)
            lines.write(json_line(answer))


def json_line(value: dict[str, Any]) -> bytes:
    """`value` as one line of UTF-8; half a surrogate pair, which that cannot hold, as an escape."""
    try:
        return json.dumps(value, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value).encode() + b"\n"


@contextmanager
def _buffered(out: BinaryIO | RawIOBase) -> Iterator[BinaryIO | BufferedWriter]:
    """`out`, flushed in the end; with a buffer where `python -u` has taken it away."""
    lines = BufferedWriter(out) if isinstance(out, RawIOBase) else out
    try:
        yield lines
    finally:
        lines.flush()
        if isinstance(lines, BufferedWriter) and lines is not out:
            lines.detach()


def _questions(stream: BufferedIOBase, name: str, out: BinaryIO) -> Iterator[tuple[str, Question]]:
    for number, value in objects(stream, name, out.flush):
        for key in ("id", "question"):
            if key not in value:
                raise bad_line(name, number, f'"{key}" is missing; write {{"{key}": "…"}}.')
        for key in ("id", "question", "conversation"):
            if not isinstance(value.get(key, ""), str):
                raise bad_line(name, number, f'"{key}" is not text; put it in quotes.')
        yield value["id"], Question(value["question"], value.get("conversation"))
