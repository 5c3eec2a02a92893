"""What a check found as SARIF 2.1.0, which code review shows beside the lines of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot import __version__
from bot.cli.findings import PROBLEM, Findings, Remark

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(found: Findings) -> dict[str, Any]:
    """One run; a problem is an error, advice a warning; each kind of remark is a rule."""
    kinds = sorted({remark.kind for remark in found.every})
    driver = {
        "name": "storybot",
        "version": __version__,
        "rules": [
            {"id": kind, "shortDescription": {"text": kind.replace("-", " ")}} for kind in kinds
        ],
    }
    results = [_result(remark, found.name, kinds) for remark in found.every]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(remark: Remark, file: str, kinds: list[str]) -> dict[str, Any]:
    about = f'fact "{remark.fact}": ' if remark.fact else ""
    place = {
        "artifactLocation": {"uri": quote(Path(file).as_posix())},
        "region": {"startLine": remark.line, "startColumn": remark.column},
    }
    return {
        "ruleId": remark.kind,
        "ruleIndex": kinds.index(remark.kind),
        "level": "error" if remark.severity == PROBLEM else "warning",
        "message": {"text": f"{about}{remark.message}; {remark.remedy}"},
        "locations": [{"physicalLocation": place}],
    }
