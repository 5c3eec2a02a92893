"""Arrays in one file that is mapped when it is read: only what is looked at takes memory.

The format is that of numpy's .npz, without compression; each array lies where its numbers can be
used as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.lib import format as npy

Array = np.ndarray[Any, Any]

ALIGNED = 64
"""Bytes that every array's place is a multiple of."""

_LOCAL_HEADER, _LENGTHS = 30, 26
"""Bytes of a zip's header before a file, and where it tells how long the name and the rest are."""

_PADDING = 0xD935
"""A zip's name for a field that says nothing, as Android's files have it."""


def write_arrays(file: IO[bytes], arrays: Mapping[str, Any]) -> None:
    """Write `arrays` to a file that is empty."""
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, array in arrays.items():
            entry = ZipInfo(f"{name}.npy")
            entry.extra = _padding(file.tell() + _LOCAL_HEADER + len(entry.filename))
            content = BytesIO()
            npy.write_array(content, np.asanyarray(array), allow_pickle=False)
            archive.writestr(entry, content.getvalue())


def map_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file that `write_arrays` wrote; they cannot be written to.

    Raises one of a dozen kinds of errors where the file is another one, or damaged.
    """
    with path.open("rb") as file, ZipFile(file) as archive:
        if archive.testzip() is not None:
            raise BadZipFile(f"{path} is damaged")
        content = mmap(file.fileno(), 0, access=ACCESS_READ)
        entries = archive.infolist()
        return {it.filename.removesuffix(".npy"): _array(it, file, content) for it in entries}


def _array(entry: ZipInfo, file: IO[bytes], content: mmap) -> Array:
    if entry.compress_type != ZIP_STORED:
        raise BadZipFile(f"{entry.filename} is compressed")
    name, extra = struct.unpack_from("<HH", content, entry.header_offset + _LENGTHS)
    file.seek(entry.header_offset + _LOCAL_HEADER + name + extra)
    if npy.read_magic(file) != (1, 0):
        raise ValueError("another version of numpy's format")
    shape, is_fortran, kind = npy.read_array_header_1_0(file)
    if kind.hasobject:
        raise ValueError("objects, which are not arrays")
    return np.ndarray(shape, kind, content, file.tell(), order="F" if is_fortran else "C")


def _padding(begins: int) -> bytes:
    """A field that moves what `begins` behind it to a place that is ALIGNED."""
    room = -(begins + 4) % ALIGNED
    return struct.pack("<HH", _PADDING, room) + bytes(room)
