"""How large the house is, and how far a question walks through it: `python -m tests.house`.

    python -m tests.house [--commit COMMIT]

Lines of Python by package, those of each platform with its rendering, private members of others
that are used (ruff's SLF001), and public classes that share a name. Then a mention is asked on the
loopback Slack, with records on SQLite: which modules run between the event and the answer, and how
often the answer waits for the database. COMMIT measures another commit, without the mention.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import io
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.paths import REPOSITORY

PLATFORMS = ("discord", "slack")
APART = {
    "the desk": "desk curation page cli/articles cli/changes cli/coverage cli/desk cli/diff "
    "cli/draft cli/export cli/feedback cli/figures cli/findings cli/imports cli/inbox cli/output "
    "cli/preview cli/report cli/revisions cli/sarif ops/risk ports/feedback records/feedback "
    "rendering/surfaces",
    "honesty": "judge cli/judged compose/judging core/judge core/judging matching/chat "
    "matching/language/foreign matching/ranking/alignment matching/ranking/fact_features "
    "matching/processes matching/strike_out matching/verification/figures "
    "matching/verification/premise matching/verification/verifier ops/prediction ops/separation "
    "rendering/texts_de rendering/texts_es",
    "living answers": "adapters/agents adapters/discord/speaker adapters/slack/speaker "
    "application/corrections application/editors application/notifications application/unasked "
    "cli/corrections cli/mcp compose/editors "
    "knowledge/expiry ports/corrections ports/editors ports/notices records/editors "
    "records/notices records/told_facts "
    "rendering/editors rendering/texts_editors",
}
"""Whole packages and modules that came after the house was drawn, by what they are for."""

AWAITED = {"CLAIM", "GET", "PAY", "BEGIN"}
"""What an answer waits for; the rest is written behind it."""


def lines(*folders: Path) -> int:
    """Lines of Python below `folders`; 0 where one is not there."""
    files = (file for folder in folders for file in folder.rglob("*.py"))
    return sum(map(_length, files))


def _length(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines()) if file.is_file() else 0


def homonyms(package: Path) -> dict[str, list[str]]:
    """Public classes of one name, each with the modules that define it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(package.rglob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(file.relative_to(package)))
    return {name: modules for name, modules in sorted(found.items()) if len(modules) > 1}


def private_members(package: Path) -> list[str]:
    """Where a private member of something else is used."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "SLF001"]
    command += ["--output-format", "concise", "--no-cache", "."]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if "SLF001" in line]


def report(root: Path) -> Iterator[str]:
    """What can be read off the files below `root`."""
    package = root / "bot"
    for folder in sorted(it for it in package.iterdir() if it.is_dir()):
        if count := lines(folder):
            yield f"{count:7} {folder.name}"
    yield f"{lines(package):7} in all"
    rest = lines(package)
    for what, names in APART.items():
        count = sum(lines(package / it) + _length(package / f"{it}.py") for it in names.split())
        rest -= count
        yield f"{count:7} of it for {what}, in modules of their own"
    yield f"{rest:7} without these"
    adapters = next(it for it in (package / "adapters", package / "channels") if it.is_dir())
    for platform in PLATFORMS:
        both = lines(adapters / platform, package / "rendering" / platform)
        yield f"{both:7} {platform} with its rendering"
    members = private_members(package)
    yield f"{len(members):7} private members of others used"
    yield from (f"        {member}" for member in members)
    shared = homonyms(package)
    yield f"{len(shared):7} names that public classes share"
    yield from (f"        {name}: {', '.join(modules)}" for name, modules in shared.items())


@contextmanager
def batches_noted() -> Iterator[list[list[str]]]:
    """What the database is given meanwhile: the operations of each batch."""
    from bot.records.batch_executor import BatchExecutor

    batches: list[list[str]] = []
    execute = BatchExecutor._execute

    async def noted(executor: BatchExecutor, batch: list[Any]) -> None:
        batches.append([it.order.name for it in batch])
        await execute(executor, batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BatchExecutor, "_execute", noted)
        yield batches


def awaited(batches: Iterable[list[str]]) -> list[list[str]]:
    """Those that an answer waits for."""
    return [batch for batch in batches if AWAITED & {*batch}]


async def mention() -> tuple[list[str], list[list[str]]]:
    """The modules that run for a mention on Slack, in order, and the batches it waits for."""
    from bot.adapters.slack import serve_slack
    from bot.application.moderation import Moderation
    from bot.compose.serving import build_answering
    from bot.compose.stories import build_service
    from bot.ops.clock import SystemClock
    from bot.records.opening import open_records
    from bot.settings import CommunitySettings
    from tests.adapters.slack.slack_bot import FULL_SCOPES, cancelled, settings_for
    from tests.records.conftest import KEY, RETENTION
    from tests.servers.slack_objects import mention as event
    from tests.servers.slack_server import SlackServer

    modules: dict[str, None] = {}

    def called(frame: FrameType, _: str, __: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("bot.") and not name.startswith(("bot.core", "bot.matching")):
            modules[name] = None

    service = build_service(REPOSITORY / "knowledge.yaml", {})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "records.sqlite3")
        async with SlackServer() as slack, open_records(path, KEY, RETENTION, {}) as records:
            slack.scopes = FULL_SCOPES
            ports = (records.store, records.inbox, records.shared, records.reply_index)
            limits = CommunitySettings(person_limit=20, channel_limit=60)
            moderation = Moderation(limits, SystemClock(), shared=records.shared)
            ready, answering = asyncio.Event(), build_answering(service, *ports)
            serving = serve_slack(
                answering, settings_for(slack, "socket"), moderation, ready=ready.set
            )
            task = asyncio.create_task(serving)
            await ready.wait()
            for number in range(2):  # the first warms up
                await asyncio.sleep(0.5)
                modules.clear()
                with batches_noted() as batches:
                    threading.setprofile(called)
                    sys.setprofile(called)
                    await slack.event(event("When is R2 due?"))
                    await slack.messages(number + 1)
                    sys.setprofile(None)
            await cancelled(task)
    return [*modules], awaited(batches)


def main(arguments: Sequence[str]) -> int:
    """Print the measures."""
    parser = argparse.ArgumentParser(prog="python -m tests.house", description=__doc__)
    parser.add_argument("--commit", help="measure this commit's files instead")
    options = parser.parse_args(arguments)
    if options.commit is not None:
        archive = subprocess.run(
            ["git", "archive", options.commit, "bot"],
            cwd=REPOSITORY,
            capture_output=True,
            check=True,
        )
        content = io.BytesIO(archive.stdout)
        with tarfile.open(fileobj=content) as files, tempfile.TemporaryDirectory() as folder:
            files.extractall(folder, filter="data")
            print("\n".join(report(Path(folder))))
        return 0
    print("\n".join(report(REPOSITORY)))
    modules, batches = asyncio.run(mention())
    print(f"{len(modules):7} modules run for a mention on Slack, core's and engine's apart")
    for module in modules:
        print(f"        {module}")
    print(f"{len(batches):7} times its answer waits for the database")
    for batch in batches:
        print(f"        {', '.join(batch)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
