"""The contract of the surfaces: what one of them says of a reply, the others say too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.model import Story
from bot.rendering import texts
from bot.rendering.actions import Verb, read_action
from bot.rendering.browsing import about
from bot.rendering.card import Card, proof_card
from bot.rendering.plain import plain
from bot.rendering.read_more import read_on, said
from tests.rendering.surfaces import (
    CARDS,
    COPY,
    FACTS,
    KNOWN,
    LONG,
    LONG_ANSWER,
    STORY,
    SURFACES,
    WORDY,
    Surface,
    fact,
    on_discord,
)


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        ("suggested", texts.SUGGEST),
        ("suggested alone", texts.SUGGEST_ONE),
        ("suggested as more", texts.SUGGEST_MORE),
    ],
)
def test_an_offer_says_whether_there_is_a_choice_and_whether_it_was_asked_for(
    reply: str, body: str
) -> None:
    assert CARDS[reply].body == body


def statements(shown: Card) -> Iterator[str]:
    """What a card says, one statement each: they may stand anywhere."""
    yield from (re.sub(r"^(-|\d+\.) ", "", line) for line in plain(shown).split("\n"))


def whole(shown: Card, surface: Surface) -> str:
    """What a reader has seen in the end who reads on for as long as there is a button for it."""
    text, pressed = surface(shown)
    pages = [text]
    for _ in range(50):
        actions = [action for action in map(read_action, pressed) if action is not None]
        more = next((action for action in actions if action.verb is Verb.MORE), None)
        if more is None:
            return "\n".join(pages)
        left = read_on(more.target, more.number, STORY)
        assert left is not None
        text, pressed = surface(left)
        pages.append(text)
    raise AssertionError("reading on never ends")


def joined(text: str) -> str:
    """Without the places where a text was cut."""
    return " ".join(text.replace(" …", " ").replace(f"\n{texts.MORE_LABEL}", "").split())


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", [name for name in CARDS if name not in LONG + WORDY])
def test_every_surface_says_all_of_a_reply(name: str, surface: Surface) -> None:
    seen = joined(whole(CARDS[name], surface))
    assert [said for said in statements(CARDS[name]) if joined(said) not in seen] == []


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", LONG)
def test_a_long_reply_is_told_to_its_end_by_reading_on(name: str, surface: Surface) -> None:
    seen = whole(CARDS[name], surface)
    for sentence in re.findall(r"[A-Z][^.]*\.", said(CARDS[name])):
        assert sentence in seen
    assert not re.search(r"[a-z]{2} …", seen.replace(". …", "")), "cut inside a sentence"


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", WORDY)
def test_a_question_that_fits_no_button_is_told_whole_somewhere(
    name: str, surface: Surface
) -> None:
    seen = joined(whole(CARDS[name], surface))
    for choice in (*CARDS[name].choices, *CARDS[name].related):
        assert joined(choice.question) in seen


def test_questions_are_read_on_as_far_as_the_file_has_them() -> None:
    target = CARDS["suggested at length"].more
    assert target is not None
    left = read_on(target, 0, replace(STORY, facts=(KNOWN["planned"],)))
    assert left is not None
    assert left.body == "What of planned?"
    assert read_on(target, 0, replace(STORY, facts=())) is None


def test_status_speaker_and_date_are_said_in_words_and_no_line() -> None:
    for surface in SURFACES:
        text = surface(CARDS["disputed"])[0]
        for part in ("according to the mayor", "disputed", "The Harbour Post", "2 April 2031"):
            assert part in text
        assert "line 12" not in surface(CARDS["planned"])[0]


def test_the_proof_says_which_copy_it_quotes() -> None:
    for surface in SURFACES:
        text = surface(CARDS["the proof"])[0]
        assert f"From {COPY}: “the ferry cost us 48 million”" in text
        assert f"From {COPY}: “dear, they said”" in text


def test_a_story_that_does_not_say_is_quoted_from_its_source() -> None:
    plain_story = Story("The ferry", FACTS)
    assert "From the source text: “the ferry" in proof_card(FACTS[0], plain_story).body


def test_related_facts_that_are_gone_are_not_offered() -> None:
    related = [choice.fact_id for choice in CARDS["established"].related]
    assert related == ["attributed", "planned"]


def test_what_was_cut_from_a_text_that_changed_is_told_from_its_beginning() -> None:
    left = read_on(
        "long",
        len("idden in a word.\n“S” · reported as fact"),
        Story("S", (fact("long", answer="It is hidden in a word."),)),
    )
    assert left is not None
    assert left.body.startswith("It is hidden")
    assert read_on("gone", 5, STORY) is None
    assert read_on("chat/bye", 0, STORY) is None


def test_a_long_summary_is_told_to_its_end_too() -> None:
    long = replace(STORY, summary=LONG_ANSWER)
    text, pressed = on_discord(about(long))
    [more] = [action for action in map(read_action, pressed) if action and action.verb is Verb.MORE]
    left = read_on(more.target, more.number, long)
    assert left is not None
    assert "Sentence 0 tells" in text
    assert "Sentence 399 tells" in left.body
    assert read_on(more.target, more.number, STORY) is None


def test_a_correction_says_of_which_day_it_is() -> None:
    told = plain(CARDS["planned"])
    assert "Corrected on 9 April 2031: An earlier version said May." in told
