"""Bytes that are UTF-8 text which YAML allows, or the place of what is not."""

from __future__ import annotations

import re
from pathlib import Path

from bot.core.errors import UnusableInputError
from bot.knowledge.problems import Problems

MAX_BYTES = 5_000_000  # 4,000 phrasings with answers and quotes are 0.4 MB
MAX_CONTROLS = 20  # problems about control characters in one file; more tell nothing new
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_32_STARTS = (b"\xff\xfe\0\0", b"\0\0")
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")
# The rest of what YAML refuses, lone surrogates, cannot come out of UTF-8.
NOT_IN_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def checked(data: bytes, problems: Problems) -> bytes:
    """The bytes without a byte order mark.

    Raises UnusableInputError for a file over MAX_BYTES and KnowledgeError for one that is not
    UTF-8 or holds control characters.
    """
    if len(data) > MAX_BYTES:
        raise UnusableInputError(
            f"{problems.file} is larger than {MAX_BYTES // 1_000_000} MB, too large for a "
            "knowledge file: check the path, or split the story."
        )
    if data.startswith(UTF_16_STARTS) or 0 in data[:2]:
        name = "UTF-32" if data.startswith(UTF_32_STARTS) else "UTF-16"
        problems.add_at(1, 1, f"the file is {name}, not UTF-8", "save it again as UTF-8")
        raise problems.error()
    data = data.removeprefix(BYTE_ORDER_MARK)
    _refuse_controls(_decoded(data, problems), problems)
    return data


def _decoded(data: bytes, problems: Problems) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        problems.add_at(
            data.count(b"\n", 0, error.start) + 1,
            len(data[start : error.start].decode("utf-8")) + 1,
            f"byte {error.start + 1} of the file (0x{data[error.start]:02X}) is not UTF-8",
            "save the file again as UTF-8 (it may be Latin-1 or Windows-1252)",
        )
        raise problems.error() from None


def _refuse_controls(text: str, problems: Problems) -> None:
    for count, match in enumerate(NOT_IN_YAML.finditer(text)):
        if count == MAX_CONTROLS:
            break
        place = match.start()
        problems.add_at(
            text.count("\n", 0, place) + 1,
            place - text.rfind("\n", 0, place),
            f"the control character U+{ord(match[0]):04X} cannot stand in YAML",
            "delete it",
        )
    if len(problems):
        raise problems.error()


def read_bytes(path: Path) -> bytes:
    """A file's bytes, at most one more than MAX_BYTES; raises UnusableInputError."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        why = "there is no such file: check the path (--knowledge FILE or STORYBOT_KNOWLEDGE)"
    except IsADirectoryError:
        why = "it is a folder: name the file in it"
    except PermissionError:
        why = "you may not read it: change its permissions"
    except OSError as error:
        why = f"{error.strerror or error}: check the path"
    except ValueError as error:  # a NUL in the path
        why = f"{error}: check the path"
    raise UnusableInputError(f"The knowledge file {str(path)!r} cannot be read; {why}.")
