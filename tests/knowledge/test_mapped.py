"""Arrays that are mapped: the same as those written, in numpy's format, and not copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

import numpy as np
import pytest

from bot.knowledge.mapped import ALIGNED, Array, map_arrays, write_arrays

ARRAYS: dict[str, Array] = {
    "none": np.array([], np.float32),
    "one": np.int64(7),  # type: ignore[dict-item]
    "bytes": np.frombuffer(b"odd", np.uint8),
    "rows": np.arange(12, dtype=np.float32).reshape(3, 4),
    "columns": np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "arrays.npz"
    with path.open("wb") as opened:
        write_arrays(opened, ARRAYS)
    return path


def test_what_is_mapped_is_what_was_written_and_cannot_be_changed(file: Path) -> None:
    found = map_arrays(file)
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name].dtype == np.asanyarray(array).dtype
        assert np.array_equal(found[name], array)
        assert found[name].flags.aligned
        assert not found[name].flags.writeable


def test_arrays_lie_where_their_numbers_can_be_used_as_they_are(file: Path) -> None:
    found = map_arrays(file)
    assert {it.__array_interface__["data"][0] % ALIGNED for it in found.values() if it.size} == {0}
    assert not any(it.flags.owndata for it in found.values())


def test_numpy_reads_it_too(file: Path) -> None:
    with np.load(file) as found:
        assert all(np.array_equal(found[name], array) for name, array in ARRAYS.items())


def _compressed(file: IO[bytes]) -> None:
    np.savez_compressed(file, rows=np.zeros(100))


def _with_objects(file: IO[bytes]) -> None:
    np.savez(file, rows=np.array([{"an": "object"}], dtype=object), allow_pickle=True)


def _of_another_version(file: IO[bytes]) -> None:
    with ZipFile(file, "w") as archive, archive.open("rows.npy", "w") as content:
        np.lib.format.write_array(content, np.zeros(3), version=(2, 0))


@pytest.mark.parametrize("write", [_compressed, _with_objects, _of_another_version])
def test_other_files_are_refused(tmp_path: Path, write: Callable[[IO[bytes]], None]) -> None:
    path = tmp_path / "other.npz"
    with path.open("wb") as opened:
        write(opened)
    with pytest.raises((BadZipFile, ValueError)):
        map_arrays(path)


def test_a_changed_byte_is_noticed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[content.index(b"odd")] ^= 1
    file.write_bytes(content)
    with pytest.raises(BadZipFile, match="damaged"):
        map_arrays(file)
