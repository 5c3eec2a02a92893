"""`storybot draft` and `storybot coverage`, from an article to a file and back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desk.stories import ARTICLE

PAGE = "<html><p>The ferry was built in 2029. It is late.</p></html>"


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    Path("page.html").write_text(PAGE, encoding="utf-8")


def _drafted(run: Run, *arguments: str) -> str:
    result = run("draft", *arguments, known=False)
    assert result.exit_code == 0, result.stderr
    Path("mine.yaml").write_text(result.stdout, encoding="utf-8")
    return str(result.stdout)


def test_from_an_article_to_a_file_that_answers(run: Run) -> None:
    text = _drafted(run, "article.txt")
    assert "7 drafts" in run("check", "mine.yaml", "--source", "article.txt", known=False).stdout
    before = run("coverage", "article.txt", "--knowledge", "mine.yaml", known=False)
    assert before.exit_code == 0
    assert "only drafts: " in before.stdout
    assert before.stdout.splitlines()[-1].startswith("7 sentences: 0 quoted (0 %)")
    first, mark, rest = text.partition("    draft: true\n    questions:\n")
    assert mark
    Path("mine.yaml").write_text(f"{first}    questions:\n{rest}", encoding="utf-8")
    asked = run("--knowledge", "mine.yaml", "ask", "When was the ferry built?", known=False)
    assert "The ferry was built in Halm in 2029." in asked.stdout
    after = run("coverage", "article.txt", "--knowledge", "mine.yaml", known=False)
    assert "1 quoted (14 %)" in after.stdout


def test_a_page_is_drafted_with_its_text_beside_it(run: Run) -> None:
    text = _drafted(run, "page.html", "--text", "page.txt")
    assert (
        Path("page.txt").read_text(encoding="utf-8") == "The ferry was built in 2029. It is late.\n"
    )
    assert "line: 1}" in text
    assert "no problems" in run("check", "mine.yaml", "--source", "page.txt", known=False).stdout
    assert "have it with --text FILE" in run("draft", "page.html", known=False).stderr
    assert run("draft", "page.html", "--text", ".", known=False).exit_code == 2


def test_standard_input_and_a_page_by_its_look(run: Run) -> None:
    result = run("draft", "-", "--language", "de", stdin=PAGE, known=False)
    assert (result.exit_code, "language: de" in result.stdout) == (0, True)
    assert "It is late." in result.stdout


@pytest.mark.parametrize(
    ("named", "content", "why"),
    [
        ("nowhere.txt", None, "cannot be read (No such file"),
        ("latin.txt", "Caf\xe9s.".encode("latin-1"), "is not UTF-8"),
        ("links.html", b"<nav><a href=x>Home of it all.</a></nav>", "may be a page of links"),
        ("large.txt", b"x" * 5_000_001, "larger than 5 MB"),
        ("https://post.example/x", None, "Addresses need the extra web"),
    ],
)
def test_what_cannot_be_drafted_is_said(
    run: Run, named: str, content: bytes | None, why: str
) -> None:
    if content is not None:
        Path(named).write_bytes(content)
    for command in (("draft", named), ("coverage", named)):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert why in result.stderr


FILE = """\
version: 1
story: {title: The ferry}
facts:
  - id: cost
    questions: [What did it cost?]
    answer: The ferry cost 38 million crowns.
    quotes: [{text: "The ferry cost us 48 million crowns", line: 6}]
  - id: late
    questions: [Why so late?]
    answer: Nobody knew why the ferry was late.
    quotes: [{text: "Dr. Jon Bell, 62, steers her.", line: 7}, {text: "zzz qqq xxx yyy"}]
"""


def test_contradictions_and_quotes_that_are_gone_end_with_1(run: Run) -> None:
    Path("mine.yaml").write_text(FILE, encoding="utf-8")
    result = run("coverage", "article.txt", "--knowledge", "mine.yaml", "--gaps", known=False)
    assert result.exit_code == 1
    assert "    6 ! The ferry cost us 48 million crowns" in result.stdout
    assert "cost says 38 million, the article 48 million (number)" in result.stdout
    assert "? quote of late is gone (line 7): “Dr. Jon Bell, 62, steers her.”" in result.stdout
    assert "it may now read, on line 7: Dr. Jon Bell, 61, steers her." in result.stdout
    assert "2 quotes gone" in result.stdout
    assert "\x1b" not in result.stdout


def test_json_has_every_sentence(run: Run) -> None:
    Path("mine.yaml").write_text(FILE, encoding="utf-8")
    result = run("--knowledge", "mine.yaml", "coverage", "article.txt", "--json", known=False)
    found = json.loads(result.stdout)
    assert len(found["sentences"]) == sum(found["counts"].values()) == 7
    assert found["sentences"][0]["differences"] == [
        {"fact": "cost", "kind": "number", "told": "38 million", "article": "48 million"}
    ]
    assert found["changed"][0]["now"] == {"line": 7, "text": "Dr. Jon Bell, 61, steers her."}
    assert found["changed"][1]["now"] is None
    assert round(sum(found["shares"].values())) == 1
