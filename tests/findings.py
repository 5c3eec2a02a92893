"""What checks find, in lines that tests compare."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports.checks import Finding, Level


def bad(findings: Sequence[Finding]) -> list[str]:
    """What is not good; each has a remedy."""
    found = [finding for finding in findings if finding.level is not Level.GOOD]
    assert all(finding.remedy for finding in found)
    return [f"{finding.level} {finding.part}: {finding.what}" for finding in found]
