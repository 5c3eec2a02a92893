"""The model behind the extra `semantic`, run by fastembed behind the embedder port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

NAME = "sentence-transformers/all-MiniLM-L6-v2"
"""As fastembed calls it (Wang et al. 2020; Reimers & Gurevych 2019)."""

PARTS = ("model.onnx", "tokenizer.json")
"""The files whose content decides what the vectors are."""

DIMENSIONS = 384
"""The length of its rows."""

Progress = Callable[[int, int], None]


class SentenceModel:
    """Embeds texts with the model in `folder`; `identity` is the hash of its files.

    One at a time: with a quantised model, a text's row moves by up to 0.3 with those in its batch.
    """

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        from fastembed import TextEmbedding

        self.identity = digest_of(folder)
        self._progress = progress
        self._model: Any = TextEmbedding(NAME, specific_model_path=str(folder), threads=1)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A row of unit length for each text, shape (texts, 384)."""
        rows = np.empty((len(texts), DIMENSIONS), np.float32)
        for place, row in enumerate(self._model.embed(list(texts), batch_size=1)):
            rows[place] = row
            if self._progress is not None:
                self._progress(place + 1, len(texts))
        return rows


def digest_of(folder: Path) -> str:
    """The SHA-256 over the files that make the vectors; raises `OSError` where one is missing."""
    digest = sha256()
    for name in PARTS:
        digest.update(sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()
