"""What is kept of a reply that tells with doubt: the fact it told, and that it was not sure."""

from __future__ import annotations

from bot.core.model import Fact, Suggested
from bot.ports.messages import Reader
from bot.ports.records import Exchange
from bot.records.store import is_miss, reply_row

COST = Fact("cost", ("What did it cost?",), "Much.")
LAUNCH = Fact("launch", ("When was the launch?",), "In May.")


def test_what_is_told_with_doubt_keeps_its_fact_and_counts_as_missed() -> None:
    doubtful = Suggested((COST, LAUNCH), told=COST)
    row = reply_row(Exchange("cost?", doubtful, Reader("discord", "7")), 1.0)
    assert (row["outcome"], row["fact"], row["version"]) == ("suggest", "cost", COST.version)
    assert is_miss(doubtful)


def test_what_is_only_offered_keeps_no_fact() -> None:
    row = reply_row(Exchange("it?", Suggested((COST, LAUNCH)), Reader("discord", "7")), 1.0)
    assert (row["outcome"], row["fact"], row["version"]) == ("suggest", None, None)
