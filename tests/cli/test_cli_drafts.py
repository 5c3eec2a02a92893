"""Facts that are drafts: counted by `check`, and told by nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.environment import Meant, open_service
from tests.cli.conftest import STORY, Run

DRAFT = """
  - id: owner
    draft: true
    questions: [Who owns the ferry?]
    answer: Tom Reyes owns the ferry.
    asks: [who is the owner]
  - {id: stub, draft: true}
"""


@pytest.fixture(autouse=True)
def _with_drafts(ferry: Path) -> None:
    ferry.write_text(STORY.rstrip() + DRAFT, encoding="utf-8")


def test_a_draft_is_not_told(run: Run, ferry: Path) -> None:
    for _ in range(2):  # the second time from the cache
        for question in ("Who owns the ferry?", "who is the owner"):
            assert "Reyes" not in run("ask", question).stdout
    told: list[str] = []
    service = open_service(Meant(str(ferry)), {}, told.append)
    assert told == ["ferry.yaml: facts that are drafts, and so are not told: 2"]
    assert service.story.fact("owner") is None


def test_check_counts_drafts_and_asks_nothing_else_of_them(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "4 facts, 3 known, 1 unknown, 10 phrasings, 1 quote, 0 names, 2 drafts" in result.stdout
    assert 'fact "owner"' not in result.stdout
    assert json.loads(run("check", "--json").stdout)["counts"]["drafts"] == 2


def test_a_file_of_drafts_alone_is_checked_but_has_nothing_to_tell(run: Run, ferry: Path) -> None:
    ferry.write_text(STORY.partition("facts:")[0] + "facts:" + DRAFT, encoding="utf-8")
    assert "0 facts" in run("check").stdout
    assert run("check", "--predict").exit_code == 0
    result = run("ask", "Who owns the ferry?")
    assert result.exit_code == 2
    assert "every fact is a draft" in result.stderr
