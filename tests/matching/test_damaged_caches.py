"""Indexes of the cache that are foreign, cut off or damaged: built over, and never believed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.compose.stories import build_service
from bot.core.model import Answered, Question
from bot.matching.cache import Cache
from tests.matching.built import a_build, an_environment, kept, same, the_bridge


def _a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"an index of an older version")


def _nothing(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _lacking_one(folder: Path) -> None:
    (folder / "owners.npy").unlink()


def _another_array(folder: Path) -> None:
    np.save(folder / "owners.npy", np.arange(3))


def _pickle(folder: Path) -> None:
    np.save(folder / "owners.npy", np.array([object()]), allow_pickle=True)


def _odd_words(folder: Path) -> None:
    np.save(folder / "words.npy", np.frombuffer(b'{"vocabulary": [], "story": []}', np.uint8))


@pytest.mark.parametrize(
    "spoil", [_a_file, _nothing, _lacking_one, _another_array, _pickle, _odd_words]
)
def test_a_foreign_index_is_built_over(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path, environ = the_bridge(tmp_path), an_environment(tmp_path)
    build_service(path, environ)
    [folder] = kept(tmp_path)
    whole = {it.name: it.read_bytes() for it in folder.iterdir()}
    spoil(folder)
    reply, _ = build_service(path, environ).ask(Question("Why is the bridge shut?"))
    assert isinstance(reply, Answered)
    assert {it.name: it.read_bytes() for it in folder.iterdir()} == whole


def test_a_truncated_file_is_as_good_as_none(tmp_path: Path) -> None:
    Cache(tmp_path).store("key", a_build())
    for file in (tmp_path / "key.index").iterdir():
        whole = file.read_bytes()
        for length in {0, 5, len(whole) // 2, len(whole) - 1}:
            file.write_bytes(whole[:length])
            assert Cache(tmp_path).load("key") is None
        file.write_bytes(whole)
    assert Cache(tmp_path).load("key") is not None


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    built = a_build()
    Cache(tmp_path).store("key", built)
    chance = random.Random(1)
    for file in (tmp_path / "key.index").iterdir():
        whole = file.read_bytes()
        for _ in range(12):
            damaged = bytearray(whole)
            damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
            file.write_bytes(damaged)
            loaded = Cache(tmp_path).load("key")
            assert loaded is None or same(loaded, built)
        file.write_bytes(whole)


def test_a_damaged_index_of_the_installation_is_passed_over(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    built = a_build()
    Cache(own).store("key", built)
    (shipped / "key.index").mkdir(parents=True)
    loaded = Cache(own, also=shipped).load("key")
    assert loaded is not None
    assert same(loaded, built)
