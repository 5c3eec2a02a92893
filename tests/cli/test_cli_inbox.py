"""`storybot inbox`: readers' words become phrasings, drafts, or nothing."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Answered, Declined, DeclineReason
from bot.knowledge.loader import load
from bot.ports.feedback import EditorDecision
from bot.ports.messages import Reader
from bot.ports.records import Exchange, Retention
from bot.records.opening import open_records
from tests.cli.conftest import Run

ADA = Reader("slack", "U1", "T1")


@pytest.fixture
def records(ferry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database in which a reader sent a question twice and reported the cost."""
    path = tmp_path / "records.sqlite3"
    monkeypatch.setenv("STORYBOT_DATABASE", str(path))

    async def fill() -> None:
        keep = Retention(365, 90, None)
        async with open_records(str(path), "a key that only tests have", keep, {}) as opened:
            fact = load(ferry).facts[0]
            await opened.store.send_to_editors(ADA, "what was the bill for the ferry?")
            await opened.store.send_to_editors(ADA, "What was the bill for the ferry")
            await opened.store.report(ADA, fact, "It cost 38 million.")
            await opened.store.vote(ADA, fact, up=False)
            opened.store.replied(Exchange("q", Answered(fact), ADA))
            opened.store.replied(Exchange("q", Declined(DeclineReason.NOT_IN_STORY), ADA))

    asyncio.run(fill())
    return path


def shown(run: Run, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("inbox", "--json", *more).stdout)
    return found


@pytest.mark.usefixtures("records")
def test_shows_what_readers_sent_and_how_replies_fared(run: Run, ferry: Path) -> None:
    result = run("inbox")
    assert result.exit_code == 0
    assert re.search(r" question \(\d{4}-\d\d-\d\d, 2 times\): what was", result.stdout)
    assert re.search(r" report \([-\d]{10}\): It cost 38 million\.\n +1\.00 cost: ", result.stdout)
    assert "Replies: 1 answer, 1 decline\nVoted down: cost (1)\n" in result.stdout
    assert "STORYBOT_KEEP_MISSES=14 keeps it" in result.stdout
    asked, reported = shown(run)["items"]
    assert (asked["count"], asked["nearest"][0]["fact"]) == (2, "cost")
    assert reported["kind"] == "report"


@pytest.mark.usefixtures("records")
def test_accepts_a_text_as_a_phrasing_and_shows_it_no_more(run: Run, ferry: Path) -> None:
    asked, reported = shown(run)["items"]
    before = ferry.read_text("utf-8")
    dry = run("inbox", "--accept", asked["id"], "cost", "--dry-run")
    assert "+" in dry.stdout
    assert ferry.read_text("utf-8") == before
    done = run("inbox", "--accept", asked["id"], "cost", "--dismiss", reported["id"])
    assert done.exit_code == 0
    assert "3 texts decided on" in done.stdout
    assert asked["text"] in load(ferry).facts[0].questions
    assert shown(run)["items"] == []
    assert run("inbox").stdout.startswith("Replies:")


@pytest.mark.usefixtures("records")
def test_makes_a_draft_of_a_text(run: Run, ferry: Path) -> None:
    asked = shown(run)["items"][0]
    assert run("inbox", "--new", asked["id"], "bill").exit_code == 0
    fact = load(ferry).facts[-1]
    assert (fact.id, fact.draft, fact.questions) == ("bill", True, (asked["text"],))


