"""Where a user's data and caches belong, on each platform."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path


def data_folder(environ: Mapping[str, str]) -> Path | None:
    """Where this user's data belongs; None when there is no home."""
    return _folder(environ, "XDG_DATA_HOME", "data", "Library/Application Support", ".local/share")


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Where this user's caches belong; None when there is no home."""
    return _folder(environ, "XDG_CACHE_HOME", "cache", "Library/Caches", ".cache")


def _folder(
    environ: Mapping[str, str], variable: str, windows: str, macos: str, elsewhere: str
) -> Path | None:
    if environ.get(variable):
        return Path(environ[variable]) / "storybot"
    if sys.platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return Path(local) / "storybot" / windows if local else None
    home = environ.get("HOME")
    if not home:
        return None
    return Path(home) / (macos if sys.platform == "darwin" else elsewhere) / "storybot"
