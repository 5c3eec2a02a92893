"""A file is replaced whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread

import pytest

from bot.core.errors import StorybotError, UnusableInputError
from bot.curation.saving import save, write
from bot.curation.splicing import RefusedEditError


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    return path


def test_the_new_content_keeps_the_permissions_and_leaves_nothing_behind(story: Path) -> None:
    save(story, b"old", b"new")
    assert story.read_bytes() == b"new"
    assert story.stat().st_mode & 0o777 == 0o640
    assert os.listdir(story.parent) == ["story.yaml"]


def test_a_link_stays_one(story: Path) -> None:
    link = story.parent / "link.yaml"
    link.symlink_to(story)
    save(link, b"old", b"new")
    assert link.is_symlink()
    assert story.read_bytes() == b"new"


def test_what_changed_meanwhile_is_not_overwritten(story: Path) -> None:
    with pytest.raises(RefusedEditError, match="was changed since it was read"):
        save(story, b"older", b"new")
    assert story.read_bytes() == b"old"


def test_of_many_at_once_one_wins_and_the_others_are_told(story: Path) -> None:
    refused: list[int] = []

    def change(number: int) -> None:
        try:
            save(story, b"old", b"new %d" % number)
        except RefusedEditError:
            refused.append(number)

    threads = [Thread(target=change, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert story.read_bytes() == b"new %d" % ({*range(8)} - {*refused}).pop()


def test_what_is_stopped_on_the_way_leaves_the_old_content(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        save(story, b"old", b"new")
    assert story.read_bytes() == b"old"
    assert os.listdir(story.parent) == ["story.yaml"]


def test_what_cannot_be_written_is_said(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorybotError, match=r"nowhere\.yaml cannot be written \(No such file"):
        save(story.parent / "nowhere.yaml", b"old", b"new")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableInputError, match=r"\(No space left on device\); it is as it was"):
        save(story, b"old", b"new")
    assert story.read_bytes() == b"old"


def test_a_system_without_such_locks_compares_and_replaces_too(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    save(story, b"old", b"new")
    assert story.read_bytes() == b"new"


def test_a_file_of_no_other_content_is_written_whole(story: Path) -> None:
    story.chmod(0o640)
    write(story, b"new")
    assert (story.read_bytes(), story.stat().st_mode & 0o777) == (b"new", 0o640)
    fresh = story.with_name("fresh.html")
    write(fresh, b"page")
    assert (fresh.read_bytes(), fresh.stat().st_mode & 0o777) == (b"page", 0o600)
    with pytest.raises(UnusableInputError, match=r"page.html cannot be written \(No such file"):
        write(story.parent / "nowhere/page.html", b"page")
    assert not list(story.parent.glob(".*.tmp"))
