"""What commands write for other programs: UTF-8, whatever the terminal's encoding is."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.core.errors import UnusableInputError


def write(text: str, path: Path | None = None, *, bom: bool = False) -> None:
    """Write to a file, or to standard output: in a terminal as it can be shown there."""
    if path is None and sys.stdout.isatty():
        click.echo(text, nl=False)
    elif path is None:
        sys.stdout.buffer.write(text.encode())
    else:
        try:
            path.write_bytes(text.encode("utf-8-sig" if bom else "utf-8"))
        except OSError as error:
            why = error.strerror or error
            raise UnusableInputError(f"{path} cannot be written ({why}).") from None
