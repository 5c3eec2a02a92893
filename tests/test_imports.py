"""Imports run one way, the contracts that say so bite, and `storybot ask` loads only what it needs.

The contracts stand in pyproject.toml. Each test plants an import in a copy of the package.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

STORY = """
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: Inspectors found a crack in the east pier.
"""

NOT_FOR_ASK = {
    "aiohttp",
    "discord",
    "fastembed",
    "prometheus_client",
    "huggingface_hub",
    "prompt_toolkit",
    "rich",
    "slack_bolt",
    "psycopg",
    "slack_sdk",
    "sqlalchemy",
}
"""What only a channel, a prompt or an extra needs; each would double the time `ask` takes."""

ONE_WAY = "Imports run one way"
IN_CORE = "Imports run one way inside the core"
CHANNELS = "Channels do not know each other"
PURE = "The core does no I/O, has no clock, and knows no library of the edges"
DISCORD = "discord.py is for the Discord channel alone"
SLACK = "Bolt and Slack's SDK are for the Slack channel alone"
HTTP = "HTTP is for the channels, the judge and for operating alone"
JUDGE = "The judge is built and heard, and known to nobody else"
METRICS = "Metrics are for operating alone"
TERMINAL = "The command line's libraries are for the command line alone"
SQL = "SQL is for the records alone"
YAML = "YAML is for the knowledge file alone"
MODEL = "The language model is for the semantic extra alone"

PLANTED = [
    ("core/model.py", "import bot.rendering.card", ONE_WAY),
    ("core/service.py", "from bot import compose", ONE_WAY),
    ("core/errors.py", "from bot.knowledge import loader", ONE_WAY),
    ("folders.py", "from bot.core import errors", ONE_WAY),
    ("core/errors.py", "from bot import folders", ONE_WAY),
    ("rendering/plain.py", "from bot.cli import ask", ONE_WAY),
    ("rendering/card.py", "from bot.ops import clock", ONE_WAY),
    ("knowledge/loader.py", "from bot import settings", ONE_WAY),
    ("settings.py", "from bot.knowledge import loader", ONE_WAY),
    ("ops/clock.py", "from bot.channels import answering", ONE_WAY),
    ("channels/answering.py", "import bot.compose", ONE_WAY),
    ("records/store.py", "from bot.knowledge import loader", ONE_WAY),
    ("records/store.py", "from bot.channels import answering", ONE_WAY),
    ("core/judging.py", "from bot.judge import consulting", ONE_WAY),
    ("judge/judge.py", "from bot.channels import answering", ONE_WAY),
    ("judge/wording.py", "from bot.rendering import texts", ONE_WAY),
    ("newcomer.py", "x = 1", ONE_WAY),
    ("core/language/stems.py", "from bot.core.matching import matcher", IN_CORE),
    ("core/matching/matcher.py", "from bot.core.policy import decision", IN_CORE),
    ("core/policy/decision.py", "from bot.core.conversation import memory", IN_CORE),
    ("core/model.py", "from bot.core import errors", IN_CORE),
    ("core/judging.py", "from bot.core.policy import decision", IN_CORE),
    ("core/newcomer.py", "x = 1", IN_CORE),
    ("channels/discord/client.py", "from bot.channels.slack import app", CHANNELS),
    ("channels/slack/app.py", "from bot.channels.discord import client", CHANNELS),
    ("channels/answering.py", "from bot.channels.discord import client", CHANNELS),
    ("channels/newcomer.py", "x = 1", CHANNELS),
    ("core/language/stems.py", "import yaml", PURE),
    ("core/service.py", "import click", PURE),
    ("core/conversation/memory.py", "import time", PURE),
    ("core/policy/decision.py", "from random import random", PURE),
    ("core/judging.py", "import asyncio", PURE),
    ("core/matching/index.py", "from pathlib import Path", PURE),
    ("cli/ask.py", "import discord", DISCORD),
    ("channels/answering.py", "import discord", DISCORD),
    ("channels/slack/app.py", "from discord import app_commands", DISCORD),
    ("rendering/slack.py", "from slack_sdk.models import blocks", SLACK),
    ("channels/discord/client.py", "import slack_bolt", SLACK),
    ("compose/stories.py", "import slack_bolt", SLACK),
    ("rendering/discord.py", "import aiohttp", HTTP),
    ("cli/serve.py", "import aiohttp", HTTP),
    ("compose/judging.py", "import aiohttp", HTTP),
    ("channels/slack/replies.py", "from bot.judge import consulting", JUDGE),
    ("ops/metrics.py", "from bot.judge import judge", JUDGE),
    ("cli/operating.py", "import prometheus_client", METRICS),
    ("channels/answering.py", "import prometheus_client", METRICS),
    ("settings.py", "import click", TERMINAL),
    ("knowledge/loader.py", "from prompt_toolkit import prompt", TERMINAL),
    ("compose/stories.py", "import sqlalchemy", SQL),
    ("channels/answering.py", "import sqlalchemy", SQL),
    ("settings.py", "import yaml", YAML),
    ("semantic/model.py", "from bot.knowledge import cache", ONE_WAY),
    ("compose/stories.py", "import fastembed", MODEL),
    ("knowledge/cache.py", "import huggingface_hub", MODEL),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contracts, to be spoilt."""
    shutil.copytree(
        REPOSITORY / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("data", "__pycache__")
    )
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def _contracts(folder: Path) -> tuple[int, dict[str, bool]]:
    """The exit status of lint-imports, and which contracts are kept."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found = re.findall(r"^(\S.*) (KEPT|BROKEN)$", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return done.returncode, {name: word == "KEPT" for name, word in found}


def test_the_package_keeps_every_contract(copy: Path) -> None:
    status, kept = _contracts(copy)
    assert status == 0
    assert kept == dict.fromkeys({contract for *_, contract in PLANTED}, True)


@pytest.mark.parametrize("hidden", [False, True], ids=["at-the-top", "in-a-function"])
@pytest.mark.parametrize(("module", "line", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract(
    copy: Path, module: str, line: str, contract: str, hidden: bool
) -> None:
    path = copy / "bot" / module
    before = path.read_text(encoding="utf-8") if path.is_file() else '"""New here."""\n'
    planted = f"\n\ndef late() -> None:\n    {line}\n" if hidden else f"\n\n{line}\n"
    path.write_text(before + planted, encoding="utf-8")
    status, kept = _contracts(copy)
    assert status == 1
    assert not kept[contract]


def _imported(tmp_path: Path, *arguments: str) -> set[str]:
    """The top-level modules that Python imports for `arguments`, as it tells itself."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)
    return {name.partition(".")[0] for name in found}


def test_the_command_imports_no_chat_library(tmp_path: Path) -> None:
    imported = _imported(tmp_path, "-c", "import bot.cli.main")
    assert "bot" in imported
    assert imported & NOT_FOR_ASK == set()


@pytest.mark.parametrize("options", [(), ("--json",), ("--explain",)])
def test_ask_imports_no_chat_library(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "knowledge.yaml").write_text(STORY, encoding="utf-8")
    question = ("ask", *options, "Why is the bridge shut?")
    for imported in (_imported(tmp_path, "-m", "bot", *question) for _ in ("built", "cached")):
        assert {"bot", "click", "numpy"} <= imported
        assert imported & NOT_FOR_ASK == set()
    assert list(tmp_path.glob("cache/storybot/*.index"))
