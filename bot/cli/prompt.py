"""The prompt of `storybot chat` in a real terminal: history, and what completes the line.

Imports prompt_toolkit: only `chat` imports this module, and only in a terminal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

HISTORY_FILE = "chat-history"
PROMPT = "› "


LEAST = 3
"""Characters from which a question is completed."""

Complete = Callable[[str], Sequence[str]]
"""The questions that fit what was typed so far, best first."""


class Lines(Completer):
    """Completes a command at the beginning of the line, or a question."""

    def __init__(self, commands: dict[str, str], complete: Complete) -> None:
        self._commands = commands
        self._complete = complete

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002
    ) -> Iterable[Completion]:
        """The commands that begin as the line does, or the questions that fit it."""
        typed = document.text_before_cursor
        if typed.startswith("/"):
            for name, what in self._commands.items():
                if name.startswith(typed):
                    yield Completion(name, -len(typed), display_meta=what)
        elif len(typed.strip()) >= LEAST:
            for question in self._complete(typed):
                yield Completion(question, -len(typed))


def typed_lines(commands: dict[str, str], complete: Complete, folder: Path | None) -> Iterator[str]:
    """The lines a person types, until Ctrl-D or Ctrl-C; kept in `folder` for the next time."""
    session: PromptSession[str] = PromptSession(
        history=history(folder), completer=Lines(commands, complete), complete_while_typing=True
    )
    while True:
        try:
            yield session.prompt(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return


def history(folder: Path | None) -> History:
    """The history in `folder`, which only this user may read; none where that cannot be kept."""
    if folder is None:
        return InMemoryHistory()
    path = folder / HISTORY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)
