"""Distils the word vectors that storybot ships from the model of the semantic extra.

    python -m tests.benchmarks.distil --wordnet DIR --dictionaries DIR --model DIR

WordNet's `data.*` and `index.*` files are Debian's wordnet-base, the dictionaries (`*.dict.dz`)
its dict-gcide, dict-foldoc and dict-jargon. The model embeds their definitions and examples,
questions made of common words, and single words; ridge regression then gives every stem a vector,
so that the sum of a text's vectors lies near the text's embedding.
That is the idea of Model2Vec and of Tokenlearn (Tulkens & van Dongen 2024), with one row a stem.
No question set that anything is measured on is read. It takes about a quarter of an hour.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.matching.shipped import english
from bot.semantic.model import SentenceModel
from bot.writing import WORD
from tests.benchmarks.provenance import ROOT

SEED = 7
QUESTIONS = 150_000
"""Questions that are made up."""

SENTENCES = 130_000
"""Sentences of the dictionaries that are taken."""

LONGEST = 130
"""Characters of a text that are embedded."""

BATCH = 64
"""Texts that go through the model at a time."""

LEAST = 4
"""Texts that a stem must occur in."""

DIMENSIONS = 128
"""96 and 256 changed less than the noise."""

RIDGE = 1.0
PRIOR = 0.5
"""What a stem's vector is drawn to, and how strongly: so much of the embedding of the word alone.
Between 0.3 and 3 the ridge changed less than the noise; 10 lost half a point."""

ROUNDS = 40
"""Steps of the conjugate gradient; the residual no longer moves then."""

TARGET = ROOT / "bot/data/en/vectors.npz"

TEMPLATES = """
how do i V my N|what is the N of the N|can you V the N for me|who V the N|why did the N V
when will the N V|how much does a N N cost|is the N A|where can i V a A N|i want to V my N N
how many N does the N have|tell me about N and N|N N|A N V|did they V the A N
what N did the company V|my N was V|please V N to N|which N is A|how long does it take to V the N
do you V N|V N|V the N in the N|has the N been V|there is a A N on my N|what happened to the N N
how A is the N|i need a N for N|does N V N|what does N say about N|what's the best way to V a N
i'd like to know about the N N|could you tell me how the N was V|is there a N fee for N
why is my N not A|how come the N V so A|when did the N start to V|who is the N of the N
what are the N requirements for N|i lost my N and need to V it|which country makes the A N
did the N say anything about N|how old is the N|what year did the N V its N|give me the N for N
are N A than N|will N V the N|can i V with my N|the N V a N of N|they V N in N|N was V by the N
what kind of N is used for N|set a N for my N|how do you say N in N|whose N is it
should i V my N before N|what's the difference between N and N|how far is the N from the N
order some A N|what do people think of N|N N N|V A N|according to whom did the N V
how much money did the N V|is it true that N V N|where does the N live|why are N so A
i V the wrong N|my N has not V yet|what if the N is A
"""

Floats = npt.NDArray[np.float32]


def glosses(folder: Path) -> Iterator[str]:
    """WordNet's definitions, examples and sets of synonyms."""
    for kind in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{kind}").read_text("utf-8", "replace").splitlines():
            head, bar, gloss = line.partition(" | ")
            if line.startswith("  ") or not bar:
                continue
            fields = head.split()
            words = [fields[4 + 2 * n].partition("(")[0] for n in range(int(fields[3], 16))]
            yield " ".join(words[:4]).replace("_", " ")
            yield re.sub(r'"[^"]*"', "", gloss).strip(" ;")
            yield from re.findall(r'"([^"]+)"', gloss)


def sentences(folder: Path, draw: random.Random) -> list[str]:
    """Sentences of the dictionaries in `folder`, as many as are taken."""
    found = []
    for path in sorted(folder.glob("*.dict.dz")):
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        text = " ".join(re.sub(r"\[[^\]]*\]|\\[^\\]*\\|[{}<>]", "", text).split())
        found += [part.strip(" .") for part in re.split(r'(?<=[.?!;:]) |"', text)]
    found = [part for part in found if _is_prose(part)]
    return draw.sample(found, min(SENTENCES, len(found)))


