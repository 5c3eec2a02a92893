"""How readers of an article fare with a file that somebody made of it.

    python -m tests.benchmarks.curated --data DIR --article NAME FILE [FILE ...]

Asks each FILE the crowd's questions about one article of SQuAD 2.0 (benchmarks/squad2 under DIR)
and prints a row for each, such as before and after an editor's work. Questions are not shown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.compose.stories import service_for
from bot.knowledge.loader import load
from bot.ops.evaluation import Share
from tests.benchmarks.markdown import table
from tests.benchmarks.own_story import judged
from tests.benchmarks.squad import cases_about
from tests.benchmarks.subjects import Subject, figures

SHOWN = (
    "right", "right or told right", "wrong", "wrong or told wrong", "false", "answered or told",
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure each file, and show what became of the questions."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.curated")
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--article", required=True, help="its name in the set: Civil_disobedience")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="knowledge files")
    options = parser.parse_args(arguments)
    cases = tuple(cases_about(options.data, options.article))
    rows = []
    for file in options.files:
        story = load(file)
        found = figures(Subject(file.name, story, cases), tuple(judged(service_for(story), cases)))
        phrasings = sum(len(fact.questions) for fact in story.facts)
        shares = [_shown(found.shares[name]) for name in SHOWN]
        rows.append([file.name, len(story.facts), phrasings, *shares, found.auroc or "–"])
    sys.stdout.write(
        table(["file", "facts", "phrasings", *(f"{it}, %" for it in SHOWN), "AUROC, %"], rows)
    )
    return 0


def _shown(share: Share) -> str:
    low, high = share.interval()
    return f"{100 * share.value:.1f} ({100 * low:.0f}–{100 * high:.0f})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
