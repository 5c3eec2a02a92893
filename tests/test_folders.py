"""Where a user's data and caches belong, on each platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.folders import cache_folder, data_folder


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "/c/storybot"),
        ("linux", {"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/storybot"),
        ("linux", {"HOME": "/h"}, "/h/.cache/storybot"),
        ("linux", {}, None),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/storybot"),
        ("win32", {"LOCALAPPDATA": "/l", "HOME": "/h"}, "/l/storybot/cache"),
        ("win32", {"HOME": "/h"}, None),
    ],
)
def test_caches_belong_where_the_platform_keeps_them(
    monkeypatch: pytest.MonkeyPatch, platform: str, environ: dict[str, str], folder: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder(environ) == (None if folder is None else Path(folder))


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data", "HOME": "/home/ada"}, "/data/storybot"),
        ("linux", {"HOME": "/home/ada"}, "/home/ada/.local/share/storybot"),
        ("linux", {}, None),
        ("darwin", {"HOME": "/home/ada"}, "/home/ada/Library/Application Support/storybot"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/storybot/data"),
    ],
)
def test_data_lies_where_the_platform_keeps_it(
    platform: str,
    environ: dict[str, str],
    expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert data_folder(environ) == (None if expected is None else Path(expected))
