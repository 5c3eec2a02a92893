"""Whether the knowledge file can be answered from, for `storybot doctor`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.core.errors import KnowledgeError, UnusableInputError
from bot.counting import counted
from bot.knowledge.loader import load
from bot.ports.checks import Finding, Level

PART = "knowledge"
SHOWN = 5
"""Problems that are listed; `storybot check` lists all."""


def check_knowledge(path: Path, today: str) -> list[Finding]:
    """One good finding, or one a problem; and a warning where facts have expired by `today`."""
    try:
        story = replace(load(path).without_drafts(), today=today)
    except UnusableInputError as error:
        what, _, remedy = str(error).rpartition(": ")
        return [Finding(PART, Level.PROBLEM, what, remedy)]
    except KnowledgeError as error:
        found = [
            Finding(PART, Level.PROBLEM, f"{path}:{it.line}:{it.column}: {it.message}", it.remedy)
            for it in error.problems[:SHOWN]
        ]
        if len(error.problems) > SHOWN:
            more = f"{counted(len(error.problems) - SHOWN, 'more problem')} in {path}"
            found.append(Finding(PART, Level.PROBLEM, more, f"run: storybot check {path}"))
        return found
    if not story.facts:
        return [Finding(PART, Level.PROBLEM, f"{path}: every fact is a draft", "finish one")]
    what = f"{path}: {counted(len(story.facts), 'fact')}, version {story.digest[:12]}"
    found = [Finding(PART, Level.GOOD, what)]
    if expired := story.expired:
        first = f'first "{expired[0].id}", sure to hold until {story.until(expired[0])}'
        what = f"{len(expired)} of {counted(len(story.facts), 'fact')} expired: {first}"
        remedy = 'compare them with the story, and set "checked" and "expires" anew'
        found.append(Finding(PART, Level.WARNING, what, remedy))
    return found
