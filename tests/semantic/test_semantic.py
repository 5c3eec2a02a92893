"""The semantic extra with a real model, and every way in which there is none."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from bot.cli.main import storybot
from bot.compose.stories import find_embedder
from bot.core.errors import NoModelError
from bot.semantic import open_embedder, opening
from bot.semantic.model import PARTS, SentenceModel, digest_of

YAML = """
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: Inspectors found a crack.
  - id: price
    questions: [What does the repair cost?, price of the repair]
    answer: The repair costs two crowns.
"""


def files(folder: Path) -> Path:
    """A folder that looks like a model's and holds none."""
    folder.mkdir()
    for name in PARTS:
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_texts_that_mean_the_like_lie_closer(model_folder: Path) -> None:
    model = SentenceModel(model_folder)
    one, other, third = model.embed(
        ["why is the bridge shut", "what made them close the crossing", "who bakes the bread"]
    )
    assert one @ other > one @ third + 0.2
    assert np.linalg.norm(one) == pytest.approx(1.0, abs=1e-3)


def test_a_row_does_not_depend_on_the_other_texts(model_folder: Path) -> None:
    model = SentenceModel(model_folder)
    texts = ["why", "a much longer text about the bridge over the river", "what closed it"]
    together = model.embed(texts)
    alone = np.vstack([model.embed([text]) for text in texts])
    assert together.shape == (3, 384)
    assert np.allclose(together, alone, atol=1e-5)


def test_progress_is_told_to_the_end(model_folder: Path) -> None:
    told: list[tuple[int, int]] = []
    model = SentenceModel(model_folder, lambda done, total: told.append((done, total)))
    model.embed(["one", "two", "three"])
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_identity_is_that_of_the_files(model_folder: Path, tmp_path: Path) -> None:
    assert SentenceModel(model_folder).identity == digest_of(model_folder)
    assert digest_of(files(tmp_path / "other")) != digest_of(model_folder)


def test_a_named_folder_is_used(model_folder: Path, tmp_path: Path) -> None:
    environ = {"STORYBOT_MODEL": str(model_folder), "XDG_CACHE_HOME": str(tmp_path)}
    assert find_embedder(environ).identity == digest_of(model_folder)


@pytest.mark.parametrize("broken", [False, True], ids=["no folder", "no model in it"])
def test_a_folder_without_a_model_says_so(tmp_path: Path, broken: bool) -> None:
    pytest.importorskip("fastembed", reason="the extra “semantic” is not installed")
    folder = files(tmp_path / "model") if broken else tmp_path / "none"
    with pytest.raises(NoModelError, match="holds no model that can be used"):
        open_embedder(str(folder), None)


def test_without_the_extra_the_remedy_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastembed", None)
    with pytest.raises(NoModelError, match=r"pip install '\.\[semantic\]'"):
        open_embedder(None, None)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What the hub is asked for; it has a folder of files that are no model."""
    huggingface_hub = pytest.importorskip("huggingface_hub", reason="the extra is not installed")
    errors = pytest.importorskip("huggingface_hub.errors")
    asked: list[dict[str, Any]] = []

    def download(repository: str, *, local_files_only: bool, **how: Any) -> str:
        asked.append({"repository": repository, "local": local_files_only, **how})
        if local_files_only:
            raise errors.LocalEntryNotFoundError("not here yet")
        return str(tmp_path / "hub")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    return asked


def test_the_model_is_fetched_at_one_commit_into_the_cache(
    hub: list[dict[str, Any]],
    model_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(model_folder, tmp_path / "hub")
    monkeypatch.setattr(opening, "DIGEST", digest_of(model_folder))
    open_embedder(None, tmp_path)
    assert [request["local"] for request in hub] == [True, False]
    assert {request["revision"] for request in hub} == {opening.REVISION}
    assert {request["cache_dir"] for request in hub} == {tmp_path / "models"}


def test_a_model_with_another_hash_is_refused(hub: list[dict[str, Any]], tmp_path: Path) -> None:
    files(tmp_path / "hub")
    with pytest.raises(NoModelError, match="not the model that was expected"):
        open_embedder(None, tmp_path)


def test_a_hub_that_cannot_be_reached_says_what_to_do(
    hub: list[dict[str, Any]], tmp_path: Path
) -> None:
    with pytest.raises(NoModelError, match="STORYBOT_MODEL"):
        open_embedder(None, tmp_path)  # its folder is not there


def run(tmp_path: Path, *arguments: str, **environ: str) -> tuple[str, str]:
    path = tmp_path / "bridge.yaml"
    path.write_text(YAML, encoding="utf-8")
    result = CliRunner().invoke(
        storybot, ["--knowledge", str(path), *arguments], env={"HOME": str(tmp_path), **environ}
    )
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


QUESTION = ("ask", "What", "closed", "the", "bridge?")


def test_a_model_that_cannot_be_had_costs_one_warning_and_no_answer(tmp_path: Path) -> None:
    answer, said = run(tmp_path, *QUESTION, "--semantic", STORYBOT_MODEL=str(tmp_path / "none"))
    assert "Inspectors found a crack." in answer
    assert said.count("\n") == 1
    assert said.startswith("Going on without the semantic extra: ")


def test_the_extra_is_not_asked_for_unless_meant(tmp_path: Path) -> None:
    for arguments, value in (((), "0"), (("--no-semantic",), "1")):
        answer, said = run(tmp_path, *QUESTION, *arguments, STORYBOT_SEMANTIC=value)
        assert ("Inspectors found a crack." in answer, said) == (True, "")


@pytest.mark.parametrize("before", [True, False], ids=["before the command", "behind it"])
def test_the_option_and_the_variable_use_the_model(
    model_folder: Path, tmp_path: Path, before: bool
) -> None:
    arguments = ("--semantic", *QUESTION) if before else (*QUESTION, "--semantic")
    answer, said = run(tmp_path, *arguments, STORYBOT_MODEL=str(model_folder))
    assert ("Inspectors found a crack." in answer, said) == (True, "")
    same, _ = run(tmp_path, *QUESTION, STORYBOT_MODEL=str(model_folder), STORYBOT_SEMANTIC="1")
    assert same == answer


def test_a_variable_that_makes_no_sense_is_an_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(storybot, QUESTION, env={"STORYBOT_SEMANTIC": "perhaps"})
    assert result.exit_code == 2
    assert "STORYBOT_SEMANTIC=perhaps makes no sense: write 1 or 0." in result.stderr
