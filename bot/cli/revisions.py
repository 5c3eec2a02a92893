"""A knowledge file as it is, or as it was in a revision of git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bot.core.errors import UnusableInputError
from bot.knowledge.decoding import MAX_BYTES, read_bytes

SECONDS = 60
"""A git that takes longer hangs."""


def content_of(named: str, knowledge: Path) -> tuple[bytes, str]:
    """The bytes of what is named, and what problems call it.

    That is a file, REV:PATH with a path from the top of the repository, or REV alone for
    `knowledge` in that revision. Raises `UnusableInputError`.
    """
    path = Path(named)
    if path.is_file():
        return read_bytes(path), named
    revision, colon, within = named.partition(":")
    where = knowledge.parent if not colon else Path()
    _must_be_a_revision(revision, where, named)
    within = within if colon else f"./{knowledge.name}"
    done = _git(where, "cat-file", "blob", f"{revision}:{within}")
    if done.returncode:
        raise UnusableInputError(
            f"The revision {revision} has no file {within.removeprefix('./')}: name one that has, "
            "as REV:PATH with the path from the top of the repository."
        )
    return done.stdout[: MAX_BYTES + 1], f"{revision}:{within.removeprefix('./')}"


def _must_be_a_revision(revision: str, where: Path, named: str) -> None:
    if _git(where, "rev-parse", "--git-dir").returncode:
        raise UnusableInputError(
            f"{named} is no file, and {where.resolve()} is in no git repository whose revision it "
            "could be: check the path."
        )
    done = _git(where, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{}}")
    if done.returncode:
        raise UnusableInputError(
            f"{named} is neither a file nor a revision of git here: check the path, or fetch the "
            "revision (git fetch; in a workflow, fetch-depth: 0)."
        )


def _git(where: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=where,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise UnusableInputError(f"git cannot be run ({error}): name two files instead.") from None
