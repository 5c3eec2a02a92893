"""Cards as Discord messages: what is said, within the limits, and nothing Discord would obey."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Answered, Declined, DeclineReason, Fact, Quote, Status, Suggested
from bot.rendering.actions import Action, Verb, action_id
from bot.rendering.buttons import Audience
from bot.rendering.byline import Byline
from bot.rendering.card import Card, Choice, card
from bot.rendering.discord.escaping import escape
from bot.rendering.discord.message import (
    EPHEMERAL,
    SUPPRESS_EMBEDS,
    message,
    privately,
    replying_to,
    with_line,
)
from bot.rendering.plain import plain
from tests.fakes.discord_service import COST, HOSTILE, LAUNCH, LOUD, STORY
from tests.servers.discord_rules import message_faults, ping_faults, schema_faults

PIECES = [
    "@everyone",
    "@here",
    "<@1>",
    "<@&2>",
    "<#3>",
    "<t:4>",
    "https://a.example/_b_*@here",
    "**",
]
PIECES += [
    "_",
    "~~",
    "||",
    "`",
    "[",
    "](",
    ")",
    "\\",
    "\n",
    "> ",
    "# ",
    "-# ",
    "- ",
    "1. ",
    "word ",
]
PIECES += ["Done. ", "\N{GRINNING FACE}", "x" * 90]
WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=300) | st.lists(
    st.sampled_from(PIECES), max_size=400
).map("".join)
MAYBE = st.none() | WORDS
CARDS = st.builds(
    Card,
    body=WORDS.filter(str.strip),
    byline=st.none()
    | st.builds(
        Byline,
        WORDS.filter(str.strip),
        WORDS,
        st.none() | st.from_regex(r"\Ahttps?://[^\s]{1,600}\Z"),
        st.none() | st.just("copy at a.example"),
    ),
    correction=MAYBE,
    note=MAYBE,
    choices=st.lists(
        st.builds(
            Choice,
            fact_id=WORDS.filter(bool),
            question=WORDS.filter(str.strip),
            label=st.none() | st.text(min_size=1, max_size=30).filter(str.strip),
        ),
        max_size=3,
        unique_by=lambda choice: choice.fact_id,
    ).map(tuple),
    proof_of=MAYBE.filter(lambda text: text != ""),
    related=st.lists(
        st.builds(Choice, WORDS.filter(bool), WORDS.filter(str.strip)), max_size=3
    ).map(tuple),
    told=MAYBE,
    more=MAYBE,
    doubtful=st.booleans(),
)
AUDIENCES = st.builds(Audience, st.sampled_from(("", "990000000000000010")), st.booleans())


def faults(payload: dict[str, Any]) -> list[str]:
    schema = schema_faults("/channels/{channel_id}/messages", "post", payload)
    return message_faults(payload) + ping_faults(payload) + schema


def test_an_answer_says_what_who_since_when_and_where_from() -> None:
    content = message(card(Answered(COST), STORY))["content"]
    assert content.split("\n") == [
        "The ferry cost 48 million crowns.",
        "Corrected: An earlier version said 38 million.",
        "-# [The Harbour Post](<https://post.example/ferry>) · 2 April 2031 · "
        "according to the harbour office",
    ]


def test_a_link_to_another_page_than_the_publishers_says_what_it_is() -> None:
    elsewhere = replace(STORY, url="https://www.mirror.example/ferry")
    assert message(card(Answered(COST), elsewhere))["content"].endswith(
        "\n-# The Harbour Post · 2 April 2031 · according to the harbour office · "
        "[copy at mirror.example](<https://www.mirror.example/ferry>)"
    )


def test_suggestions_are_shown_once_as_buttons() -> None:
    payload = message(card(Suggested((COST, LAUNCH)), STORY))
    assert payload["content"] == "I am not sure what you mean. Did you mean one of these?"
    assert labels(payload) == [[COST.title, LAUNCH.title, "None of these"]]
    first = payload["components"][0]["components"][0]
    assert first["custom_id"] == action_id(Action(Verb.TAKE, "cost"))


def test_questions_too_long_to_stand_beside_each_other_have_a_row_each() -> None:
    long = Fact("long", ("Is this longer than thirty characters?",), "Yes.")
    payload = message(card(Suggested((COST, long)), STORY))
    assert labels(payload) == [[COST.title], [long.title], ["None of these"]]


def test_short_labels_stand_beside_each_other() -> None:
    facts = replace(COST, label="The ferry's price"), replace(LAUNCH, label="The launch")
    assert labels(message(card(Suggested(facts), STORY))) == [
        ["The ferry's price", "The launch", "None of these"]
    ]


def test_questions_that_fit_no_button_are_a_list_with_numbers() -> None:
    long = Fact("long", ("Is this *question* " + "very " * 30 + "long?",), "Yes.")
    payload = message(card(Suggested((COST, long)), STORY))
    assert payload["content"].split("\n")[1:] == [
        f"1. {COST.title}",
        f"2. {long.title}".replace("*", "\\*"),
    ]
    assert labels(payload) == [["1", "2", "None of these"]]


def test_a_menu_says_the_label_and_below_it_the_question() -> None:
    story = replace(STORY, facts=(COST, replace(LAUNCH, label="The launch")))
    menu = message(card(Answered(COST), story))["components"][-1]["components"][0]
    assert [(it["label"], it["description"]) for it in menu["options"]] == [
        ("The launch", LAUNCH.title)
    ]


def labels(payload: dict[str, Any]) -> list[list[str]]:
    return [
        [part.get("label", part.get("placeholder")) for part in row["components"]]
        for row in payload["components"]
    ]


def test_the_proof_button_is_there_only_with_quotes() -> None:
    judging = ["👍 Helpful", "👎 Not helpful"]
    assert labels(message(card(Answered(LAUNCH), STORY))) == [judging]
    assert labels(message(card(Answered(COST), STORY))) == [
        ["Show the quote", *judging],
        ["See also:"],
    ]


def test_only_who_asked_in_public_may_delete_and_only_the_private_is_shared() -> None:
    shown = card(Answered(LAUNCH), STORY)
    assert labels(message(shown, Audience("7")))[0][-1] == "Delete"
    assert labels(message(shown, Audience("7", private=True)))[0][-1] == "Share in channel"
    assert message(Card("Hello!"), Audience("7"))["components"] == []
    assert message(Card("Hello!"), Audience("7", private=True))["components"] == []


def test_the_same_said_to_two_people_is_each_ones_own_to_delete() -> None:
    shown = card(Answered(COST), STORY)
    payloads = [message(shown, Audience(asker)) for asker in ("7", "8", "7")]
    ids = [payload["components"][0]["components"][-1]["custom_id"] for payload in payloads]
    assert ids == [action_id(Action(Verb.DELETE, asker)) for asker in ("7", "8", "7")]
    assert payloads[0] == payloads[2]


def test_what_has_six_buttons_takes_two_rows() -> None:
    full = Card("It was so. " * 300, told="a", proof_of="a", more="a", unanswered=True)
    first, second = labels(message(full, Audience("7")))
    assert first == ["Read on", "Show the quote", "Send a question to the editors"]
    assert second == ["👍 Helpful", "👎 Not helpful", "Delete"]


def test_there_is_always_room_for_a_line_below() -> None:
    assert with_line(message(Card("Yes.")), "Only *you* see this.")["content"] == (
        "Yes.\n-# Only \\*you\\* see this."
    )
    full = with_line(message(Card("It was so. " * 400)), "Only you see this.")
    assert full["content"].endswith(". …\n-# Only you see this.")
    assert faults(with_line(full, "")) == []
    assert len(with_line(message(Card("x" * 2000)), "y " * 500)["content"]) <= 2000


def test_what_the_story_does_not_tell_is_no_bold_answer() -> None:
    fact = Fact("fee", ("What was the fee?",), "The story does not say.", status=Status.UNKNOWN)
    declined = Declined(DeclineReason.UNKNOWN_TO_STORY, fact)
    assert message(card(declined, STORY))["content"].startswith("The story does not say.\n")


def test_screen_readers_get_all_that_plain_text_says() -> None:
    for reply in (Answered(COST), Answered(LAUNCH)):
        shown = card(reply, STORY)
        content = message(shown)["content"]
        bare = re.sub(r"^-# \[?|\\|\]\(<.*>\)", "", content, flags=re.MULTILINE)
        assert bare == plain(replace(shown, related=()))


@given(CARDS, AUDIENCES)
def test_no_card_breaks_a_limit(given_card: Card, audience: Audience) -> None:
    payload = message(given_card, audience)
    assert faults(payload) == []
    assert payload["flags"] == SUPPRESS_EMBEDS


@given(WORDS)
def test_no_text_pings_or_keeps_live_markup(text: str) -> None:
    shown = re.sub(r"https?://[^\s<>()\[\]{}\"'“”\\\\*`|~@]+", "url", escape(text))
    assert not re.search(r"^\s*(#|-|>|\d+\.\s)", shown, re.MULTILINE)
    assert not re.search(r"@(everyone|here)|<[@#][!&]?\d|(?<!\\)(\\\\)*[*_`|<>\[\]]", shown)


def test_hostile_text_is_shown_as_it_stands() -> None:
    assert escape("# a\n> b\n- c\n1. d\n-# e") == "\\# a\n\\> b\n\\- c\n1\\. d\n\\-# e"
    assert escape("**a** _b_ ~~c~~ ||d|| `e`") == (
        "\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`"
    )
    assert escape("[a](https://b.example)") == "\\[a\\](https://b.example)"
    assert escape("@everyone <@1> <@&2> <#3>") == (
        "@\u200beveryone \\<@\u200b1\\> \\<@\u200b&2\\> \\<#\u200b3\\>"
    )
    assert escape("see https://a.example/b_c*d@here.") == "see https://a.example/b_c%2Ad%40here."
    assert escape("mail a@b.example at 10-12 #5") == "mail a@b.example at 10-12 #5"


def test_every_field_of_a_card_is_escaped() -> None:
    hostile = Card(HOSTILE, Byline(HOSTILE, HOSTILE, STORY.url, HOSTILE), HOSTILE, HOSTILE)
    content = message(hostile)["content"]
    for markup in ("@everyone", "<@123>", "**loud**", "[click]"):
        assert markup not in content
    assert faults(message(card(Answered(LOUD), STORY))) == []


def test_a_source_that_would_break_its_link_is_named_without_one() -> None:
    for url in ("javascript:alert(1)", "https://a.example/" + "x" * 600, ""):
        for link in ("copy at a.example", None):
            content = message(Card("A.", Byline("The Post", "May", url, link)))["content"]
            assert content == "A.\n-# The Post · May"
    content = message(Card("A.", Byline("The [Post]", "", "https://a.example/x> y")))["content"]
    assert content == "A.\n-# [The (Post)](<https://a.example/x%3E%20y>)"


def test_a_long_answer_ends_with_a_sentence_and_keeps_its_source() -> None:
    content = message(Card("It was so. " * 400, Byline("The Post", "disputed")))["content"]
    answer, *_, source = content.split("\n")
    assert answer.endswith("It was so. …")
    assert 1600 < len(content) <= 1700
    assert source == "-# The Post · disputed"


def test_a_label_gives_way_to_a_number_at_the_limit_and_not_before() -> None:
    for length, label in ((80, "x" * 80), (81, "1")):
        row = message(Card("?", choices=(Choice("a", "x" * length),)))["components"][0]
        assert row["components"][0]["label"] == label


def test_a_proof_of_many_quotes_fits_one_message() -> None:
    fact = Fact("f", ("Q?",), "A.", quotes=tuple(Quote("word " * 60, n) for n in range(20)))
    payload = privately(message(Card("\n".join(quote.text for quote in fact.quotes))))
    assert faults(payload) == []
    assert payload["flags"] == SUPPRESS_EMBEDS | EPHEMERAL


def test_a_reply_pings_not_even_its_reader() -> None:
    payload = replying_to(message(Card("Yes.")), 5)
    assert payload["message_reference"] == {"message_id": "5", "fail_if_not_exists": False}
    assert payload["allowed_mentions"] == {"parse": [], "replied_user": False}
