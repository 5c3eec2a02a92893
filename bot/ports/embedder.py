"""Texts as vectors: the word vectors that storybot ships, or a language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Embedder(Protocol):
    """Texts as vectors that lie close to each other where the texts mean the like.

    `identity` differs between embedders whose vectors may differ.
    """

    identity: str

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A row of unit length for each text, shape (texts, dimensions).

        A text's row does not depend on the other texts.
        """
