"""Whether records can be kept, and will last, for `storybot doctor`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from bot.folders import data_folder
from bot.ports.checks import Finding, Level
from bot.records.address import database_url
from bot.records.database import Database, DownError
from bot.records.pseudonyms import find_key

PART = "database"
ROOM = 100_000_000
"""Bytes that should be free on the disk."""

CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))
FLEETING = frozenset({"tmpfs", "ramfs"})
MOUNTS = Path("/proc/mounts")


async def check_records(
    named: str | None, hash_key: str | None, environ: Mapping[str, str]
) -> list[Finding]:
    """What is wrong with the database and the key, or that all is well; raises `SettingsError`."""
    folder = data_folder(environ)
    url = database_url(named, folder)
    find_key(hash_key, folder)
    shown = url.render_as_string(hide_password=True)
    found = [Finding(PART, Level.GOOD, f"{shown} can be written")]
    with closing(Database(url)) as database:
        try:
            await database.open()
        except DownError as error:
            what = f"{shown} is down ({error.kind})"
            remedy = "check that it runs, its address and password, and who may write there"
            found = [Finding(PART, Level.PROBLEM, what, remedy)]
    if database.is_sqlite:
        return found + _lasts(Path(str(url.database)).parent)
    return found + _key_shared(hash_key)


def _key_shared(hash_key: str | None) -> list[Finding]:
    if hash_key is not None:
        return []
    what = "STORYBOT_HASH_KEY is not set, and each machine makes a key of its own"
    remedy = "set the same one everywhere, or one person counts as several"
    return [Finding(PART, Level.WARNING, what, remedy)]


def _lasts(folder: Path) -> list[Finding]:
    if not folder.is_dir():
        return []
    found = []
    if shutil.disk_usage(folder).free < ROOM:
        what = f"less than {ROOM // 1_000_000} MB are free in {folder}"
        found.append(Finding(PART, Level.WARNING, what, "make room, or name another database"))
    if _is_fleeting(folder):
        what = f"the disk of {folder} does not last: records are gone with the container or machine"
        remedy = "mount a volume there, or set DATABASE_URL to a PostgreSQL"
        found.append(Finding(PART, Level.WARNING, what, remedy))
    return found


def _is_fleeting(folder: Path) -> bool:
    """Whether it lies in memory, or in a container's own layer: no volume is mounted above it."""
    place, kind = _disk_of(folder)
    if kind in FLEETING or "DYNO" in os.environ:
        return True
    return place == "/" and any(mark.exists() for mark in CONTAINER_MARKS)


def _disk_of(folder: Path) -> tuple[str, str]:
    """Where the disk of `folder` is mounted, and its file system; empty where nothing tells."""
    try:
        mounts = [line.split()[1:3] for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return "", ""
    above = {str(it) for it in (folder.resolve(), *folder.resolve().parents)}
    found = [(place, kind) for place, kind in mounts if place in above]
    return max(found, key=lambda it: len(it[0]), default=("", ""))