def _is_prose(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return 15 < len(text) < LONGEST and len(text.split()) >= 3 and letters > 0.75 * len(text)


def common_words() -> dict[str, int]:
    """The words that storybot knows as English, with their tier: 10 is the commonest."""
    lines = (files("bot") / "data/en/words.txt").read_text("utf-8").splitlines()
    return {word: int(tier) for tier, *words in map(str.split, lines) for word in words}


def made_up(folder: Path, draw: random.Random) -> Iterator[str]:
    """Questions of common words in the patterns of `TEMPLATES`; most make no sense."""
    tiers = common_words()
    words = {
        mark: [
            [word for word in _indexed(folder / f"index.{kind}") if tiers.get(word, 99) <= most]
            for most in (20, 50)
        ]
        for mark, kind in {"N": "noun", "V": "verb", "A": "adj"}.items()
    }
    patterns = [pattern for line in TEMPLATES.split("\n") for pattern in line.split("|") if pattern]
    for _ in range(QUESTIONS):
        yield re.sub(
            r"\b[NVA]\b",
            lambda mark: draw.choice(draw.choice(words[mark[0]])),
            draw.choice(patterns),
        )


def _indexed(path: Path) -> list[str]:
    lines = path.read_text("utf-8", "replace").splitlines()
    return [line.split(" ", 1)[0] for line in lines if not line.startswith("  ")]


def stems_of(text: str) -> list[str]:
    """The stems of a text, as those of an analysed question."""
    return [english().stem(word) for word in WORD.findall(text.lower().replace("'s", ""))]


def taught(
    texts: Sequence[str], embedded: Floats, single: Sequence[str]
) -> tuple[list[str], Floats]:
    """The stems, and a row for each; the last row is what every text has.

    `single` are words that are among `texts` as texts of their own.
    """
    split = [stems_of(text) for text in texts]
    frequency = Counter(name for names in split for name in set(names))
    real = {english().stem(word) for word in single}
    kept = sorted(name for name, count in frequency.items() if count >= LEAST and name in real)
    places = {name: place for place, name in enumerate(kept)}
    counted = [[places[name] for name in names if name in places] for names in split]
    lengths = np.array([len(row) for row in counted])
    inputs = sparse.csr_matrix(
        (
            np.repeat(np.maximum(lengths, 1) ** -0.5, lengths).astype(np.float32),
            np.array([place for row in counted for place in row]),
            np.concatenate([[0], np.cumsum(lengths)]),
        ),
        (len(texts), len(kept)),
    )
    design = sparse.hstack([inputs, np.ones((len(texts), 1), np.float32)]).tocsr()
    return kept, _ridge(design, embedded, _prior(split, embedded, places))


def _prior(split: Sequence[Sequence[str]], embedded: Floats, places: dict[str, int]) -> Floats:
    """`PRIOR` of the mean embedding of the words of each stem alone."""
    sums = np.zeros((len(places) + 1, embedded.shape[1]), np.float32)
    count = np.zeros(len(sums), np.float32)
    for names, row in zip(split, embedded, strict=True):
        if len(names) == 1 and names[0] in places:
            sums[places[names[0]]] += row
            count[places[names[0]]] += 1
    return np.asarray(PRIOR * sums / np.maximum(count, 1)[:, None], np.float32)


def _ridge(design: sparse.csr_matrix, targets: Floats, start: Floats) -> Floats:
    """Ridge regression towards `start`, by the preconditioned conjugate gradient."""
    turned = design.T.tocsr()
    scale = np.asarray(turned.multiply(turned).sum(1)).ravel() + RIDGE
    weigh = (1.0 / scale)[:, None].astype(np.float32)
    left = turned @ (targets - design @ start)
    found = start.copy()
    way = weigh * left
    size = (left * way).sum(0)
    for number in range(ROUNDS):
        ahead = turned @ (design @ way) + RIDGE * way
        step = size / np.maximum((way * ahead).sum(0), 1e-12)
        found += step * way
        left -= step * ahead
        before, size = size, (left * (weigh * left)).sum(0)
        way = weigh * left + size / np.maximum(before, 1e-12) * way
        print(f"round {number + 1} of {ROUNDS}: {size.sum():.4f} left", file=sys.stderr)
    return found


def narrowed(rows: Floats) -> Floats:
    """The rows in the directions in which the words differ most."""
    *_, directions = np.linalg.svd(rows[:-1], full_matrices=False)
    narrow: Floats = rows @ directions[:DIMENSIONS].T
    return narrow


def write(kept: Sequence[str], rows: Floats, target: Path) -> None:
    """Keep the rows in a byte a number, each row with a scale of its own."""
    scale = np.abs(rows).max(axis=1) / 127
    small = np.rint(rows / scale[:, None]).astype(np.int8)
    words = np.frombuffer("\n".join(kept).encode(), np.uint8)
    usual = np.median(np.linalg.norm(rows[:-1], axis=1))
    np.savez(target, words=words, scale=scale.astype(np.float32), usual=usual)
    np.save(target.with_suffix(".npy"), small)


def main(arguments: Sequence[str]) -> int:
    """Make the vectors and write them to where storybot reads them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.distil")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of WordNet's files")
    parser.add_argument("--dictionaries", type=Path, required=True, help="folder of *.dict.dz")
    parser.add_argument("--model", type=Path, required=True, help="folder of the model")
    options = parser.parse_args(arguments)
    draw = random.Random(SEED)
    single = sorted(common_words())
    texts = [text[:LONGEST] for text in glosses(options.wordnet)]
    texts += [*sentences(options.dictionaries, draw), *made_up(options.wordnet, draw), *single]
    texts.sort(key=len)  # those that go through the model together are about as long
    embedded = SentenceModel(options.model, _progress(), BATCH).embed(texts)
    kept, rows = taught(texts, embedded, single)
    write(kept, narrowed(rows), TARGET)
    print(f"{len(kept):,} stems in {DIMENSIONS} dimensions: {TARGET.relative_to(ROOT)}")
    return 0


def _progress() -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done % 10_000 == 0 or done == total:
            print(f"{done:,} of {total:,} texts", file=sys.stderr)

    return tell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