@pytest.mark.usefixtures("records")
def test_reads_elsewhere_what_was_exported(
    run: Run, ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = run("inbox", "--export", "out.json")
    assert exported.exit_code == 0
    assert "out.json holds 3 texts of readers: keep it as such" in exported.stderr
    assert Path("out.json").stat().st_mode & 0o077 == 0
    again = run("inbox", "--export", "out.json")
    assert again.exit_code == 2
    assert "out.json is there already" in again.stderr
    here = shown(run)
    monkeypatch.setenv("STORYBOT_DATABASE", "nowhere.sqlite3")
    assert shown(run, "--read", "out.json") == here


NUMBERS = '"outcomes": {}, "unsure": {}, "votes": {}'
ONE = '{"id": 5, "at": 1, "kind": "miss", "fact": null, "text": "a"}'


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"version": 7}', '{"version": 1, "texts": [1]}'),
        f'{{"version": 1, "texts": [{ONE}], {NUMBERS}}}',
        '{"version": 1, "texts": [], "outcomes": []}',
    ],
)
def test_says_that_a_file_is_none_of_its_own(run: Run, ferry: Path, text: str) -> None:
    Path("in.json").write_text(text, encoding="utf-8")
    result = run("inbox", "--read", "in.json")
    assert result.exit_code == 2
    assert "in.json" in result.stderr


def test_says_where_there_is_nothing(run: Run, ferry: Path, records: Path) -> None:
    assert "There is no item 12" in run("inbox", "--dismiss", "12").stderr
    assert run("inbox", "--export", "no/such/out.json").exit_code == 2
    records.unlink()
    result = run("inbox")
    assert result.exit_code == 2
    assert "There are no records in" in result.stderr


@pytest.mark.usefixtures("records")
def test_a_decision_that_was_not_remembered_can_be_made_again(run: Run, ferry: Path) -> None:
    asked = shown(run)["items"][0]
    lost = ferry.with_name("ferry.decisions.jsonl")
    assert run("inbox", "--accept", asked["id"], "cost").exit_code == 0
    before = ferry.read_text("utf-8")
    lost.unlink()
    assert run("inbox", "--accept", asked["id"], "cost").exit_code == 0
    assert ferry.read_text("utf-8") == before
    assert asked["id"] not in run("inbox").stdout


@pytest.mark.usefixtures("records")
def test_a_report_is_no_phrasing(run: Run, ferry: Path) -> None:
    reported = shown(run)["items"][1]
    result = run("inbox", "--accept", reported["id"], "cost")
    assert result.exit_code == 2
    assert "is a report, not a question" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--days", "0"),
        ("--dry-run",),
        ("--export", "out.json", "--dismiss", "a"),
        ("--json", "--dismiss", "a"),
        ("--dismiss", "a", "--accept", "a", "cost"),
    ],
)
@pytest.mark.usefixtures("records")
def test_options_that_do_not_go_together_are_refused(run: Run, options: tuple[str, ...]) -> None:
    result = run("inbox", *options)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


@pytest.mark.usefixtures("records")
def test_the_file_that_was_installed_is_not_changed(run: Run) -> None:
    result = run("inbox", "--dismiss", "a", known=False)
    assert result.exit_code == 2
    assert "name the file with --knowledge FILE" in result.stderr


def test_does_what_editors_decided_in_their_channel(run: Run, ferry: Path, records: Path) -> None:
    asked, reported = shown(run)["items"]

    async def decide() -> None:
        keep = Retention(365, 90, None)
        async with open_records(str(records), "a key that only tests have", keep, {}) as opened:
            texts = {it.text: it.id for it in (await opened.editors.feedback(0.0)).texts}
            asking = texts["what was the bill for the ferry?"]
            patch = "--- a/ferry.yaml\n+++ b/ferry.yaml\n"
            await opened.editors.keep(
                [
                    EditorDecision(asking, 5e9, "accept", "slack/U1", "cost"),
                    EditorDecision(texts[reported["text"]], 5e9, "dismiss", "", None, None, patch),
                ]
            )

    asyncio.run(decide())
    assert (
        "decided in the editors' channel, not in the file yet: accept cost" in run("inbox").stdout
    )
    assert "# 2128-06-11" in run("inbox", "--patches").stdout
    assert "+" in run("inbox", "--apply", "--dry-run").stdout
    assert run("inbox", "--apply").stdout.startswith("3 texts decided on")
    assert "what was the bill for the ferry?" in load(ferry).facts[0].questions
    assert run("inbox", "--apply").stdout.startswith("Nothing was decided")
    assert run("inbox", "--apply", "--dismiss", asked["id"]).exit_code == 2
