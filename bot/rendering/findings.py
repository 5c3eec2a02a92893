"""What an examination found, in words for chat: whole for who may mend it, in short for others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.ports.checks import Finding, Level
from bot.rendering import texts_managers
from bot.rendering.shortening import shortened

SHOWN = 6
"""Findings that a message lists."""

LONGEST = 230
"""Characters of one of them: a message of Discord takes six."""


def findings_in_words(findings: Sequence[Finding], open_parts: Collection[str]) -> str:
    """What is wrong, the worst first, or what was seen where all is well.

    Of other parts than `open_parts` only that something is wrong is told: they name the machines,
    files and accounts of whoever runs the bot, and administrators of a server need not know them.
    """
    order = (Level.PROBLEM, Level.WARNING)
    bad = sorted((it for it in findings if it.level in order), key=lambda it: order.index(it.level))
    lines = list(dict.fromkeys(_line(it, is_open=it.part in open_parts) for it in bad))
    if len(lines) > SHOWN:
        lines = [*lines[:SHOWN], texts_managers.DOCTOR_MORE.format(count=len(lines) - SHOWN)]
    if lines:
        return "\n".join([*lines, texts_managers.DOCTOR_REST])
    good = [f"- {shortened(it.what, LONGEST)}" for it in findings if it.part in open_parts]
    return "\n".join([texts_managers.DOCTOR_WELL, *good[:SHOWN]])


def _line(finding: Finding, *, is_open: bool) -> str:
    mark = texts_managers.DOCTOR_LEVELS[finding.level]
    if not is_open:
        return f"{mark} {texts_managers.DOCTOR_HIDDEN.format(part=finding.part)}"
    remedy = f" → {finding.remedy}" if finding.remedy else ""
    return shortened(f"{mark} {finding.part}: {finding.what}", LONGEST - len(remedy)) + remedy
