"""Whatever the standard streams and the working folder are: a status, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import REPOSITORY

COMMANDS = [("--help",), ("key",)]

with_each = pytest.mark.parametrize("command", COMMANDS)


def run(
    command: tuple[str, ...], redirected: str, folder: Path, before: str = ""
) -> subprocess.CompletedProcess[str]:
    said = " ".join((before, sys.executable, "-m", "bot", *command, redirected))
    return subprocess.run(
        ["bash", "-c", said],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@with_each
def test_a_reader_that_has_read_enough_is_no_error(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    ended = run(command, "| true; echo ${PIPESTATUS[0]}", tmp_path)
    assert (ended.stdout, ended.stderr) == ("0\n", "")


@with_each
def test_a_full_disk_is_said_in_a_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    ended = run(command, "> /dev/full", tmp_path)
    said = "The output cannot be written: No space left on device.\n"
    assert (ended.returncode, ended.stderr) == (2, said)


def test_closed_streams_are_as_good_as_none(tmp_path: Path) -> None:
    ended = run(("key",), "<&- >&- 2>&-", tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_working_folder_that_was_deleted_is_said_in_a_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    ended = run(("key",), "", gone, before=f"rmdir {gone};")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "The working folder was deleted" in ended.stderr
