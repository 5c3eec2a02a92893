"""Files of the cache that are foreign, cut off or damaged: built over, and never believed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import IO, Any

import numpy as np
import pytest

from bot.compose.stories import build_service
from bot.core.model import Answered, Question
from bot.knowledge.cache import Cache
from tests.knowledge.built import a_build, an_environment, kept, same, the_bridge


def _npy(file: IO[bytes]) -> None:
    np.save(file, np.arange(3))


def _npz(file: IO[bytes]) -> None:
    np.savez(file, words=np.arange(3))


def _pickle(file: IO[bytes]) -> None:
    np.save(file, np.array([object()]), allow_pickle=True)


def _odd_words(file: IO[bytes]) -> None:
    np.savez(file, words=np.frombuffer(b'{"vocabulary": [], "story": []}', np.uint8))


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


def test_a_damaged_file_of_the_installation_is_passed_over(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    built = a_build()
    Cache(own).store("key", built)
    shipped.mkdir()
    (shipped / "key.npz").write_bytes(b"")
    loaded = Cache(own, also=shipped).load("key")
    assert loaded is not None
    assert same(loaded, built)
