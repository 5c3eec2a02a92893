"""Puts new content in a file's place, whole or not at all, never over somebody else's change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.core.errors import UnusableInputError
from bot.curation.splicing import RefusedEditError
from bot.knowledge.decoding import read_bytes


def save(path: Path, before: bytes, after: bytes) -> None:
    """Make `after` the content of the file that was read as `before`.

    A link stays one, the file keeps its permissions, and what is killed on the way leaves the old
    content. Raises RefusedEditError where the file is not as it was read, UnusableInputError where
    the folder cannot be written to.
    """
    target = Path(os.path.realpath(path))
    try:
        with _locked(target):
            if read_bytes(target) != before:
                raise RefusedEditError(
                    f"{path} was changed since it was read, and is left as it is: do it again."
                )
            _replace(target, after)
    except OSError as error:
        why = error.strerror or error
        raise UnusableInputError(f"{path} cannot be written ({why}); it is as it was.") from None


def write(path: Path, content: bytes) -> None:
    """Make `content` that of the file, whatever was in it; a new one only this user may read.

    A link stays one, and the file keeps its permissions. Raises UnusableInputError where the
    folder cannot be written to.
    """
    try:
        _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise UnusableInputError(f"{path} cannot be written ({error.strerror}).") from None


def _replace(target: Path, after: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(name, target.stat().st_mode & 0o7777)
        os.replace(name, target)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """So that the new name outlasts a power cut; some systems open no folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One command at a time between comparing and replacing, where the system has such locks.

    The lock is on the file that is replaced: who waited for it compares with the new one.
    """
    with target.open("r+b") as file:  # which also fails where nobody may write
        with suppress(ImportError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
