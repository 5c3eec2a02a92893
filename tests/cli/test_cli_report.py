"""`storybot report`: one page from a file alone, with an article, with records, with questions."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Answered, Declined, DeclineReason, Suggested
from bot.knowledge.loader import load
from bot.ports.messages import Reader
from bot.ports.records import Exchange, Retention
from bot.records.opening import open_records
from tests.cli.conftest import Run

READERS = tuple(Reader("slack", f"U{number}", "T1") for number in range(5))
ARTICLE = "The ferry\n\nYes, the ferry cost us 48 million crowns.\nNobody knew why it was late.\n"
MISSED = Declined(DeclineReason.NOT_IN_STORY)


@pytest.fixture(autouse=True)
def _article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STORYBOT_DATABASE", raising=False)
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")


@pytest.fixture
def records(ferry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of replies in which all readers missed one thing, and one of them another."""
    path = tmp_path / "records.sqlite3"
    monkeypatch.setenv("STORYBOT_DATABASE", str(path))
    monkeypatch.setenv("STORYBOT_KEEP_MISSES", "14")

    async def fill() -> None:
        keep = Retention(365, 90, 14)
        async with open_records(str(path), "a key that only tests have", keep, {}) as opened:
            cost, captain = load(ferry).facts[:2]
            for reader in READERS:
                opened.store.replied(Exchange("who painted it?", MISSED, reader))
                opened.store.replied(Exchange("the price?", Answered(cost), reader))
                await opened.store.vote(reader, cost, up=reader is READERS[0])
            only = Exchange("my neighbour <b>Tom</b>?", MISSED, READERS[0])
            opened.store.replied(only)
            opened.store.replied(replace(only, reply=Suggested((captain,), told=captain)))
            await opened.store.report(READERS[1], cost, "It cost <script>less</script>.")

    asyncio.run(fill())
    return path


def figures(run: Run, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("report", "--json", *more).stdout)
    return found


def test_a_file_alone_makes_a_page(run: Run) -> None:
    result = run("report")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("<!doctype html>")
    assert "Content-Security-Policy" in result.stdout
    assert "Going on without records: There are no records in" in result.stderr
    assert result.stdout.count("There are no records here.") == 3
    assert "--source article.txt" in result.stdout
    assert "Yes, the ferry" not in result.stdout
    assert "An earlier version said 38 million." in result.stdout
    found = figures(run)
    assert (found["readers"], found["coverage"]) == (None, None)
    assert found["unknown"] == ["no-menu"]
    assert found["corrections"][0]["fact"] == "cost"


def test_the_article_is_shown_with_what_is_covered(run: Run) -> None:
    text = run("report", "--source", "article.txt").stdout
    assert '<mark class="quoted">Yes, the ferry cost us 48 million crowns.</mark>' in text
    assert '<mark class="missing">Nobody knew why it was late.</mark>' in text
    assert '<a href="#fact-cost">cost</a>' in text
    assert figures(run, "--source", "article.txt")["coverage"]["counts"]["quoted"] == 1


