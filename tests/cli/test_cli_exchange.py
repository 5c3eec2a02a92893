"""`storybot import` and `storybot export`: coming from another tool, and leaving."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.knowledge.loader import load, parse
from tests.cli.conftest import Run


def test_what_is_exported_is_imported_and_passes_check(
    run: Run, ferry: Path, tmp_path: Path
) -> None:
    exported = run("export")
    assert exported.exit_code == 0
    assert exported.stderr.endswith("4 facts of 4\n")
    assert "--format json" in exported.stderr
    Path("facts.csv").write_bytes(exported.stdout_bytes)
    result = run("import", "facts.csv")
    assert result.exit_code == 0
    assert result.stderr.startswith(
        "4 facts, 10 phrasings, 0 drafts\nNot told, so write in the file: "
    )
    Path("again.yaml").write_bytes(result.stdout_bytes)
    assert load(Path("again.yaml")).facts == load(ferry).facts
    assert run("check", "again.yaml").exit_code == 0


@pytest.mark.parametrize("kind", ["csv", "json", "jsonld", "html"])
def test_a_file_is_written_as_its_name_says(run: Run, kind: str) -> None:
    result = run("export", "--out", f"ferry.{kind}")
    assert (result.exit_code, result.stdout) == (0, "")
    data = Path(f"ferry.{kind}").read_bytes()
    match kind:
        case "csv":
            assert data.startswith(b"\xef\xbb\xbfid,")
            assert "4 facts" in run("import", f"ferry.{kind}").stderr
        case "json":
            assert len(parse(data, "ferry.json").facts) == 4
        case "jsonld":
            assert len(json.loads(data)["mainEntity"]) == 3
        case "html":
            assert data.startswith(b"<!doctype html>")
            assert "3 facts of 4" in result.stderr


def test_the_knowledge_file_is_not_written_over(run: Run, ferry: Path, tmp_path: Path) -> None:
    before = ferry.read_bytes()
    result = run("export", "--out", str(ferry))
    assert result.exit_code == 2
    assert "is the knowledge file itself" in result.stderr
    assert ferry.read_bytes() == before
    assert "cannot be written" in run("export", "--out", str(tmp_path)).stderr
    assert "cannot be written" in run("export", "--out", "gone/x.csv").stderr


def test_a_folder_is_read_whole_with_what_it_leaves_out(run: Run) -> None:
    folder = Path("faq-pages")
    folder.mkdir()
    (folder / "a.md").write_text("# Fares\n\n## What does it cost?\n\n4 crowns.\n")
    (folder / "b.md").write_text("# Dogs\n\n## May dogs come?\n\nYes.\n")
    (folder / "c.csv").write_bytes("\ufeffQuestion;Answer\r\nWho steers?;Mara Quill.\r\n".encode())
    (folder / "nlu.yml").write_text(
        "nlu: [{intent: x, examples: '- where is it'}]\nresponses: {utter_x: [{text: Here.}]}\n"
    )
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden").write_text("")
    result = run("import", "faq-pages")
    assert result.exit_code == 0
    story = parse(result.stdout_bytes, "made.yaml")
    assert story.title == "faq pages"
    assert [(it.title, it.topic) for it in story.facts] == [
        ("What does it cost?", "fares"),
        ("May dogs come?", "dogs"),
        ("Who steers?", None),
        ("where is it", None),
    ]
    assert "1 note:\n  faq-pages/logo.png: a file of another kind" in result.stderr.replace(
        "\\", "/"
    )
    assert "3 facts" not in run("import", "faq-pages", "--format", "markdown").stderr
    assert run("import", "faq-pages/a.md", "--language", "de").stdout.count("language: de") == 1
    assert 'title: "Fares"' in run("import", "faq-pages/a.md").stdout


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("faq.xlsx", b"PK\x03\x04", "save a sheet as CSV (UTF-8)"),
        ("faq.csv", "question,answer\nÄ?,b\n".encode("cp1252"), "faq.csv:2:1: byte 17"),
        ("faq.csv", "question,answer\nA?,b\n".encode("utf-16"), "the file is UTF-16"),
        ("faq.csv", b"question,answer\nA?,b\0\n", "faq.csv:2:5: the control character U+0000"),
        ("faq.csv", b"question,answer\n" + b"x" * 5_000_000, "larger than 5 MB"),
        ("faq.csv", b"", "faq.csv:1:1: the file is empty"),
        ("gone.csv", None, "The file gone.csv cannot be read"),
        ("empty/", None, "has no file of .csv"),
    ],
)
def test_what_cannot_be_read_is_refused(run: Run, name: str, data: bytes | None, told: str) -> None:
    if name.endswith("/"):
        Path(name).mkdir()
    elif data is not None:
        Path(name).write_bytes(data)
    result = run("import", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_many_files_are_bounded_together(run: Run) -> None:
    Path("many").mkdir()
    for n in range(2):
        (Path("many") / f"{n}.md").write_text("## A?\n" + "x" * 3_000_000)
    assert "over 5 MB" in run("import", "many").stderr


def test_a_narrow_terminal_loses_nothing_in_a_pipe(tmp_path: Path) -> None:
    Path("faq.csv").write_text("question,answer\nWer?,Żółć 中 😀\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "import", "faq.csv"],
        env={"PYTHONIOENCODING": "cp1252", "PYTHONPATH": ":".join(filter(None, sys.path)),
             "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )  # fmt: skip
    assert parse(done.stdout, "made.yaml").facts[0].answer == "Żółć 中 😀"
