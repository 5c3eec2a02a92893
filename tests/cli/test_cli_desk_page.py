"""`storybot desk`: opens by the address that it prints, and ends when told to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.cli.conftest import Run
from tests.paths import KNOWLEDGE, REPOSITORY
from tests.waiting import HANG

ARTICLE = "The ferry cost us 48 million crowns, they said. Nobody knew why she came so late.\n"


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ends_well_in_the_middle_of_long_work(end: signal.Signals, tmp_path: Path) -> None:
    copied = tmp_path / "long.yaml"
    copied.write_bytes(KNOWLEDGE.read_bytes())
    command = [sys.executable, "-m", "bot", "desk", str(copied), "--no-browser"]
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    ) as desk:
        assert desk.stdout is not None
        assert desk.stderr is not None
        assert "http://127.0.0.1:" in desk.stdout.readline()
        desk.send_signal(end)
        assert desk.wait(HANG) == 0
        assert desk.stderr.read() == ""


def test_opens_without_a_bot_or_a_database_and_ends_well(ferry: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    command = [sys.executable, "-m", "bot", "desk", str(ferry), "--source", "article.txt"]
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        [*command, "--no-browser"], stdout=subprocess.PIPE, text=True, env=environ
    ) as desk:
        assert desk.stdout is not None
        said = desk.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", said)
        assert address is not None
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        with browser.open(address[0], timeout=HANG) as page:
            assert "4 facts of" in page.read().decode()
        for part in ("inbox", "article", "try?q=who"):
            with browser.open(f"{address[0].partition('?')[0]}{part}", timeout=HANG) as page:
                assert page.status == 200
        desk.send_signal(signal.SIGINT)
        assert desk.wait(HANG) == 0


def test_says_in_the_terminal_what_cannot_be_opened(run: Run, ferry: Path) -> None:
    assert "nowhere.yaml" in run("desk", "nowhere.yaml", "--no-browser").stderr
    Path("out.json").write_text(json.dumps({"version": 9}), "utf-8")
    refused = run("desk", str(ferry), "--read", "out.json", "--no-browser")
    assert (refused.exit_code, "another storybot" in refused.stderr) == (2, True)
    ferry.write_text(ferry.read_text("utf-8").replace("cost\n", "Cost\n", 1), "utf-8")
    broken = run("desk", str(ferry), "--no-browser")
    assert (broken.exit_code, "write cost" in broken.stderr) == (2, True)
