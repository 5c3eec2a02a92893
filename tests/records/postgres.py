"""A throwaway PostgreSQL server, run by a user that is not root, and its databases."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from tests.waiting import HANG

BINARIES = "/usr/lib/postgresql/*/bin"
"""Where Debian puts what needs no place on the PATH."""


def binaries() -> Path | None:
    """The folder with PostgreSQL's programs, the newest; None when there is no PostgreSQL."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = Path("/").glob(BINARIES.lstrip("/"))
    return max((it for it in folders if (it / "initdb").is_file()), default=None, key=_version)


def _version(folder: Path) -> int:
    return int(folder.parent.name)


def _run_by() -> dict[str, Any]:
    """How to start a program that refuses to run as root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("there is no user but root")


class PostgresServer:
    """One server on a free port of this machine, with its data in a temporary folder."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._as = _run_by()
        self._folder = Path(tempfile.mkdtemp(prefix="storybot-postgres-"))
        if self._as:
            os.chown(self._folder, self._as["user"], self._as["group"])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._databases = 0
        self._runs = False
        self._run("initdb", "--username=storybot", "--auth=trust", "--no-sync", "--encoding=UTF8")

    def start(self) -> None:
        """Take connections."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
            "-c fsync=off -c max_connections=200"
        )
        log = self._folder / "log"
        self._runs = True
        self._run("pg_ctl", "start", "--wait", f"--log={log}", f"--options={options}")

    def stop(self) -> None:
        """End as in a power cut."""
        if self._runs:
            self._run("pg_ctl", "stop", "--wait", "--mode=immediate")
        self._runs = False

    def delete(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder)

    def new_database(self) -> str:
        """The address of a fresh database."""
        self._databases += 1
        name = f"records_{self._databases}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgres://storybot@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, f"--pgdata={self._folder / 'data'}", *arguments],
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=HANG,
            **self._as,
        )
