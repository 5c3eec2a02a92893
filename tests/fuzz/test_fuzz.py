"""Each target of the fuzzer keeps its promise for its corpus, and for what chance makes of it.

`python -m tests.fuzz` looks for more, with the extra `fuzz`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.__main__ import CORPUS
from tests.fuzz.targets import TARGETS

SAMPLES = sorted(CORPUS.glob("*/*"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_promises_hold_for_the_corpus(sample: Path) -> None:
    TARGETS[sample.parent.name](sample.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_promises_hold_for_what_chance_makes_of_it(name: str) -> None:
    chance = random.Random(name)
    samples = [path.read_bytes() for path in SAMPLES if path.parent.name == name]
    for _ in range(200):
        data = bytearray(chance.choice(samples))
        for _ in range(chance.randint(0, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        TARGETS[name](bytes(data))


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    assert {path.parent.name for path in SAMPLES} == set(TARGETS)
