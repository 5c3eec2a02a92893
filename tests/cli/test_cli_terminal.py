"""How a reply looks in a terminal, and how plain it is elsewhere."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest

from bot.cli.terminal import (
    HERE,
    Screen,
    explanation_text,
    listed,
    reply_text,
    screen_of,
    terminal_card,
)
from bot.core.model import Candidate, Chatted, Declined, DeclineReason, Explanation, Fact, GuardNote
from bot.rendering.byline import Byline
from bot.rendering.card import Card, Choice
from bot.rendering.plain import plain
from tests.fakes.discord_service import STORY

CARD = Card(
    "The ferry cost 48 million crowns, far more than the town had planned.",
    byline=Byline("The Courier", "3 April 2031 · disputed, according to the harbour office"),
    correction="Corrected: not 38 million.",
)
OFFER = Card("Did you mean:", choices=(Choice("a", "What did it cost?"), Choice("b", "Why?")))
DOUBTED = replace(CARD, choices=OFFER.choices, doubtful=True)
LEADING = replace(CARD, related=OFFER.choices)


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("card", [CARD, OFFER, DOUBTED, LEADING])
def test_outside_a_terminal_it_is_the_plain_text(card: Card) -> None:
    assert reply_text(card, Screen()) == plain(card)


def test_the_answer_stands_first_and_what_vouches_for_it_is_dim() -> None:
    lines = reply_text(CARD, Screen(200, True)).split("\n")
    assert lines[0].startswith("The ferry cost")
    assert len(lines) == 3
    assert all(line.startswith("\x1b[2m") for line in lines[1:])


def test_lines_fit_the_terminal_and_keep_their_words() -> None:
    text = reply_text(CARD, Screen(30))
    assert max(map(len, text.split("\n"))) <= 30
    assert " ".join(text.split()) == " ".join(plain(CARD).split())


def test_items_hang_under_their_numbers() -> None:
    assert listed(["one two three four"], Screen(15), numbered=True) == [
        "1. one two\n   three four"
    ]


def test_colours_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert screen_of(_Terminal(), {}) == Screen(50, True)
    assert screen_of(_Terminal(), {"NO_COLOR": "1"}) == Screen(50, False)
    assert screen_of(_Terminal(), {"TERM": "dumb"}) == Screen(50, False)
    assert screen_of(StringIO(), {}) == Screen()


def test_an_explanation_shows_all_that_was_seen() -> None:
    fact = Fact("cost", ("What did it cost?",), "Much.")
    seen = Explanation(
        "price of fery",
        (("fery", "ferry"),),
        "price ferry",
        (GuardNote("number", "cost", "38"),),
        (("margin", 0.25),),
        0.7,
        0.12,
        "not sure",
    )
    reply = Declined(DeclineReason.NOT_IN_STORY, None, (Candidate(fact, 0.1),), seen)
    text = explanation_text(reply)
    for part in (
        "read as     price of fery",
        "repaired    fery → ferry",
        "completed   price ferry",
        "candidate   0.10  cost  (What did it cost?)",
        "evidence     0.250  margin",
        "guard       number on cost: 38",
        "thresholds  answer from 0.70, offer from 0.12",
        "decision    not sure",
    ):
        assert part in text


def test_an_explanation_of_small_talk_is_short() -> None:
    text = explanation_text(Chatted("bye", "Bye.", explanation=Explanation("bye", decision="talk")))
    assert text == "read as     bye\ndecision    talk"


@pytest.mark.parametrize("kind", HERE)
def test_no_reply_names_what_a_terminal_does_not_have(kind: str) -> None:
    elsewhere = Chatted(kind, "Press 👎, or use /privacy.")
    said = terminal_card(elsewhere, STORY).body
    assert not {"👎", "Press", "/privacy"} & {*said.replace(",", "").split()}
    assert terminal_card(elsewhere, replace(STORY, chat={kind: "By the editors."})).body == (
        elsewhere.text
    )


def test_whom_to_write_to_is_said_where_the_file_says_it() -> None:
    reached = replace(STORY, contact="desk@post.example")
    assert terminal_card(Chatted("report", ""), reached).body.endswith("to desk@post.example")
    assert terminal_card(Chatted("report", ""), STORY).body.endswith("tell the editors.")
