"""What the workflows run exists, and takes the options that they give it."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fuzz.targets import TARGETS
from tests.paths import REPOSITORY

GITHUB = REPOSITORY / ".github"
WORKFLOWS = {
    path.name: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((GITHUB / "workflows").glob("*.yml"))
}
FORMS = [it for it in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if it.name != "config.yml"]
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def _jobs() -> Iterator[dict[str, Any]]:
    for workflow in WORKFLOWS.values():
        yield from workflow["jobs"].values()


def _steps() -> Iterator[dict[str, Any]]:
    for job in _jobs():
        yield from job.get("steps", ())


RUNS = sorted({step["run"] for step in _steps() if "run" in step})
MODULES = [it for it in RUNS if it.startswith("python -m tests.")]


@pytest.mark.parametrize("run", RUNS)
def test_every_step_is_a_command_that_the_shell_can_read(run: str) -> None:
    subprocess.run(["bash", "-n", "-c", re.sub(r"\$\{\{.*?\}\}", "x", run)], check=True)
    if run.startswith("."):
        assert os.access(REPOSITORY / run.split()[0], os.X_OK)


@pytest.mark.parametrize("run", MODULES)
def test_every_module_that_a_step_runs_knows_the_options_that_it_gets(run: str) -> None:
    module = run.split()[2]
    assert importlib.util.find_spec(module) is not None
    told = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    ).stdout
    assert all(option in told for option in re.findall(r"--[a-z]+", run))


def test_the_night_fuzzes_every_target() -> None:
    fuzz = WORKFLOWS["nightly.yml"]["jobs"]["fuzz"]
    assert fuzz["strategy"]["matrix"]["target"] == sorted(TARGETS)


def test_a_workflow_that_another_calls_may_be_called() -> None:
    called = [job["uses"] for job in _jobs() if "uses" in job]
    assert called
    for path in called:
        workflow = WORKFLOWS[Path(path).name]
        assert "workflow_call" in workflow[True]  # YAML 1.1 reads `on` as true


def test_no_job_runs_for_ever() -> None:
    assert all("timeout-minutes" in job for job in _jobs() if "uses" not in job)


def test_only_jobs_that_publish_may_write_and_only_there() -> None:
    for workflow in WORKFLOWS.values():
        assert workflow["permissions"] == {"contents": "read"}
    writing = {
        (name, job): {what for what, how in steps.get("permissions", {}).items() if how == "write"}
        for name, workflow in WORKFLOWS.items()
        for job, steps in workflow["jobs"].items()
    }
    assert {where: what for where, what in writing.items() if what} == {
        ("docs.yml", "publish"): {"id-token", "pages"},
        ("release.yml", "image"): {"packages"},
        ("release.yml", "pypi"): {"id-token"},
    }


def test_every_python_that_is_promised_is_tried() -> None:
    project = PYPROJECT["project"]
    promised = [it.split(" :: ")[-1] for it in project["classifiers"] if " :: 3." in it]
    assert WORKFLOWS["ci.yml"]["jobs"]["all"]["strategy"]["matrix"]["python"] == promised
    assert project["requires-python"] == f">={promised[0]}"


def test_the_site_is_published_as_it_is_tested() -> None:
    [wanted] = PYPROJECT["project"]["optional-dependencies"]["docs"]
    assert f"python -m pip install '{wanted}'" in RUNS
    assert "mkdocs build --strict --site-dir site" in RUNS


def test_only_a_tag_of_this_version_with_its_day_in_the_changelog_is_released(
    tmp_path: Path,
) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").write_text('__version__ = "1.2.0"\n')
    changelog = tmp_path / "CHANGELOG.md"

    def said(tag: str) -> str:
        run = [str(REPOSITORY / ".ci" / "check-tag"), tag]
        environ = {**os.environ, "ROOT": str(tmp_path)}
        done = subprocess.run(run, capture_output=True, text=True, env=environ, check=False)
        assert (done.returncode == 0) is (not done.stderr)
        return done.stderr

    changelog.write_text("## [1.2.0] - Unreleased\n")
    assert "bot/__init__.py says 1.2.0" in said("v1.3.0")
    assert "write when it is released" in said("v1.2.0")
    changelog.write_text("## [1.2.0] - 2031-04-03\n")
    assert said("v1.2.0") == ""


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_has_what_a_form_needs(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(form)
    asked = [it["id"] for it in form["body"]]
    assert len(asked) == len(set(asked))
    assert all(it["attributes"]["label"] for it in form["body"])


def test_dependency_updates_look_where_there_are_dependencies() -> None:
    kinds = {"pip": "requirements.txt", "docker": "Dockerfile", "docker-compose": "compose.yaml"}
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    found = {it["package-ecosystem"]: it["directory"].lstrip("/") for it in updates}
    assert set(found) == {*kinds, "github-actions"}
    assert all((REPOSITORY / found[kind] / name).is_file() for kind, name in kinds.items())
