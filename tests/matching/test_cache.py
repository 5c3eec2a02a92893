"""A kept index answers exactly as a new one, and no state of the disk stops an answer."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.compose import stories
from bot.compose.stories import build_service
from bot.core.model import Answered, Question
from bot.matching.cache import KEPT, Cache
from tests.matching.built import (
    BRIDGE,
    STORY,
    a_build,
    an_environment,
    kept,
    same,
    the_bridge,
)


@pytest.mark.parametrize("with_never", [True, False])
def test_what_is_loaded_equals_what_was_stored(tmp_path: Path, with_never: bool) -> None:
    facts = tuple(fact if with_never else replace(fact, never=()) for fact in STORY.facts)
    built = a_build(replace(STORY, facts=facts))
    Cache(tmp_path).store("key", built)
    loaded = Cache(tmp_path).load("key")
    assert loaded is not None
    assert same(loaded, built)


def test_what_is_loaded_is_mapped_and_cannot_be_changed(tmp_path: Path) -> None:
    Cache(tmp_path).store("key", a_build())
    loaded = Cache(tmp_path).load("key")
    assert loaded is not None
    values = loaded.index.told.values
    assert type(values) is np.ndarray
    assert not values.flags.owndata
    assert not values.flags.writeable


def test_a_kept_index_replies_exactly_as_a_new_one(tmp_path: Path) -> None:
    path, environ = the_bridge(tmp_path), an_environment(tmp_path)
    cold, warm = build_service(path, environ), build_service(path, environ)
    assert cold.story == warm.story
    for text in ("why is the brigde shut", "price of it", "who shut it", "hello", "what is 2 + 2"):
        assert cold.ask(Question(text)) == warm.ask(Question(text))


def test_the_second_start_builds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, environ = the_bridge(tmp_path), an_environment(tmp_path)
    build_service(path, environ)

    def refuse(*_: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr("bot.compose.stories.service_for", refuse)
    assert build_service(path, environ).story.title == "The bridge on Elm Street"


def test_other_content_is_kept_apart(tmp_path: Path) -> None:
    environ = an_environment(tmp_path)
    build_service(the_bridge(tmp_path), environ)
    changed = the_bridge(tmp_path, BRIDGE.replace("east", "west"))
    reply, _ = build_service(changed, environ).ask(Question("Why is the bridge shut?"))
    assert isinstance(reply, Answered)
    assert "west" in reply.fact.answer
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize(
    "change",
    ["bot.compose.stories.code_digest", "bot.matching.shipped.language_digest"],
    ids=["code", "language"],
)
def test_another_storybot_or_language_data_builds_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path, environ = the_bridge(tmp_path), an_environment(tmp_path)
    build_service(path, environ)
    monkeypatch.setattr(change, lambda: "999")
    build_service(path, environ)
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("part", ["core", "knowledge", "matching", "writing"])
def test_every_part_that_reads_a_file_tells_another_storybot(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, read = stories.code_digest(), Path.read_bytes

    def changed(path: Path) -> bytes:
        return read(path) + (b"#" if part in (*path.parts, path.stem) else b"")

    monkeypatch.setattr(Path, "read_bytes", changed)
    assert stories.code_digest() != before


def test_a_folder_that_cannot_be_made_stops_no_answer(tmp_path: Path) -> None:
    (tmp_path / "storybot").write_text("a file where the folder should be")
    service = build_service(the_bridge(tmp_path), an_environment(tmp_path))
    assert isinstance(service.ask(Question("Why is the bridge shut?"))[0], Answered)


def test_a_disk_that_is_full_stops_no_answer_and_keeps_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(file: Path, _: object, **__: object) -> None:
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.matching.cache.np.save", half)
    service = build_service(the_bridge(tmp_path), an_environment(tmp_path))
    assert isinstance(service.ask(Question("Why is the bridge shut?"))[0], Answered)
    assert kept(tmp_path) == []


def test_without_a_home_nothing_is_kept(tmp_path: Path) -> None:
    service = build_service(the_bridge(tmp_path), {})
    assert isinstance(service.ask(Question("Why is the bridge shut?"))[0], Answered)
    Cache(None).store("key", a_build())
    assert Cache(None).load("key") is None


def test_files_not_used_for_longest_are_forgotten(tmp_path: Path) -> None:
    cache, built = Cache(tmp_path), a_build()
    for number in range(KEPT):
        cache.store(f"key-{number}", built)
        os.utime(tmp_path / f"key-{number}.index", (number, number))
    assert cache.load("key-0") is not None  # it is used again, so key-1 is the oldest now
    cache.store("one-more", built)
    names = {path.stem for path in tmp_path.iterdir()}
    assert len(names) == KEPT
    assert {"key-0", "one-more"} <= names
    assert "key-1" not in names


def test_the_folder_of_the_installation_is_read_and_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    built = a_build()
    Cache(shipped).store("key", built)
    cache = Cache(own, also=shipped)
    cache.store("mine", built)
    assert [path.name for path in shipped.iterdir()] == ["key.index"]
    assert [path.name for path in own.iterdir()] == ["mine.index"]

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bot.matching.cache.os.utime", refuse)  # the folder belongs to another user
    loaded = cache.load("key")
    assert loaded is not None
    assert same(loaded, built)
    assert cache.load("mine") is not None
    assert cache.load("neither") is None
