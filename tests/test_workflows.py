"""What the workflows run exists, and takes the options that they give it."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fuzz.targets import TARGETS

REPOSITORY = Path(__file__).parents[1]
WORKFLOWS = {
    path.name: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
}


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
        assert os.access(REPOSITORY / run, os.X_OK)


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


def test_no_job_runs_for_ever_or_may_write() -> None:
    for workflow in WORKFLOWS.values():
        assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in _jobs() if "uses" not in job)
