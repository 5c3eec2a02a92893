"""Readers' words, like with like, with the facts that come nearest."""

from __future__ import annotations

from bot.desk.inbox import FEWEST, work_list
from bot.ports.feedback import Feedback, ReaderText
from tests.core.invented import COST, town


def text(number: int, words: str, kind: str = "question", fact: str | None = None) -> ReaderText:
    return ReaderText(f"{number:032x}", float(number), kind, fact, words, asker=str(number))


def test_puts_like_with_like_and_names_the_nearest_facts() -> None:
    said = [
        text(1, "who painted the ferry blue"),
        text(2, "What did the ferry cost in all"),
        text(3, "Who painted the ferry blue?"),
    ]
    found = work_list(Feedback(tuple(said)), town())
    first, second = found.items
    assert (first.text, len(first.texts), first.id) == ("who painted the ferry blue", 2, "0" * 8)
    assert first.is_called("00000000")
    assert second.nearest[0][0] == COST
    assert found.hidden == 0


def test_a_report_is_about_its_fact() -> None:
    gone = text(2, "wrong", "report", "gone")
    found = work_list(Feedback((text(1, "wrong", "report", "cost"), gone)), town())
    assert {it.kind for it in found.items} == {"report"}
    assert sorted(it.nearest for it in found.items) == [(), ((COST, 1.0),)]


def test_shows_what_only_a_switch_kept_where_enough_readers_asked_it() -> None:
    asked = [text(n, "who painted the ferry", "miss") for n in range(FEWEST)]
    named = [text(n, f"who painted the ferry for {it}", "miss") for n, it in enumerate("abc")]
    assert work_list(Feedback(tuple(named)), town()).items == ()
    few = work_list(Feedback((*asked[1:], text(9, "my neighbour's salary", "miss"))), town())
    assert (few.items, few.hidden) == ((), FEWEST)
    found = work_list(Feedback(tuple(asked)), town())
    assert [len(it.texts) for it in found.items] == [FEWEST]
    assert found.texts == tuple(asked)


def test_what_was_decided_is_shown_no_more() -> None:
    said = (text(1, "who painted the ferry"), text(2, "?!"))
    found = work_list(Feedback(said), town(), decided={said[0].id})
    assert [(it.text, it.nearest) for it in found.items] == [("?!", ())]
