"""The documentation lists what the code has: options, variables, fields, tables, packages."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import settings
from bot.cli.main import INTERRUPTED
from bot.core.errors import StorybotError
from bot.core.model import Chatted, Explanation, Story
from bot.knowledge.fields import FILE, Shape
from bot.records.schema import METADATA
from bot.rendering.json_reply import explained, record
from tests.paths import REPOSITORY
from tests.reference import PAGE

DOCS = REPOSITORY / "docs"
BOT = REPOSITORY / "bot"
REFERENCE = PAGE.read_text(encoding="utf-8")

VARIABLE = re.compile(r"(?:STORYBOT|DISCORD|SLACK|XDG)_[A-Z_]*[A-Z]|DATABASE_URL|PORT|NO_COLOR")
OF_THE_SYSTEM = {"XDG_DATA_HOME", "XDG_CACHE_HOME", "NO_COLOR", "DATABASE_URL"}
"""Variables that mean the same to other programs: .env.example does not set them."""

DEFAULTS = {
    "PORT": settings.DEFAULT_PORT,
    "STORYBOT_PERSON_LIMIT": settings.DEFAULT_PERSON_LIMIT,
    "STORYBOT_CHANNEL_LIMIT": settings.DEFAULT_CHANNEL_LIMIT,
    "STORYBOT_KEEP_DAYS": settings.DEFAULT_DAYS,
    "STORYBOT_KEEP_TEXTS": settings.DEFAULT_TEXT_DAYS,
}


def _literals(folder: Path) -> set[str]:
    """Every text that the code under `folder` has by itself, without what is put together."""
    trees = (ast.parse(it.read_text(encoding="utf-8")) for it in folder.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {it.value for it in nodes if isinstance(it, ast.Constant) and isinstance(it.value, str)}


def _rows(heading: str) -> dict[str, str]:
    """What the first column of the table below `heading` names, each with its whole row."""
    section = REFERENCE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return {name: row for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_the_options_are_those_of_the_command_line() -> None:
    # in a process of its own, for click remembers how a command was called before
    code = "from tests.reference import page; print(page())"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert REFERENCE.split() == said.stdout.split(), "run python -m tests.reference"


def test_the_variables_are_those_that_the_code_reads() -> None:
    read = {it for it in _literals(BOT) if VARIABLE.fullmatch(it)}
    assert set(_rows("Variables")) == read
    example = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^# ([A-Z_]+)=", example, re.MULTILINE)) == read - OF_THE_SYSTEM


@pytest.mark.parametrize(("name", "default"), DEFAULTS.items())
def test_a_variable_has_the_default_that_is_told(name: str, default: int) -> None:
    assert _rows("Variables")[name].split("|")[2].strip() == str(default)


def test_every_exit_status_is_told() -> None:
    told = set(map(int, re.findall(r"^\| (\d+) \|", REFERENCE, re.MULTILINE)))
    statuses = {StorybotError.exit_status, *(it.exit_status for it in _errors(StorybotError))}
    assert told == {0, 1, INTERRUPTED, *statuses}


def _errors(kind: type[StorybotError]) -> set[type[StorybotError]]:
    below = set(kind.__subclasses__())
    return below.union(*map(_errors, below))


def test_the_fields_are_those_of_the_json() -> None:
    assert set(_rows("JSON")) >= set(record(Chatted("greeting", "Hello!"), Story("A story", ())))
    explanation = explained(Explanation(decision="so"))
    section = REFERENCE.partition("\n## JSON\n")[2].partition("\n## ")[0]
    assert [it for it in explanation if f"`{it}`" not in section] == []


def test_the_metrics_are_those_that_are_served() -> None:
    served = {it for it in _literals(BOT / "ops") if re.fullmatch(r"storybot_[a-z_]+", it)}
    assert set(_rows("Metrics")) == served


def test_the_page_on_privacy_names_every_table() -> None:
    told = (DOCS / "privacy.md").read_text(encoding="utf-8")
    assert [name for name in METADATA.tables if f"`{name}`" not in told] == []


def test_the_page_on_curating_shows_every_key() -> None:
    told = (DOCS / "curating.md").read_text(encoding="utf-8")
    assert [key for key in _keys(FILE) if not re.search(rf"\b{key}:|`{key}`", told)] == []


def _keys(shape: Shape) -> list[str]:
    inner = [it.shape for it in shape.fields.values() if it.shape is not None]
    return [*shape.fields, *(key for one in inner for key in _keys(one))]


def test_the_map_names_every_package_and_nothing_that_is_not_there() -> None:
    told = (DOCS / "architecture.md").read_text(encoding="utf-8")
    named = {
        it.rstrip("/") for it in re.findall(r"`((?:bot|tests|deploy|docs|\.ci)/[^`* ]*)`", told)
    }
    assert [it for it in sorted(named) if not (REPOSITORY / it).exists()] == []
    packages = {it.parent.name for it in BOT.glob("*/__init__.py")}
    assert {f"bot/{name}" for name in packages} <= named
    modules = {it.name for it in BOT.glob("*.py")} - {"__init__.py"}
    assert [it for it in sorted(modules) if f"`bot/{it}`" not in told] == []


def test_the_readme_is_short() -> None:
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