@pytest.mark.usefixtures("records")
def test_readers_are_shown_as_far_as_they_may_be(run: Run) -> None:
    result = run("report", "--out", "page.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "page.html holds 6 texts of readers: keep it as such" in result.stderr
    page = Path("page.html").read_text(encoding="utf-8")
    assert "who painted it?" in page
    assert "neighbour" not in page
    assert "2 texts are not shown: fewer than three readers" in page
    assert "It cost &lt;script&gt;less&lt;/script&gt;." in page
    assert "<script" not in page
    assert Path("page.html").stat().st_mode & 0o077 == 0
    readers = figures(run)["readers"]
    assert readers["replies"]["answer"] == {"count": 5, "share": 5 / 12}
    assert readers["replies"]["doubt"]["count"] == 1
    assert readers["votes"] == {"cost": {"up": 1, "down": 4}}
    assert sum(sum(it["counts"].values()) for it in readers["periods"]) == 12
    assert figures(run)["weakest"][0]["fact"] == "cost"


@pytest.mark.usefixtures("records")
def test_words_can_be_left_out_for_people_who_are_no_editors(run: Run) -> None:
    result = run("report", "--no-texts", "--out", "page.html")
    assert "page.html holds" not in result.stderr
    page = Path("page.html").read_text(encoding="utf-8")
    assert "who painted it?" not in page
    assert "less" not in page.partition("</style>")[2]
    assert '<td class="number">5</td>' in page
    assert figures(run, "--no-texts")["readers"]["items"] == []


@pytest.mark.usefixtures("records")
def test_what_was_exported_shows_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    here = figures(run)
    assert run("inbox", "--export", "out.json").exit_code == 0
    monkeypatch.setenv("STORYBOT_DATABASE", "nowhere.sqlite3")
    there = figures(run, "--read", "out.json")
    here["readers"]["hidden"] = 0
    assert there == here


def test_the_risk_of_questions_of_ones_own(run: Run) -> None:
    lines = (
        {"q": "what did the ferry cost", "must": ["48"], "style": "a"},
        {"q": "who painted the moon", "kind": "b", "answerable": False},
    )
    Path("asked.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    text = run("report", "--questions", "asked.jsonl").stdout
    assert "The questions of asked.jsonl were asked: 1 that have an answer in the story, 1" in text
    assert "<polyline" in text
    assert figures(run, "--questions", "asked.jsonl")["risk"]["curve"]["answered"] == [1.0, 0.0]


def test_a_page_that_is_there_is_replaced_whole(run: Run, ferry: Path) -> None:
    Path("page.html").write_text("old", encoding="utf-8")
    Path("page.html").chmod(0o644)
    assert run("report", "--out", "page.html").exit_code == 0
    assert Path("page.html").read_text("utf-8").startswith("<!doctype html>")
    assert Path("page.html").stat().st_mode & 0o777 == 0o644


DRAFT = "version: 1\nstory: {title: T}\nfacts: [{id: a, draft: true}]\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "ferry.yaml"), "ferry.yaml is what the page is made from: name another"),
        (("--source", "article.txt", "--out", "article.txt"), "article.txt is what the page is"),
        (("--out", "nowhere/page.html"), "cannot be written (No such file"),
        (("--source", "nowhere.txt"), "The article nowhere.txt cannot be read"),
        (("--questions", "empty.jsonl"), "empty.jsonl holds no question"),
        (("--read", "article.txt"), "article.txt cannot be read (it is none that --export wrote)"),
        (("--read", "strange.json"), "strange.json cannot be read (it is none that --export"),
        (("--knowledge", "draft.yaml"), "draft.yaml has nothing to tell: all facts are drafts"),
        (("--days", "0"), "Usage:"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(
    run: Run, ferry: Path, options: tuple[str, ...], said: str
) -> None:
    Path("empty.jsonl").write_text("", encoding="utf-8")
    Path("draft.yaml").write_text(DRAFT, encoding="utf-8")
    kept = {"version": 1, "texts": [], "outcomes": {}, "unsure": {}, "votes": {}, "told": {}}
    strange = json.dumps({**kept, "days": {"yesterday": {"answer": 1}}})
    Path("strange.json").write_text(strange, encoding="utf-8")
    before = ferry.read_bytes()
    result = run("report", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert ferry.read_bytes() == before
    assert Path("article.txt").read_text("utf-8") == ARTICLE


def test_a_database_that_was_named_and_is_not_there_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOT_DATABASE", "nowhere.sqlite3")
    result = run("report")
    assert result.exit_code == 2
    assert "There are no records in" in result.stderr


def test_a_page_is_not_poured_into_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.report.is_terminal", lambda: True)
    assert "storybot report --out report.html" in run("report").stderr
    assert run("report", "--json").exit_code == 0
