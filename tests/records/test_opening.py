"""Which database is meant, which key, and what is taken out of texts."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import SettingsError
from bot.ports.messages import Reader
from bot.records.address import database_url
from bot.records.checks import check_records
from bot.records.database import Database
from bot.records.migrations import VERSION
from bot.records.opening import open_records
from bot.records.pseudonyms import Pseudonyms, find_key
from bot.records.redaction import LONGEST, redacted
from tests.fakes.discord_service import COST
from tests.records.conftest import KEY, RETENTION, Open
from tests.records.reading import count, execute, rows

HOME = Path("/home/ada/.local/share/storybot")


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (None, f"sqlite:///{HOME}/records.sqlite3"),
        ("/srv/r.db", "sqlite:////srv/r.db"),
        ("sqlite:////srv/r.db", "sqlite:////srv/r.db"),
        ("postgres://u:p@db/storybot", "postgresql+psycopg://u:***@db/storybot"),
        ("postgresql://db/storybot?sslmode=require", "postgresql+psycopg://db/storybot?sslmode=require"),
        ("postgresql+psycopg2://db/storybot", "postgresql+psycopg://db/storybot"),
    ],
)  # fmt: skip
def test_the_database_that_is_named_is_used(named: str | None, expected: str) -> None:
    assert database_url(named, HOME).render_as_string(hide_password=True) in (
        expected,
        expected.replace(":////", ":///"),
    )


@pytest.mark.parametrize(
    "named", ["mysql://ada:sesame@db/x", "postgres://ada:sesame@db:port/x", ":memory:", "sqlite://"]
)
def test_what_names_no_database_is_refused_without_repeating_it(named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        database_url(named, HOME)
    assert "STORYBOT_DATABASE" in str(refused.value)
    assert "sesame" not in str(refused.value)


def test_without_a_home_the_variables_must_be_set() -> None:
    with pytest.raises(SettingsError, match="STORYBOT_DATABASE"):
        database_url(None, None)
    with pytest.raises(SettingsError, match="STORYBOT_HASH_KEY"):
        find_key(None, None)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.records.address.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"\.\[postgres\]"):
        database_url("postgres://db/storybot", None)


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    key = find_key(None, tmp_path / "new")
    assert find_key(None, tmp_path / "new") == key
    assert len(key) == 64
    file = tmp_path / "new" / "hash-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert find_key("a key of my own, long", tmp_path) == "a key of my own, long"


def test_processes_that_start_at_once_agree_on_a_key(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from bot.records.pseudonyms import find_key;"
        "print(find_key(None, pathlib.Path(sys.argv[1])))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "new")],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(6)
    ]
    assert len({process.communicate()[0] for process in started}) == 1


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="shorter than 16"):
        find_key("sesame", tmp_path)
    (tmp_path / "hash-key").write_text("sesame")
    with pytest.raises(SettingsError, match="delete it"):
        find_key(None, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be kept"):
        find_key(None, tmp_path / "file")


def test_people_of_two_platforms_are_never_the_same() -> None:
    people = Pseudonyms("a key that only tests have")
    assert people.hash(Reader("discord", "1")) != people.hash(Reader("slack", "1"))
    assert people.hash(Reader("discord", "1", "900")) == people.hash(Reader("discord", "1"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Who is  Mara Quill?\n", "Who is Mara Quill?"),
        ("write to ada@mail.example or ada.b@x.example.", "write to [address] or [address]"),
        ("see https://x.example/?token=1 or www.x.example", "see [link] or [link]"),
        ("<@4815162342> and @ada and <#12>", "[person] and [person] and [person]"),
        ("call +49 (30) 123-45 67 please", "call [number] please"),
        ("my key is xoxb-1234567890-abcdefghij", "my key is [secret]"),
        ("48 million in 2025, not 38", "48 million in 2025, not 38"),
        ("on 2025-02-25 or 25.02.2025", "on 2025-02-25 or 25.02.2025"),
    ],
)
def test_texts_are_kept_without_what_tells_people_apart(written: str, kept: str) -> None:
    assert redacted(written) == kept


@given(st.text(max_size=3000))
def test_any_text_can_be_kept(written: str) -> None:
    kept = redacted(written)
    assert len(kept) <= LONGEST
    assert "\0" not in kept
    kept.encode("utf-8")


async def test_a_database_of_the_first_version_gets_what_came_later(
    opened: Open, address: str
) -> None:
    async with opened():
        pass
    execute(
        address,
        *(f"DROP TABLE {it}" for it in ("shared", "answers")),
        *(f"ALTER TABLE inbox DROP COLUMN {it}" for it in ("owner", "lease", "words", "begun")),
        "UPDATE storybot_schema SET version = 1",
    )
    for _ in range(2):
        async with opened() as records:
            assert await records.inbox.left("discord") == ()
            assert await records.shared.get("room") == {}
            assert records.shared.alone == 0
        assert count(address, "answers") == 0
        assert rows(address, "SELECT version FROM storybot_schema") == [(VERSION,)]


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "records.sqlite3"
    database = Database(database_url(str(path), None))
    await database.run(lambda _: None, within=20)
    modes = {stat.S_IMODE(it.stat().st_mode) for it in path.parent.iterdir()}
    database.close()
    assert modes == {0o600}
    assert stat.S_IMODE(os.stat(path.parent).st_mode) == 0o700


async def test_to_examine_a_file_does_not_take_it_from_who_serves_from_it(tmp_path: Path) -> None:
    """To close a file ends all locks of this process on it, and others take its log away."""
    ada = Reader("discord", "1", "900")
    path = tmp_path / "records.sqlite3"
    look = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT 1 FROM votes')"
    async with open_records(str(path), KEY, RETENTION, {}) as records:
        await records.store.vote(ada, COST, up=True)
        log = Path(f"{path}-wal").stat().st_ino
        assert len(await check_records(str(path), KEY, {})) >= 1
        await asyncio.to_thread(subprocess.run, [sys.executable, "-c", look, str(path)], check=True)
        assert Path(f"{path}-wal").stat().st_ino == log
        await records.store.vote(ada, COST, up=False)
    assert rows(str(path), "SELECT up FROM votes") == [(0,)]


@pytest.mark.parametrize("content", [b"rubbish", b"rubbish " * 1000, b"\x00" * 5000, None])
async def test_what_is_no_database_is_refused_in_a_sentence(
    content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "records.sqlite3"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"records.sqlite3 is no database: name another file"):
        async with open_records(str(path), KEY, RETENTION, {}):
            pass


@pytest.mark.parametrize(
    "foreign",
    ["(name TEXT)", "(version TEXT)", "(version INTEGER)"],
)
async def test_a_table_of_somebody_else_is_refused_in_a_sentence(
    foreign: str, opened: Open, address: str
) -> None:
    async with opened():
        pass
    execute(address, "DROP TABLE storybot_schema", f"CREATE TABLE storybot_schema {foreign}")
    if "TEXT" in foreign:
        execute(address, "INSERT INTO storybot_schema VALUES ('theirs')")
    with pytest.raises(SettingsError, match="storybot_schema in the database is not storybot's"):
        async with open_records(address, KEY, RETENTION, {}):
            pass
