"""The report on quality: how its figures came about, all sections, and what others published."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.ablation import ablation_table
from tests.benchmarks.calibration_table import calibration_tables
from tests.benchmarks.datasets import SEED, thinned
from tests.benchmarks.own_story import story_tables
from tests.benchmarks.provenance import command, commit, is_changed, versions
from tests.benchmarks.public_sets import hint3_table, set_tables, typo_table
from tests.benchmarks.runs import QUICK_QUESTIONS, Run, present, usable

PUBLISHED = """## Published figures to read against

They stand on the test splits; where ours stand on another, its heading says so. USE, ConveRT and
BERT come trained on large collections of text; nothing of that kind is in storybot's default.

CLINC150, all phrasings: accuracy on questions with an entry, and share of the questions without
one that were recognised, by a threshold chosen on validation data *with* such questions (Larson et
al., “An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction”, EMNLP 2019,
aclanthology.org/D19-1131, Table 2, “oos-threshold”):

| system | accuracy, % | recognised, % |
| --- | --- | --- |
| FastText | 88.6 | 28.3 |
| SVM | 88.2 | 18.0 |
| CNN | 90.9 | 30.9 |
| DialogFlow | 90.8 | 26.7 |
| Rasa | 90.9 | 31.2 |
| MLP | 93.4 | 49.1 |
| BERT | 96.2 | 52.3 |

Accuracy in % by phrasings an entry (Casanueva et al., “Efficient Intent Detection with Dual
Sentence Encoders”, NLP4ConvAI 2020, arXiv 2003.04807):

| system | CLINC150, 5 | CLINC150, 10 | BANKING77, 5 | BANKING77, 10 | BANKING77, all |
| --- | --- | --- | --- | --- | --- |
| USE | 87.8 | 90.9 | 76.3 | 84.2 | – |
| ConveRT | 89.2 | 92.6 | 75.3 | 83.3 | – |
| USE + ConveRT | 90.5 | 93.3 | 77.8 | 85.2 | 93.4 |
| BERT, tuned | – | – | – | – | 93.7 |

HINT3 v1, all phrasings: best MCC with the threshold swept on the test set (Arora et al., “HINT3:
Raising the bar for Intent Detection in the Wild”, 2020, arXiv 2009.13833):

| system | SOFMattress | Curekart | Powerplay11 |
| --- | --- | --- | --- |
| Rasa | .526 | .511 | .340 |
| Dialogflow | .638 | .578 | .353 |
| LUIS | .581 | .539 | .359 |
| Haptik | .588 | .603 | .425 |
| BERT | .617 | .553 | .347 |
"""

DISTRIBUTIONS = ("numpy", "rapidfuzz", "PyStemmer", "bm25s", "scikit-learn", "scipy")


def conditions(arguments: Sequence[str], skipped: Iterable[str], draws: int) -> str:
    """When, with what and how the figures came about."""
    measured_by = command("tests.benchmarks.quality", arguments)
    changed = " with changes" if is_changed("bot") else ""
    lines = [
        f"Measured {datetime.now(UTC):%Y-%m-%d} by `{measured_by}` at commit "
        f"{commit()}{changed}, in one run, on a machine of {os.cpu_count()} cores that was "
        "shared with other work (which changes times, not these figures).\n"
        f"Python {platform.python_version()}; {versions(DISTRIBUTIONS)}.\n",
        "In brackets stand 95 % intervals: Wilson's for shares (for a mean over draws, that of one "
        f"draw's questions), of {draws:,} bootstrap resamples with seed {SEED} otherwise. "
        "Resampling raises a calibration error, so its intervals lie high. “Forced to answer” "
        "takes the first candidate whatever its score. storybot and LinearSVC learn from the "
        "phrasings what tells entries apart; BM25 and rapidfuzz do not. The rows for BM25 differ "
        "in what a document is: a phrasing, or all phrasings of a fact. An MCC “swept on the test "
        "set” uses the best threshold in hindsight, as published figures do; “from the file alone” "
        "is what storybot decides (an offer counts as no answer).\n",
        "".join(f"- Not run: {sentence}.\n" for sentence in skipped),
    ]
    return "\n".join(lines)


def report(data: Path | None, quick: bool, ablation: bool, arguments: Sequence[str]) -> str:
    """Everything that can be measured here, as Markdown."""
    systems, services, without = usable()
    benchmarks, absent = present(data)
    run = Run(systems, services, quick)
    if quick:
        benchmarks = [thinned(one, QUICK_QUESTIONS) for one in benchmarks]
    parts = [conditions(arguments, [*absent, *without], run.draws), story_tables(run)]
    large = [one for one in benchmarks if "HINT3" not in one.name]
    parts += [set_tables(one, run) for one in large]
    parts += [hint3_table(one, run) for one in benchmarks if one not in large]
    parts += [typo_table(one, run) for one in large if one.name == "CLINC150"]
    if benchmarks:
        parts.append(calibration_tables(benchmarks, run))
    if ablation:
        parts.append(ablation_table(large, run))
    return "\n".join([*parts, PUBLISHED])
