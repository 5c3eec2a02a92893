"""How honest storybot is on files that nobody tuned it to, and on the shipped one.

    python -m tests.benchmarks.strangers [--data DIR] [--semantic] [--write]

Two files were made by editors who saw an article alone (tests/stories/amazon and private). DIR
holds a third, stories/ipcc, and the crowd's questions about those two, benchmarks/squad2; what is
absent is named and passed over. Status 1: a gate is missed, or could not be measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.baselines import Unavailable, embedder
from tests.benchmarks.markdown import with_measured
from tests.benchmarks.provenance import ROOT
from tests.benchmarks.risk_pictures import PICTURES, picture
from tests.benchmarks.strangers_report import are_kept, report
from tests.benchmarks.subjects import measured, subjects

REPORT = ROOT / "docs/honesty.md"


def main(arguments: Sequence[str]) -> int:
    """Measure, show, and with --write keep the tables and the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.strangers")
    parser.add_argument("--data", type=Path, help="folder of what is not in the repository")
    parser.add_argument("--semantic", action="store_true", help="also with the extra")
    written = f"write {REPORT.relative_to(ROOT)} and {PICTURES.relative_to(ROOT)}"
    parser.add_argument("--write", action="store_true", help=written)
    options = parser.parse_args(arguments)
    found, skipped = subjects(options.data)
    results = measured(found, None)
    extra = None
    if options.semantic:
        try:
            extra = measured(found, embedder())
        except Unavailable as error:
            skipped.append(f"the extra: {error}")
    text = report(results, extra, skipped, arguments)
    sys.stdout.write(text)
    if options.write:
        REPORT.write_text(with_measured(REPORT.read_text("utf-8"), text), encoding="utf-8")
        for result in results:
            picture(result)
    return 0 if are_kept(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
