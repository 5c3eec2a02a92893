"""What the doctor says in chat: all to who can mend it, and nothing of machines to others."""

from __future__ import annotations

from bot.ports.checks import Finding, Level
from bot.rendering import texts_managers
from bot.rendering.card import Card
from bot.rendering.discord.message import message
from bot.rendering.findings import SHOWN, findings_in_words


def test_the_worst_comes_first_with_its_remedy() -> None:
    found = [
        Finding("clock", Level.GOOD, "right within 0 seconds"),
        Finding("discord", Level.WARNING, "a command is old", "start it again"),
        Finding("discord", Level.PROBLEM, "no token", "copy it again"),
    ]
    assert findings_in_words(found, ("discord", "clock")).split("\n") == [
        "🔴 discord: no token → copy it again",
        "🟡 discord: a command is old → start it again",
        texts_managers.DOCTOR_REST,
    ]


def test_that_all_is_well_is_said_with_what_was_seen() -> None:
    found = [Finding("database", Level.GOOD, "/srv/x"), Finding("clock", Level.GOOD, "right")]
    assert findings_in_words(found, ("clock",)).split("\n") == [
        texts_managers.DOCTOR_WELL,
        "- right",
    ]


def test_of_other_parts_no_address_and_no_path_is_told() -> None:
    found = [
        Finding("database", Level.PROBLEM, "postgresql://u@db.internal is down", "ask ada"),
        Finding("database", Level.PROBLEM, "the disk of /srv does not last", "mount one"),
    ]
    said = findings_in_words(found, ("discord",))
    assert said.count("database: something is wrong") == 1
    assert "internal" not in said
    assert "/srv" not in said


def test_much_that_is_wrong_fits_a_message_without_being_cut() -> None:
    found = [Finding("discord", Level.WARNING, f"{it} " + "long " * 99, "mend") for it in range(9)]
    said = findings_in_words(found, ("discord",))
    assert said.count("→ mend\n") == SHOWN
    assert texts_managers.DOCTOR_MORE.format(count=9 - SHOWN) in said
    assert texts_managers.DOCTOR_REST in message(Card(said))["content"]
