"""A kept index answers exactly as a new one, and no state of the disk stops an answer."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import pytest

from bot.compose import build_service, matcher_for, service_for
from bot.core.model import Answered, Fact, Question, Quote, Status, Story, Topic
from bot.core.policy.calibration import learn_calibration
from bot.knowledge.cache import KEPT, Built, Cache, cache_folder

BRIDGE = """\
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: Inspectors found a crack in the east pier.
  - id: cost
    questions: [How much will the repair cost?, price of the repair]
    answer: The repair will cost 3 million crowns.
"""
STORY = Story(
    "The bridge – “Elm Street” 🌉",
    (
        Fact(
            "why-shut",
            ("Why is the bridge shut?", "what closed the bridge"),
            "Inspectors found a crack in the east pier.",
            topic="bridge",
            status=Status.ATTRIBUTED,
            according_to="the town",
            as_of="2031-04-02",
            quotes=(Quote("a crack", 3), Quote("the east pier")),
            see_also=("opening",),
            revised="2031-04-09",
            correction="An earlier version said west.",
            note="Ask again in May.",
            asks=("reason for the closure",),
            never=("who shut the bridge",),
        ),
        Fact("opening", ("When will it open?",), "It does not say.", status=Status.UNKNOWN),
    ),
    publisher="Lantern",
    url="https://example.org/bridge",
    published="2031-04-03",
    summary="It is shut.",
    topics=(Topic("bridge", "The bridge"),),
    names={"Elm Street": ("Elmstreet", "Elm St")},
    chat={"greeting": "Ahoy!"},
    digest="abc",
)


def a_build(story: Story = STORY) -> Built:
    matcher = matcher_for(story)
    vocabulary, meaning = matcher.analyser.vocabulary, matcher.sense.meaning
    return Built(story, vocabulary, matcher.index, learn_calibration(matcher), meaning)


def same(one: Built, other: Built) -> bool:
    """Whether two builds are equal, arrays and their types included."""
    if (one.story, one.vocabulary, one.calibration) != (
        other.story,
        other.vocabulary,
        other.calibration,
    ):
        return False
    return _alike(one.index, other.index)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if is_dataclass(one):
        names = [field.name for field in fields(one)]
        return all(_alike(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)


def an_environment(folder: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(folder)}


def the_bridge(folder: Path, text: str = BRIDGE) -> Path:
    path = folder / "bridge.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "storybot").glob("*"))


@pytest.mark.parametrize("with_never", [True, False])
def test_what_is_loaded_equals_what_was_stored(tmp_path: Path, with_never: bool) -> None:
    facts = tuple(fact if with_never else replace(fact, never=()) for fact in STORY.facts)
    built = a_build(replace(STORY, facts=facts))
    Cache(tmp_path).store("key", built)
    loaded = Cache(tmp_path).load("key")
    assert loaded is not None
    assert same(loaded, built)


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

    monkeypatch.setattr("bot.compose.service_for", refuse)
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
    ["bot.compose.core_digest", "bot.knowledge.language.english_digest"],
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


def _npy(file: IO[bytes]) -> None:
    np.save(file, np.arange(3))


def _npz(file: IO[bytes]) -> None:
    np.savez(file, words=np.arange(3))


def _pickle(file: IO[bytes]) -> None:
    np.save(file, np.array([object()]), allow_pickle=True)


def _odd_words(file: IO[bytes]) -> None:
    np.savez(file, words=np.frombuffer(b'{"calibration": [], "story": []}', np.uint8))


@pytest.mark.parametrize("write", [_npy, _npz, _pickle, _odd_words])
def test_a_foreign_file_is_built_over(tmp_path: Path, write: Any) -> None:
    path, environ = the_bridge(tmp_path), an_environment(tmp_path)
    build_service(path, environ)
    [file] = kept(tmp_path)
    whole = file.stat().st_size
    with file.open("wb") as opened:
        write(opened)
    reply, _ = build_service(path, environ).ask(Question("Why is the bridge shut?"))
    assert isinstance(reply, Answered)
    assert file.stat().st_size == whole


def test_a_truncated_file_is_as_good_as_none(tmp_path: Path) -> None:
    built = a_build()
    Cache(tmp_path).store("key", built)
    file = tmp_path / "key.npz"
    whole = file.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 100)):
        file.write_bytes(whole[:length])
        assert Cache(tmp_path).load("key") is None


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    built = a_build()
    Cache(tmp_path).store("key", built)
    file = tmp_path / "key.npz"
    whole = file.read_bytes()
    chance = random.Random(1)
    places = [chance.randrange(len(whole)) for _ in range(400)]
    for place in (*places, *range(len(whole) - 1200, len(whole), 3)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        loaded = Cache(tmp_path).load("key")
        assert loaded is None or same(loaded, built)


def test_a_folder_that_cannot_be_made_stops_no_answer(tmp_path: Path) -> None:
    (tmp_path / "storybot").write_text("a file where the folder should be")
    service = build_service(the_bridge(tmp_path), an_environment(tmp_path))
    assert isinstance(service.ask(Question("Why is the bridge shut?"))[0], Answered)


def test_a_disk_that_is_full_stops_no_answer_and_keeps_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(file: IO[bytes], **_: Any) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.knowledge.cache.np.savez", half)
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
        os.utime(tmp_path / f"key-{number}.npz", (number, number))
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
    assert [path.name for path in shipped.iterdir()] == ["key.npz"]
    assert [path.name for path in own.iterdir()] == ["mine.npz"]

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(
        "bot.knowledge.cache.os.utime", refuse
    )  # the folder belongs to another user
    loaded = cache.load("key")
    assert loaded is not None
    assert same(loaded, built)
    assert cache.load("mine") is not None
    assert cache.load("neither") is None


def test_a_damaged_file_of_the_installation_is_passed_over(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    built = a_build()
    Cache(own).store("key", built)
    shipped.mkdir()
    (shipped / "key.npz").write_bytes(b"")
    loaded = Cache(own, also=shipped).load("key")
    assert loaded is not None
    assert same(loaded, built)


def test_a_service_is_kept_only_under_a_key(tmp_path: Path) -> None:
    service_for(STORY, cache=Cache(tmp_path))
    assert list(tmp_path.iterdir()) == []
    service_for(STORY, cache=Cache(tmp_path), key="key")
    assert [path.name for path in tmp_path.iterdir()] == ["key.npz"]


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
