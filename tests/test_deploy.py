"""What is deployed from `deploy/`, the Procfile and the pins fits the package it deploys."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from bot.cli.main import storybot

REPOSITORY = Path(__file__).parents[1]
DEPLOY = REPOSITORY / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "storybot.service").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


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
    assert set(copied) <= kept
    assert all((REPOSITORY / name).exists() for name in copied)


def test_the_image_runs_as_a_user_and_keeps_its_data_in_a_volume() -> None:
    assert re.search(r"^USER storybot$", DOCKERFILE, re.MULTILINE)
    assert "XDG_DATA_HOME=/data" in DOCKERFILE
    assert re.search(r"^VOLUME /data$", DOCKERFILE, re.MULTILINE)
    assert "storybot:/data" in COMPOSE["services"]["storybot"]["volumes"]
    assert "RestartPreventExitStatus=2 78" in UNIT


def test_every_dependency_is_pinned_for_hosts() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    pins = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {_plain(line.partition("==")[0]) for line in pins}
    assert {_plain(re.split(r"[\[>=]", name)[0]) for name in needed} <= pinned


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")
