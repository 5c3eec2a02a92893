"""How many misspellings that people made are repaired to the word they meant.

    python -m tests.benchmarks.spelling

The misspellings are those that codespell collected (the extra `bench`), of words that the shipped
story uses; a word of the same stem counts as right, since nothing tells the two apart later.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

from bot.compose.stories import ranker_for
from bot.knowledge.loader import load
from bot.matching.shipped import english
from tests.benchmarks.provenance import ROOT


def misspellings() -> Iterator[tuple[str, str]]:
    """What was typed and what was meant, both single words."""
    text = (files("codespell_lib") / "data/dictionary.txt").read_text("utf-8")
    for line in text.splitlines():
        typed, _, meant = line.partition("->")
        first = meant.partition(",")[0].strip()
        if typed.isalpha() and first.isalpha():
            yield typed, first


def main() -> int:
    """Repair them all, and count."""
    analyser = ranker_for(load(ROOT / "knowledge.yaml")).analyser
    known = set(analyser.vocabulary)
    counted: Counter[str] = Counter()
    for typed, meant in misspellings():
        if meant in known:
            repaired = analyser.analyse(typed).words
            left = repaired == (typed,)
            right = len(repaired) == 1 and english().stem(repaired[0]) == english().stem(meant)
            counted["right" if right else "left alone" if left else "wrong"] += 1
    total = counted.total()
    print(f"{total:,} misspellings of the file's words: ", end="")
    print(", ".join(f"{name} {count / total:.1%}" for name, count in counted.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
