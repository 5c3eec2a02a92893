"""How the figures of a report came about: by which command, at which commit, with what."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]


def command(module: str, arguments: Sequence[str]) -> str:
    """The command as typed at the root of the repository, with no path of this machine in it."""
    return " ".join(("python -m", module, *map(_from_root, arguments)))


def _from_root(argument: str) -> str:
    option, equals, value = argument.rpartition("=")
    if not os.path.isabs(value):
        return argument
    try:
        relative = Path(os.path.relpath(value, ROOT)).as_posix()
    except ValueError:  # on another drive
        relative = Path(value).name
    return option + equals + relative


def commit() -> str:
    """What is checked out here."""
    return _output("git", "rev-parse", "--short", "HEAD") or "unknown"


def is_changed(folder: str) -> bool:
    """Whether `folder` differs from what is checked out."""
    return bool(_output("git", "status", "--porcelain", folder))


def _output(*words: str) -> str:
    try:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def versions(distributions: Iterable[str]) -> str:
    """The installed version of each, in words."""
    return ", ".join(f"{name} {_version(name)}" for name in distributions)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
