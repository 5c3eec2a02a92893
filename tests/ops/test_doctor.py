"""Each part says what is wrong with it and what to do; a broken check hides nothing of others."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.adapters.probing import clock
from bot.knowledge.checks import SHOWN, check_knowledge
from bot.ops import doctor
from bot.ops.doctor import examine, is_well
from bot.ports.checks import Finding, Level
from bot.records import checks
from bot.records.checks import check_records
from tests.findings import bad

TODAY = "2031-04-10"

KEY = "a key that only tests have"


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        (3.0, []),
        (-59.0, []),
        (90.0, ["problem clock: the clock is 90 seconds behind"]),
        (-3600.0, ["problem clock: the clock is 3600 seconds ahead"]),
    ],
)
def test_a_clock_that_is_wrong_is_found(behind: float, found: list[str]) -> None:
    assert bad([clock(behind)]) == found


def test_a_knowledge_file_is_examined(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    assert "no such file" in bad(check_knowledge(path, TODAY))[0]
    facts = "".join(f"  - {{id: f{number}}}\n" for number in range(9))
    path.write_text(f"version: 1\nstory: {{title: T}}\nfacts:\n{facts}")
    found = bad(check_knowledge(path, TODAY))
    assert len(found) == SHOWN + 1
    assert found[0].startswith(f"problem knowledge: {path}:4:")
    assert "more problems" in found[-1]


async def test_a_database_that_is_down_is_found_without_its_password() -> None:
    found = bad(await check_records("postgres://u:sesame@127.0.0.1:1/x", KEY, {}))
    assert found == [
        "problem database: postgresql+psycopg://u:***@127.0.0.1:1/x is down (OperationalError)"
    ]


async def test_a_shared_database_wants_a_shared_key(postgres_address: str, tmp_path: Path) -> None:
    environ = {"XDG_DATA_HOME": str(tmp_path)}
    assert bad(await check_records(postgres_address, KEY, environ)) == []
    assert (
        "STORYBOT_HASH_KEY is not set"
        in bad(await check_records(postgres_address, None, environ))[0]
    )


@pytest.mark.parametrize("named", ["mysql://u:sesame@db/x", None])
async def test_a_database_that_makes_no_sense_is_found(named: str | None) -> None:
    found = bad(await examine({"database": partial(check_records, named, KEY, {})}))
    assert len(found) == 1
    assert "sesame" not in found[0]


async def test_a_disk_that_does_not_last_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(checks, "MOUNTS", mounts)
    monkeypatch.setattr(checks, "CONTAINER_MARKS", ())
    monkeypatch.delenv("DYNO", raising=False)
    database = str(tmp_path / "records.sqlite3")
    assert bad(await check_records(database, KEY, {})) == []
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\ntmpfs {tmp_path} tmpfs rw 0 0\n")
    assert "does not last" in bad(await check_records(database, KEY, {}))[0]
    mounts.write_text("overlay / overlay rw 0 0\n")
    assert bad(await check_records(database, KEY, {})) == []
    monkeypatch.setattr(checks, "CONTAINER_MARKS", (mounts,))
    assert "does not last" in bad(await check_records(database, KEY, {}))[0]
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n/dev/sda1 {tmp_path} ext4 rw 0 0\n")
    assert bad(await check_records(database, KEY, {})) == []
    monkeypatch.setenv("DYNO", "web.1")
    assert "does not last" in bad(await check_records(database, KEY, {}))[0]
    monkeypatch.delenv("DYNO")
    monkeypatch.setattr(checks, "ROOM", 1 << 62)
    assert "are free" in bad(await check_records(database, KEY, {}))[0]


async def test_a_check_that_breaks_hides_nothing_of_the_others() -> None:
    async def broken() -> list[Finding]:
        raise ZeroDivisionError("sesame")

    async def good() -> list[Finding]:
        return [Finding("clock", Level.GOOD, "right")]

    findings = await examine({"discord": broken, "slack": good, "again": good})
    assert bad(findings) == ["problem discord: this part could not be examined (ZeroDivisionError)"]
    assert len(findings) == 2
    assert not is_well(findings)


async def test_a_part_that_does_not_answer_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    async def waiting() -> list[Finding]:
        await asyncio.sleep(60)
        return []

    monkeypatch.setattr(doctor, "PATIENCE", 0.01)
    [found] = await examine({"slack": waiting})
    assert found.what == "this part did not answer within 0.01 seconds"
    assert found.remedy == "check the network, and try again"
