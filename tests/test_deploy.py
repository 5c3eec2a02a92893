"""What is deployed from `deploy/`, the Procfile and the pins fits the package it deploys."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from bot.cli.main import storybot
from bot.ops.health import serve_health
from tests.adapters.slack.slack_bot import free_port
from tests.ops.test_health import Parts
from tests.paths import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "storybot.service").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
POSTGRESQL = (DEPLOY / "compose-postgresql.yaml").read_text(encoding="utf-8")


def _commands() -> list[list[str]]:
    """The arguments of every `storybot` that a host is told to start."""
    procfile = (REPOSITORY / "Procfile").read_text(encoding="utf-8").splitlines()
    found = [line.partition("python -m bot ")[2].split() for line in procfile]
    cmd = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    start = re.search(r"^ExecStart=\S+/storybot (.*)$", UNIT, re.MULTILINE)
    assert cmd is not None
    assert start is not None
    return [*found, json.loads(cmd[1]), start[1].split()]


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_every_command_that_a_host_starts_is_one(command: list[str]) -> None:
    name, *arguments = command
    context = click.Context(storybot)
    subcommand = storybot.get_command(context, name)
    assert subcommand is not None
    subcommand.make_context(name, arguments, parent=context)


def test_the_image_copies_what_exists_and_what_is_not_ignored() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
        for name in line.split()
    ]
    assert "bot" in copied
    assert {Path(name).parts[0] for name in copied} <= kept
    assert all((REPOSITORY / name).exists() for name in copied)


def test_the_image_runs_as_a_user_and_keeps_its_data_in_a_volume() -> None:
    assert re.search(r"^USER storybot$", DOCKERFILE, re.MULTILINE)
    assert "XDG_DATA_HOME=/data" in DOCKERFILE
    assert re.search(r"^VOLUME /data$", DOCKERFILE, re.MULTILINE)
    assert "storybot:/data" in COMPOSE["services"]["storybot"]["volumes"]
    assert "RestartPreventExitStatus=2 78" in UNIT


async def test_the_health_check_of_the_image_follows_the_process() -> None:
    found = re.search(r"^HEALTHCHECK .*\n +(\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert found is not None
    port = free_port()
    _, *arguments = json.loads(found[1].replace(":8080/", f":{port}/"))
    assert "8080" in _commands()[-2]

    async def status() -> int | None:
        quiet = asyncio.subprocess.DEVNULL
        check = await asyncio.create_subprocess_exec(sys.executable, *arguments, stderr=quiet)
        return await check.wait()

    parts = Parts()
    async with serve_health(port, parts.gauges, parts.counts.registry):
        assert await status() == 0
    assert await status() == 1


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "storybot.service"
    unit.write_text(UNIT.replace("/opt/storybot/bin/storybot", "/bin/true"), encoding="utf-8")
    judged = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (judged.returncode, judged.stderr) == (0, "")


def test_the_compose_file_needs_nothing_but_tokens() -> None:
    [service] = COMPOSE["services"].values()
    assert service["env_file"] == "../.env"
    assert "${" not in (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert (DEPLOY / service["build"]["context"]).resolve() == REPOSITORY
    assert (REPOSITORY / service["build"]["dockerfile"]).is_file()


def test_a_postgresql_beside_it_refuses_to_start_without_a_password() -> None:
    used = re.findall(r"\$\{(\w+)(.)", POSTGRESQL)
    assert used
    assert set(used) == {("POSTGRES_PASSWORD", ":")}
    services = yaml.safe_load(POSTGRESQL)["services"]
    assert services["storybot"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert set(services["storybot"]) == {"environment", "depends_on"}
    assert "healthcheck" in services["database"]


def test_the_image_brings_the_extras_that_it_is_built_with() -> None:
    extras = re.search(r'"\.\[(.*)\]"', DOCKERFILE)
    assert extras is not None
    assert extras[1] == "postgres${SEMANTIC:+,semantic}"
    assert "STORYBOT_SEMANTIC=$SEMANTIC" in DOCKERFILE
    assert DOCKERFILE.count("ARG SEMANTIC=\n") == DOCKERFILE.count("FROM ")


def test_every_dependency_is_pinned_for_hosts() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    pins = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {_plain(line.partition("==")[0]) for line in pins}
    assert {_plain(re.split(r"[\[>=]", name)[0]) for name in needed} <= pinned
    assert pins[-1] == "."  # a host that installs the pins builds the index too


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")
