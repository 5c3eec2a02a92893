"""Keeps a built index in the user's cache folder, so that the second start is quick.

One folder for each knowledge file's content and storybot version, with a file for each array in
numpy's own format; they are mapped, so that processes share them. What cannot be read is built
anew.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from bot.core.model import Fact, Quote, Status, Story, Topic
from bot.matching.ranking.index import Index
from bot.matching.ranking.meaning import Meaning
from bot.matching.ranking.postings import Postings
from bot.matching.ranking.rows import Rows
from bot.matching.ranking.wording import Wording

KEPT = 8
"""Built indexes that are kept; the least recently used are deleted beyond it."""


@dataclass(frozen=True, slots=True)
class Built:
    """All that is learnt from a knowledge file."""

    story: Story
    vocabulary: tuple[str, ...]
    index: Index
    meaning: Meaning


def folder_of(key: str, within: Path) -> Path:
    """Where the index of `key` lies."""
    return within / f"{key}.index"


def shipped_folder() -> Path:
    """Where an installation keeps the index of the story it ships, built when it was installed."""
    return Path(__file__).parent.parent / "data" / "built"


class Cache:
    """Built indexes in one folder, by key. Failing to read or write never stops an answer."""

    def __init__(self, folder: Path | None, also: Path | None = None) -> None:
        """Keeps files in `folder`; `also` is a folder that is read and never written."""
        self._folder = folder
        self._also = also

    def load(self, key: str) -> Built | None:
        """What was kept under `key`, or None when there is nothing usable."""
        for folder in (self._also, self._folder):
            built = _read(folder_of(key, folder)) if folder is not None else None
            if built is not None:
                return built
        return None

    def store(self, key: str, built: Built) -> None:
        """Keep `built` under `key`, whole or not at all; say nothing when the disk refuses."""
        if self._folder is None:
            return
        with suppress(OSError):  # what a full or read-only disk costs is time at the next start
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(folder_of(key, self._folder), built)
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        assert self._folder is not None
        kept = sorted(self._folder.glob("*.index"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-KEPT]:
            _remove(path)


def _write(path: Path, built: Built) -> None:
    folder = Path(tempfile.mkdtemp(dir=path.parent, suffix=".tmp"))
    try:
        arrays = _to_arrays(built)
        for name, array in {**arrays, CHECKSUM: np.int64(_checksum(arrays))}.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        _remove(path)
        folder.rename(path)
    finally:
        _remove(folder)


def _read(path: Path) -> Built | None:
    try:
        files = sorted(path.iterdir())
        arrays = {it.stem: np.asarray(np.load(it, mmap_mode="r")) for it in files}
        if int(arrays.pop(CHECKSUM)) != _checksum(arrays):
            return None
        built = _from_arrays(arrays)
    except Exception:  # numpy raises a dozen kinds; what cannot be read is built anew
        return None
    with suppress(OSError):  # an installation's folder may be read-only
        os.utime(path)
    return built


def _remove(path: Path) -> None:
    """Whatever is there; nothing where it cannot be removed."""
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink(missing_ok=True)  # a file where a folder should be


CHECKSUM = "checksum"


def _checksum(arrays: Mapping[str, Any]) -> int:
    """Another one where a byte of `arrays` is."""
    total = 0
    for name, array in sorted(arrays.items()):
        content = np.ascontiguousarray(array)
        total = crc32(f"{name} {np.shape(array)} {content.dtype}".encode(), total)
        total = crc32(content.data, total)
    return total


def _text(text: str) -> np.ndarray[Any, Any]:
    return np.frombuffer(text.encode(), np.uint8)


ARRAYS = ("average", "burden", "owners", "barred", "rarity")
"""The arrays of an index that stand by themselves."""


def _to_arrays(built: Built) -> dict[str, Any]:
    index = built.index
    words = {
        "story": asdict(built.story, dict_factory=_given),
        "vocabulary": built.vocabulary,
    }
    return {
        "words": _text(json.dumps(words, ensure_ascii=False)),
        **{name: getattr(index, name) for name in ARRAYS},
        **_postings_to_arrays("told", index.told),
        **_postings_to_arrays("support", index.support),
        **_wording_to_arrays(index.wording),
        **_rows_to_arrays("phrasings", index.phrasings),
        **_rows_to_arrays("nevers", index.nevers),
        "meaning.directions": built.meaning.directions,
    }


def _given(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """What something was made of, without what it works out itself."""
    return {name: value for name, value in fields if not name.startswith("_")}


def _postings_to_arrays(name: str, postings: Postings) -> dict[str, Any]:
    return {
        f"{name}.keys": _text("\n".join(postings.keys)),
        f"{name}.starts": postings.starts,
        f"{name}.rows": postings.rows,
        f"{name}.values": postings.values,
        f"{name}.height": np.int64(postings.height),
    }


WORDING_ARRAYS = ("content", "vectors", "starts", "places")


def _wording_to_arrays(wording: Wording) -> dict[str, Any]:
    return {
        "wording.words": _text("\n".join(wording.words)),
        "wording.phrasings": np.int64(wording.phrasings),
        **{f"wording.{name}": getattr(wording, name) for name in WORDING_ARRAYS},
    }


def _rows_to_arrays(name: str, rows: Rows) -> dict[str, Any]:
    return {
        f"{name}.starts": rows.starts,
        f"{name}.columns": rows.columns,
        f"{name}.values": rows.values,
        f"{name}.width": np.int64(rows.width),
    }


def _from_arrays(arrays: Any) -> Built:
    words = json.loads(arrays["words"].tobytes())
    index = Index(
        told=_postings_from_arrays("told", arrays),
        support=_postings_from_arrays("support", arrays),
        wording=_wording_from_arrays(arrays),
        phrasings=_rows_from_arrays("phrasings", arrays),
        nevers=_rows_from_arrays("nevers", arrays),
        **{name: arrays[name] for name in ARRAYS},
    )
    return Built(
        _story(words["story"]),
        tuple(words["vocabulary"]),
        index,
        Meaning(arrays["meaning.directions"]),
    )


def _postings_from_arrays(name: str, arrays: Any) -> Postings:
    keys = arrays[f"{name}.keys"].tobytes().decode()
    return Postings(
        keys=tuple(keys.split("\n")) if keys else (),
        starts=arrays[f"{name}.starts"],
        rows=arrays[f"{name}.rows"],
        values=arrays[f"{name}.values"],
        height=int(arrays[f"{name}.height"]),
    )


def _wording_from_arrays(arrays: Any) -> Wording:
    words = arrays["wording.words"].tobytes().decode()
    return Wording(
        words=tuple(words.split("\n")) if words else (),
        phrasings=int(arrays["wording.phrasings"]),
        **{name: arrays[f"wording.{name}"] for name in WORDING_ARRAYS},
    )


def _rows_from_arrays(name: str, arrays: Any) -> Rows:
    return Rows(
        starts=arrays[f"{name}.starts"],
        columns=arrays[f"{name}.columns"],
        values=arrays[f"{name}.values"],
        width=int(arrays[f"{name}.width"]),
    )


def _story(data: dict[str, Any]) -> Story:
    facts = tuple(
        Fact(**{**fact, **_tuples(fact), "status": Status(fact["status"]),
                "quotes": tuple(Quote(**quote) for quote in fact["quotes"])})
        for fact in data["facts"]
    )  # fmt: skip
    return Story(
        **{
            **data,
            "facts": facts,
            "topics": tuple(Topic(**topic) for topic in data["topics"]),
            "names": {name: tuple(spellings) for name, spellings in data["names"].items()},
        }
    )


def _tuples(fact: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(fact[name]) for name in ("questions", "see_also", "asks", "never")}
