"""Files of JSON lines, read as they come; a bad line is named."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from typing import Any

from bot.core.errors import UnusableInputError

CHUNK = 64 * 1024
"""Bytes read at once at most; a pipe holds no more."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@contextmanager
def opened(file: str) -> Iterator[tuple[BufferedIOBase, str]]:
    """The bytes of `file` (`-` is standard input), and what errors call it."""
    if file == "-":
        yield sys.stdin.buffer, "standard input"  # type: ignore[misc]
        return
    try:
        stream = open(file, "rb")  # noqa: SIM115 - closed below; its errors are not the body's
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnusableInputError(f"{file} cannot be read ({why}): check the path.") from None
    with stream:
        yield stream, file


def objects(
    stream: BufferedIOBase, name: str, before_waiting: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON object of each line that is not blank, and the line's number from 1.

    `before_waiting` is called before every read, which may have to wait for more. Raises
    `UnusableInputError` for a line that is no JSON object in UTF-8.
    """
    for number, line in enumerate(_lines(stream, before_waiting), 1):
        data = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if data.strip():
            yield number, _object(data, name, number)


def bad_line(name: str, number: int, what: str) -> UnusableInputError:
    """The error that line `number` of `name` is wrong in the way `what` says."""
    return UnusableInputError(f"{name}, line {number}: {what}")


def _lines(stream: BufferedIOBase, before_waiting: Callable[[], None]) -> Iterator[bytes]:
    held: list[bytes] = []
    while True:
        before_waiting()
        chunk = stream.read1(CHUNK)
        if not chunk:
            break
        head, *tails = chunk.split(b"\n")
        held.append(head)
        for tail in tails:
            yield b"".join(held)
            held = [tail]
    if last := b"".join(held):
        yield last


def _object(data: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8."
        raise bad_line(name, number, what) from None
    except json.JSONDecodeError as error:
        what = f"not JSON at character {error.pos + 1} ({error.msg}); write one object a line."
        raise bad_line(name, number, what) from None
    except (ValueError, RecursionError):
        what = "JSON with a number too long or nested too deep; write one plain object a line."
        raise bad_line(name, number, what) from None
    if not isinstance(value, dict):
        what = 'not an object; write {"…": …} on each line.'
        raise bad_line(name, number, what)
    return value
