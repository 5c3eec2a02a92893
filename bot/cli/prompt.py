"""The prompt of `storybot chat` in a real terminal: history, and commands that complete.

Imports prompt_toolkit: only `chat` imports this module, and only in a terminal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

HISTORY_FILE = "chat-history"
PROMPT = "› "


class Commands(Completer):
    """Completes a command at the beginning of the line."""

    def __init__(self, commands: dict[str, str]) -> None:
        self._commands = commands

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002
    ) -> Iterable[Completion]:
        """The commands that begin as the line does."""
        typed = document.text_before_cursor
        for name, what in self._commands.items():
            if typed.startswith("/") and name.startswith(typed):
                yield Completion(name, -len(typed), display_meta=what)


def typed_lines(commands: dict[str, str], folder: Path | None) -> Iterator[str]:
    """The lines a person types, until Ctrl-D or Ctrl-C; kept in `folder` for the next time."""
    session: PromptSession[str] = PromptSession(
        history=history(folder), completer=Commands(commands), complete_while_typing=True
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
