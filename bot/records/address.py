"""Which database is meant."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.core.errors import SettingsError

FILE_NAME = "records.sqlite3"

_WRONG = (
    "STORYBOT_DATABASE or DATABASE_URL names no database that storybot knows: use a file's path, "
    "sqlite:///PATH, or postgresql://USER:PASSWORD@HOST/NAME."
)
_NO_DRIVER = (
    "The database is a PostgreSQL, and its driver is not installed: "
    "pip install '.[postgres]' in storybot's folder."
)


def database_url(named: str | None, folder: Path | None) -> URL:
    """The database that is named, else a file in `folder`.

    Raises `SettingsError`, which never repeats the address: it may hold a password.
    """
    if named is None:
        if folder is None:
            raise SettingsError("There is no home folder for the database: set STORYBOT_DATABASE.")
        return _sqlite(str(folder / FILE_NAME))
    if "://" not in named:
        return _sqlite(named)
    try:
        url = make_url(named)
    except (ArgumentError, ValueError):  # the latter where a port is no number
        raise SettingsError(_WRONG) from None
    match url.get_backend_name():
        case "sqlite" if url.database:
            return _sqlite(url.database)
        case "postgres" | "postgresql":
            if find_spec("psycopg") is None:
                raise SettingsError(_NO_DRIVER)
            return url.set(drivername="postgresql+psycopg")
    raise SettingsError(_WRONG)


def _sqlite(path: str) -> URL:
    if path == ":memory:":
        raise SettingsError("STORYBOT_DATABASE must be a file: what is in memory is not kept.")
    return URL.create("sqlite", database=str(Path(path).expanduser().absolute()))
