"""Finds the model: in a folder that was named, in the cache, or at its hub once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.core.errors import NoModelError
from bot.semantic.model import PARTS, Progress, SentenceModel, digest_of

REPOSITORY = "Qdrant/all-MiniLM-L6-v2-onnx"
REVISION = "5f1b8cd78bc4fb444dd171e59b18f3a3af89a079"
"""Where the model is fetched from, and at which commit: the one that fastembed itself names."""

DIGEST = "76b70ad5d42a08265a4f8136402cfd032c1ca2d1895e133128df8043c5eaff6a"
"""`digest_of` the files at that commit; others are not loaded from the hub."""

CONFIGURATION = ("config.json", "special_tokens_map.json", "tokenizer_config.json")


def open_embedder(
    folder: str | None, cache: Path | None, progress: Progress | None = None
) -> SentenceModel:
    """The embedder in `folder`, else the pinned one, fetched into `cache` where it is not yet.

    Raises `NoModelError`, which says what to do.
    """
    try:
        import fastembed  # noqa: F401  # asked for here, so that its absence has its own sentence
    except ImportError:
        raise NoModelError(
            "the extra is not installed: run pip install '.[semantic]' in storybot's folder"
        ) from None
    found = _fetched(cache) if folder is None else Path(folder).expanduser()
    try:
        model = SentenceModel(found, progress)
        _must_be_sound(model.embed(["one"]))
    except Exception as error:  # a broken model file raises whatever its reader likes
        remedy = "name a folder that holds one" if folder else "delete it, and it is fetched again"
        raise NoModelError(f"{found} holds no model that can be used ({error}): {remedy}") from None
    return model


def _must_be_sound(rows: npt.NDArray[np.float32]) -> None:
    if rows.ndim != 2 or not np.isfinite(rows).all():
        raise ValueError("its vectors are no numbers")


def _fetched(cache: Path | None) -> Path:
    """The folder of the pinned model; asks the hub only where the cache does not have it."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    def snapshot(local: bool) -> Path:
        return Path(
            snapshot_download(
                REPOSITORY,
                revision=REVISION,
                cache_dir=None if cache is None else cache / "models",
                allow_patterns=[*PARTS, *CONFIGURATION],
                local_files_only=local,
            )
        )

    try:
        try:
            found = snapshot(local=True)
            _must_have_all(found)
        except (LocalEntryNotFoundError, OSError):
            found = snapshot(local=False)
            _must_have_all(found)
    except Exception as error:  # the hub's client fails in the ways of several HTTP libraries
        raise NoModelError(
            f"it cannot be fetched from its hub ({type(error).__name__}): try again when this "
            "machine is online, or name a folder that holds it with STORYBOT_MODEL"
        ) from None
    if digest_of(found) != DIGEST:
        raise NoModelError(f"{found} is not the model that was expected: delete it and try again")
    return found


def _must_have_all(folder: Path, names: Sequence[str] = PARTS) -> None:
    for name in names:
        if not (folder / name).is_file():
            raise FileNotFoundError(folder / name)
