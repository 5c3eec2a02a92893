"""Which knowledge file a command takes."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot
from bot.core.errors import UnusableInputError
from bot.knowledge import locate


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "installed" / "bot"
    folder.mkdir(parents=True)
    return folder


def test_the_option_goes_before_the_variable_and_the_variable_before_the_folder(
    tmp_path: Path, package: Path
) -> None:
    (tmp_path / "knowledge.yaml").touch()
    environ = {"STORYBOT_KNOWLEDGE": "/other.yaml"}
    assert locate.find("a.yaml", environ, tmp_path, package) == tmp_path / "a.yaml"
    assert locate.find(None, environ, tmp_path, package) == Path("/other.yaml")
    assert locate.find(None, {}, tmp_path, package) == tmp_path / "knowledge.yaml"


def test_an_empty_variable_names_nothing_and_an_empty_name_is_refused(
    tmp_path: Path, package: Path
) -> None:
    (tmp_path / "knowledge.yaml").touch()
    found = locate.find(None, {"STORYBOT_KNOWLEDGE": ""}, tmp_path, package)
    assert found == tmp_path / "knowledge.yaml"
    with pytest.raises(UnusableInputError, match="name is empty"):
        locate.find("", {}, tmp_path, package)


def test_the_copy_in_the_package_goes_before_the_one_beside_it(
    tmp_path: Path, package: Path
) -> None:
    beside = package.parent / "knowledge.yaml"
    beside.touch()
    assert locate.find(None, {}, tmp_path, package) == beside
    (package / "data").mkdir()
    shipped = package / "data" / "knowledge.yaml"
    shipped.touch()
    assert locate.find(None, {}, tmp_path, package) == shipped


def test_where_there_is_none_it_says_how_to_name_one(tmp_path: Path, package: Path) -> None:
    with pytest.raises(UnusableInputError, match="--knowledge FILE or STORYBOT_KNOWLEDGE"):
        locate.find(None, {}, tmp_path, package)


def test_the_package_is_found_where_it_is_imported_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def is_file(self: Path) -> bool:
        asked.append(self)
        return False

    monkeypatch.setattr(Path, "is_file", is_file)
    with pytest.raises(UnusableInputError):
        locate.find(None, {}, tmp_path)
    assert Path(bot.__file__).parent / "data" / "knowledge.yaml" in asked
