"""Imports run one way, the contracts that say so bite, and `storybot ask` loads only what it needs.

The contracts stand in pyproject.toml. Imports are planted in a copy of the package.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import REPOSITORY

LINT = """
import contextlib, io, json, sys
from pathlib import Path
from importlinter.cli import lint_imports

def linted():
    with contextlib.redirect_stdout(io.StringIO()) as told:
        status = lint_imports(no_cache=True)
    return status, told.getvalue()

found = [linted()]
for module, line in json.load(sys.stdin):
    path = Path("bot", module)
    before = path.read_text(encoding="utf-8") if path.is_file() else None
    path.write_text((before or '"New here."') + line, encoding="utf-8")
    found.append(linted())
    path.unlink() if before is None else path.write_text(before, encoding="utf-8")
json.dump(found, sys.stdout)
"""
"""Lints the package in the working folder: first as it is, then with each line planted."""

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
    "jinja2",
    "mcp",
    "prompt_toolkit",
    "rich",
    "slack_bolt",
    "psycopg",
    "slack_sdk",
    "sqlalchemy",
    "trafilatura",
}
"""What only a channel, a prompt or an extra needs; each would double the time `ask` takes."""

ONE_WAY = "Imports run one way"
IN_CORE = "Imports run one way inside the core"
IN_ENGINE = "Imports run one way inside the engine"
ADAPTERS = "Adapters do not know each other"
APPLICATION = "The application knows no platform, no database and no engine"
PURE = "The core does no I/O, has no clock, and knows no library of the edges"
DISCORD = "discord.py is for the Discord channel alone"
SLACK = "Bolt and Slack's SDK are for the Slack channel alone"
HTTP = "HTTP is for the adapters, the judge, the page and for operating alone"
JUDGE = "The judge is built and heard, and known to nobody else"
METRICS = "Metrics are for operating alone"
TERMINAL = "The command line's libraries are for the command line alone"
SQL = "SQL is for the records alone"
YAML = "YAML is for the knowledge file alone"
DESK = "The desk is pure: no command line, no chat, no database"
AGENTS = "The Model Context Protocol is for the agents alone"
WEB = "The web page's reader is for the extra web alone"
PAGES = "Pages of HTML are written from templates, in one place"
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
    ("settings/values.py", "from bot.knowledge import loader", ONE_WAY),
    ("ops/clock.py", "from bot.adapters import probing", ONE_WAY),
    ("application/ask.py", "import bot.compose", ONE_WAY),
    ("records/store.py", "from bot.knowledge import loader", ONE_WAY),
    ("records/store.py", "from bot.application import ask", ONE_WAY),
    ("core/judging.py", "from bot.judge import consulting", ONE_WAY),
    ("judge/judge.py", "from bot.application import ask", ONE_WAY),
    ("judge/wording.py", "from bot.rendering import texts", ONE_WAY),
    ("newcomer.py", "x = 1", ONE_WAY),
    ("core/evidence.py", "from bot.core import matcher", IN_CORE),
    ("core/matcher.py", "from bot.core.policy import decision", IN_CORE),
    ("core/policy/decision.py", "from bot.core.conversation import reaction", IN_CORE),
    ("core/model.py", "from bot.core import errors", IN_CORE),
    ("core/judging.py", "from bot.core.policy import decision", IN_CORE),
    ("core/newcomer.py", "x = 1", IN_CORE),
    ("core/service.py", "from bot.matching import engine", ONE_WAY),
    ("matching/engine.py", "from bot.knowledge import loader", ONE_WAY),
    ("knowledge/loader.py", "from bot.matching import engine", ONE_WAY),
    ("matching/language/stems.py", "from bot.matching.ranking import ranker", IN_ENGINE),
    ("matching/ranking/ranker.py", "from bot.matching import engine", IN_ENGINE),
    ("matching/newcomer.py", "x = 1", IN_ENGINE),
    ("adapters/discord/client.py", "from bot.adapters.slack import app", ADAPTERS),
    ("adapters/slack/app.py", "from bot.adapters.discord import client", ADAPTERS),
    ("adapters/probing.py", "from bot.adapters.discord import client", ADAPTERS),
    ("application/ask.py", "from bot.adapters.discord import client", ONE_WAY),
    ("rendering/card.py", "from bot.application import ask", ONE_WAY),
    ("application/ask.py", "from bot.records import store", APPLICATION),
    ("application/ask.py", "from bot.matching.ranking import ranker", APPLICATION),
    ("application/moderation.py", "from bot.semantic import model", APPLICATION),
    ("application/moderation.py", "from bot.knowledge import loader", APPLICATION),
    ("application/rate_limit.py", "import discord", APPLICATION),
    ("application/rate_limit.py", "import slack_sdk", APPLICATION),
    ("adapters/newcomer.py", "x = 1", ADAPTERS),
    ("core/evidence.py", "import yaml", PURE),
    ("core/service.py", "import numpy", PURE),
    ("core/service.py", "import click", PURE),
    ("core/conversation/reaction.py", "import time", PURE),
    ("core/policy/decision.py", "from random import random", PURE),
    ("core/judging.py", "import asyncio", PURE),
    ("core/conversation/reaction.py", "from pathlib import Path", PURE),
    ("cli/ask.py", "import discord", DISCORD),
    ("application/ask.py", "import discord", DISCORD),
    ("adapters/slack/app.py", "from discord import app_commands", DISCORD),
    ("rendering/slack.py", "from slack_sdk.models import blocks", SLACK),
    ("adapters/discord/client.py", "import slack_bolt", SLACK),
    ("compose/stories.py", "import slack_bolt", SLACK),
    ("rendering/discord.py", "import aiohttp", HTTP),
    ("cli/serve.py", "import aiohttp", HTTP),
    ("compose/judging.py", "import aiohttp", HTTP),
    ("adapters/slack/replies.py", "from bot.judge import consulting", JUDGE),
    ("ops/metrics.py", "from bot.judge import judge", JUDGE),
    ("cli/operating.py", "import prometheus_client", METRICS),
    ("application/ask.py", "import prometheus_client", METRICS),
    ("settings/values.py", "import click", TERMINAL),
    ("knowledge/loader.py", "from prompt_toolkit import prompt", TERMINAL),
    ("compose/stories.py", "import sqlalchemy", SQL),
    ("application/ask.py", "import sqlalchemy", SQL),
    ("settings/values.py", "import yaml", YAML),
    ("semantic/model.py", "from bot.matching import cache", ONE_WAY),
    ("curation/editing.py", "from bot.application import ask", ONE_WAY),
    ("knowledge/loader.py", "from bot.curation import editing", ONE_WAY),
    ("desk/coverage.py", "import click", DESK),
    ("desk/article.py", "import jinja2", PAGES),
    ("page/desk.py", "from bot.cli import ask", ONE_WAY),
    ("page/bench.py", "from bot.compose import stories", ONE_WAY),
    ("cli/draft.py", "import trafilatura", WEB),
    ("cli/mcp.py", "import mcp", AGENTS),
    ("adapters/agents.py", "from bot.adapters.discord import client", ADAPTERS),
    ("compose/stories.py", "import fastembed", MODEL),
    ("matching/cache.py", "import huggingface_hub", MODEL),
]


IN_A_FUNCTION = list(
    {contract: (module, line, contract) for module, line, contract in PLANTED}.values()
)
"""One for each contract."""

Linted = list[tuple[int, dict[str, bool]]]


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> Linted:
    """Of a copy of the package, as it is and with each import planted: the exit status of
    lint-imports, and which contracts are kept."""
    copy = tmp_path_factory.mktemp("spoilt")
    shutil.copytree(
        REPOSITORY / "bot", copy / "bot", ignore=shutil.ignore_patterns("data", "__pycache__")
    )
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    lines = [(module, f"\n\n{line}\n") for module, line, _ in PLANTED]
    lines += [(module, f"\n\ndef late():\n    {line}\n") for module, line, _ in IN_A_FUNCTION]
    done = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=copy,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [
        (status, re.findall(r"^(\S.*) (KEPT|BROKEN)$", told, re.MULTILINE))
        for status, told in json.loads(done.stdout)
    ]
    return [(status, {name: word == "KEPT" for name, word in kept}) for status, kept in found]


def test_the_package_keeps_every_contract(linted: Linted) -> None:
    status, kept = linted[0]
    assert status == 0
    assert kept == dict.fromkeys({contract for *_, contract in PLANTED}, True)


@pytest.mark.parametrize(
    ("number", "module", "line", "contract"),
    [(number, *planted) for number, planted in enumerate([*PLANTED, *IN_A_FUNCTION], start=1)],
)
def test_a_planted_import_breaks_its_contract(
    linted: Linted, number: int, module: str, line: str, contract: str
) -> None:
    status, kept = linted[number]
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
