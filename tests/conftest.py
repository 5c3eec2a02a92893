"""What all tests share: a cache of their own, the stories, and how hypothesis searches."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.compose.stories import build_service, service_for
from bot.core.service import QuestionService
from bot.knowledge.loader import load
from bot.records import database, inbox, shared_state
from tests.paths import KNOWLEDGE, REPOSITORY, SECOND_STORY, THIRD_STORY
from tests.records.postgres import PostgresServer, binaries
from tests.servers import discord_server, slack_server
from tests.waiting import HANG

SETTINGS_OF_THE_USER = re.compile(r"(STORYBOT|DISCORD|SLACK)_\w+|DATABASE_URL|PORT|NO_COLOR")
"""Variables that a test must not find set."""

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where built indexes are kept, one for all processes of the run.

    Nothing is of the user's, neither data nor tokens, also for the processes that tests start.
    """
    with pytest.MonkeyPatch.context() as patch:
        run = tmp_path_factory.getbasetemp()
        if "PYTEST_XDIST_WORKER" in os.environ:  # beside others, in a folder of its own
            run = run.parent
        cache = str(run / "cache")
        patch.setenv("XDG_CACHE_HOME", cache)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        for name in filter(SETTINGS_OF_THE_USER.fullmatch, [*os.environ]):
            patch.delenv(name)
        yield cache


@pytest.fixture(autouse=True)
def _patience(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither databases nor bots are given up as slow, where a test is not about that."""
    if {"impatient", "slow"} & {it.name for it in request.node.iter_markers()}:
        return
    monkeypatch.setattr(database, "PATIENCE", HANG)
    monkeypatch.setattr(database, "LOCK_PATIENCE", HANG)
    for module in (inbox, shared_state):
        monkeypatch.setattr(module, "HASTE", HANG)
    for server in (discord_server, slack_server):
        monkeypatch.setattr(server, "ACK_LIMIT", HANG)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository with what is not storybot's to publish."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder “shared” beside the repository (article, API documents)")
    return folder


@pytest.fixture(scope="session")
def shipped_story_service() -> QuestionService:
    """Answers from the knowledge file at the top of the repository."""
    return build_service(KNOWLEDGE, os.environ)


@pytest.fixture(scope="session")
def second_story() -> QuestionService:
    """Answers from a story that storybot was not built around."""
    return service_for(load(SECOND_STORY / "knowledge.yaml"))


@pytest.fixture(scope="session")
def third_story() -> QuestionService:
    """Answers from a file as somebody writes it who has read the README, with few phrasings."""
    return service_for(load(THIRD_STORY / "knowledge.yaml"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for the whole run."""
    programs = binaries()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed, and CI is set")
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    server = PostgresServer(programs)
    server.start()
    yield server
    server.delete()


@pytest.fixture
def postgres_address(postgres: PostgresServer) -> str:
    """The address of a fresh database."""
    return postgres.new_database()
