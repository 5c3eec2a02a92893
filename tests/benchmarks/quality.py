"""How well storybot finds the right entry, and when it declines, beside other systems.

    python -m tests.benchmarks.quality --data DIR [--quick] [--ablation] [--write]

DIR holds public question sets (`tests.benchmarks.datasets` says how they lie); one that is absent
is named and passed over, and nobody needs any of them to use storybot. Every figure has its 95 %
interval: Wilson's for a share, the bootstrap's otherwise. Of the questions kept aside
(`heldout.jsonl`) only figures are shown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.markdown import with_measured
from tests.benchmarks.provenance import ROOT
from tests.benchmarks.quality_report import report

REPORT = ROOT / "docs/matching-quality.md"


def main(arguments: Sequence[str]) -> int:
    """Measure, show, and with --write keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.quality")
    parser.add_argument("--data", type=Path, help="folder of the public sets")
    parser.add_argument("--quick", action="store_true", help="300 questions a set, no slow rows")
    parser.add_argument("--ablation", action="store_true", help="also what each part is worth")
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    text = report(options.data, options.quick, options.ablation, arguments)
    sys.stdout.write(text)
    if options.write:
        REPORT.write_text(with_measured(REPORT.read_text("utf-8"), text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
