"""`storybot doctor` as an operator runs it, at a workspace that does not let the bot in."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from tests.adapters.slack.slack_bot import FULL_SCOPES
from tests.paths import REPOSITORY
from tests.servers.slack_rooms import Room
from tests.servers.slack_server import SlackServer


async def test_a_channel_of_the_settings_without_the_bot_is_a_problem(tmp_path: Path) -> None:
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        slack.rooms.update({"C0NEWS": Room("news"), "C0ALONE": Room("alone", has_bot=False)})
        environ = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "STORYBOT_CHANNELS": "C0NEWS, C0ALONE",
            "STORYBOT_DATABASE": str(tmp_path / "records.sqlite3"),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor", "--json"),
            env={**os.environ, **environ},
            cwd=REPOSITORY,
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await process.communicate()
    assert process.returncode == 1
    found = [it for it in json.loads(told)["findings"] if it["part"] == "slack"]
    assert {
        "part": "slack",
        "level": "problem",
        "what": "the bot is not in #alone",
        "remedy": "write /invite @storybot there",
    } in found
    assert "in “Team” it can speak in 1 channel" in [it["what"] for it in found]
    assert slack.kinds == []
