"""A command says which story it took where none was named, and no editor's article meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.main import storybot
from tests.cli.conftest import STORY, Run
from tests.paths import KNOWLEDGE

ARTICLE = "The old mill burnt down on Friday.\nNobody was hurt.\n"


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "who wrote it"),
        ("preview", "launch"),
        ("export",),
        ("ask", "--json", "who wrote it"),
    ],
)
def test_the_story_that_storybot_came_with_is_not_taken_silently(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(storybot, command)
    assert result.stderr.startswith("No knowledge file is named, and there is no knowledge.yaml")
    assert "the story that storybot came with" not in result.stdout


@pytest.mark.parametrize("command", [("export",), ("preview", "launch")])
def test_the_file_of_this_folder_is_named(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text(STORY, encoding="utf-8")
    result = CliRunner().invoke(storybot, command)
    assert result.exit_code == 0
    assert result.stderr.startswith("Using knowledge.yaml of this folder.\n")


def test_a_file_that_is_named_needs_no_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("ask", "price of the ferry").stderr == ""
    monkeypatch.setenv("STORYBOT_KNOWLEDGE", "ferry.yaml")
    assert "Using" not in run("preview", "cost", known=False).stderr


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--source", "{}", "--out", "report.html"),
        ("coverage", "{}"),
        ("check", "--source", "{}"),
    ],
)
def test_an_article_of_another_story_is_refused(command: tuple[str, ...], article: str) -> None:
    result = CliRunner().invoke(storybot, [it.format(article) for it in command])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "has none of the " in result.stderr
    assert "name your own file with --knowledge FILE" in result.stderr
    assert not Path("report.html").exists()


def test_of_a_named_file_such_an_article_is_asked_about(article: str) -> None:
    result = CliRunner().invoke(storybot, ["--knowledge", str(KNOWLEDGE), "coverage", article])
    assert "is it another story's article?" in result.stderr
    assert "sentences: " in result.stdout


def test_a_file_of_few_quotes_may_have_missed_its_own(run: Run, article: str) -> None:
    assert run("coverage", article).stderr == ""


def test_what_is_to_be_mended_must_be_a_file_of_ones_own() -> None:
    result = CliRunner().invoke(storybot, ["check", "--fix"])
    assert result.exit_code == 2
    assert "to be changed" in result.stderr
