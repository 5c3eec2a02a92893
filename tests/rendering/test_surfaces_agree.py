"""The contract of the surfaces: what one of them says of a reply, the others say too."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.cli.terminal import Screen, reply_text
from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Quote,
    Reply,
    Status,
    Story,
    Suggested,
)
from bot.rendering import texts
from bot.rendering.actions import Verb, read_action
from bot.rendering.browsing import about
from bot.rendering.buttons import Audience
from bot.rendering.card import Card, card, proof_card
from bot.rendering.discord.message import message
from bot.rendering.plain import plain
from bot.rendering.slack import slack
from bot.rendering.whole import read_on, said

COPY = "a machine translation of the article"
LONG_ANSWER = " ".join(f"Sentence {number} tells of the ferry." for number in range(400))
QUOTES = (Quote("the ferry cost us 48 million", 12), Quote("dear, they said"))


def fact(fact_id: str, **more: Any) -> Fact:
    given = {"answer": f"The answer of {fact_id}.", **more}
    return Fact(fact_id, (f"What of {fact_id}?",), **given)


FACTS = (
    fact("labelled", label="The label", quotes=QUOTES, note="Editor's addition: the day."),
    fact("established", quotes=QUOTES, see_also=("attributed", "gone", "planned")),
    fact("attributed", status=Status.ATTRIBUTED, according_to="the harbour office"),
    fact("disputed", status=Status.DISPUTED, according_to="the mayor", as_of="2031-04-02"),
    fact(
        "planned",
        status=Status.PLANNED,
        according_to="the mayor",
        correction="An earlier version said May.",
        revised="2031-04-09",
        note="The council has not voted yet.",
        quotes=QUOTES[:1],
    ),
    fact("unknown", status=Status.UNKNOWN, see_also=("established",)),
    fact("long", answer=LONG_ANSWER, correction="It was longer. " * 60, note="So it is. " * 60),
    Fact("wordy", ("What of this, " + "and of that, " * 30 + "in the end?",), "So it is."),
    fact("leading", see_also=("wordy", "established")),
    fact("noted", correction="It was otherwise. " * 60),
)
STORY = Story(
    "The ferry",
    FACTS,
    publisher="The Harbour Post",
    url="https://post.example/ferry",
    published="2031-04-03",
    quoted_from=COPY,
    chat={"help": "Ask about the ferry. " * 300},
)
KNOWN = {one.id: one for one in FACTS}

REPLIES: dict[str, Reply] = {
    **{one.id: Answered(one) for one in FACTS if one.is_known},
    "suggested": Suggested(FACTS[1:4]),
    "suggested alone": Suggested(FACTS[1:2]),
    "suggested as more": Suggested(FACTS[1:3], is_more=True),
    "suggested at length": Suggested((KNOWN["wordy"], KNOWN["planned"])),
    "told with doubt": Suggested(FACTS[1:4], told=FACTS[1]),
    "told with doubt alone": Suggested(FACTS[1:2], told=FACTS[1]),
    "told with doubt at length": Suggested((KNOWN["long"], KNOWN["planned"]), told=KNOWN["long"]),
    "a known unknown": Declined(DeclineReason.UNKNOWN_TO_STORY, KNOWN["unknown"]),
    "a false premise": Declined(DeclineReason.FALSE_PREMISE, KNOWN["planned"]),
    "a long false premise": Declined(DeclineReason.FALSE_PREMISE, KNOWN["long"]),
    "chatted": Chatted("greeting", "Hello! Ask me about the ferry."),
    "chatted at length": Chatted("help", STORY.chat["help"]),
    **{f"declined: {reason}": Declined(reason) for reason in DeclineReason},
}
CARDS = {name: card(reply, STORY) for name, reply in REPLIES.items()} | {
    "the proof": proof_card(KNOWN["established"], STORY),
    "no proof": proof_card(KNOWN["attributed"], STORY),
}
ALONE = CARDS["told with doubt alone"]
WORDY = ("leading", "suggested at length")
"""What leads on to a question that fits no button."""
LONG = ("long", "noted", "a long false premise", "chatted at length", "told with doubt at length")
"""What does not fit a message of Discord; the rest does, on every surface."""


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


def on_discord(shown: Card) -> tuple[str, list[str]]:
    """All that Discord shows of a card, without markup, and what can be pressed."""
    payload = message(shown, Audience("7"))
    content = re.sub(r"-# \[?|\[copy|\]\(<.*>\)", "", payload["content"])
    parts = [part for row in payload["components"] for part in row["components"]]
    labels = [part.get("label", part.get("placeholder")) for part in parts]
    options = [option for part in parts for option in part.get("options", ())]
    labels += [f"{it['label']} {it.get('description', '')}" for it in options]
    pressed = [part["custom_id"] for part in parts]
    return "\n".join((re.sub(r"\\(?=\W)", "", content), *labels)), pressed


def on_slack(shown: Card) -> tuple[str, list[str]]:
    """All that Slack shows of a card, and what can be pressed."""
    payload = slack(shown, Audience("7"))
    found, pressed = [], []
    for block in payload["blocks"]:
        for part in (block, *block.get("elements", ())):
            text = part.get("text", "")
            found.append(text["text"] if isinstance(text, dict) else text)
            pressed.append(part.get("value", ""))
            for option in (part.get("placeholder"), *part.get("options", ())):
                found += [it["text"] for it in _texts(option or {})]
    return html.unescape("\n".join(found)), [one for one in pressed if one]


def _texts(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The text objects of a menu's option, or one that stands for itself."""
    if part.get("type") == "plain_text":
        return [part]
    return [part[name] for name in ("text", "description") if name in part]


def on_slack_for_screen_readers(shown: Card) -> tuple[str, list[str]]:
    """The top-level text, which is all that a screen reader gets."""
    return html.unescape(slack(shown, Audience("7"))["text"]), on_slack(shown)[1]


def in_the_terminal(shown: Card) -> tuple[str, list[str]]:
    """What the terminal prints; it has no limits, and so nothing to press."""
    return reply_text(shown, Screen()), []


Surface = Callable[[Card], tuple[str, list[str]]]
SURFACES: tuple[Surface, ...] = (
    on_discord,
    on_slack,
    on_slack_for_screen_readers,
    in_the_terminal,
)


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


def test_what_is_told_with_doubt_says_so_first_and_once_with_the_others_beside_it() -> None:
    shown = CARDS["told with doubt"]
    lines = plain(shown).split("\n")
    assert lines[0] == "I am not sure that you mean this: The answer of established."
    assert lines[2:] == ["Or did you mean:", "1. What of attributed?", "2. What of disputed?"]
    for surface in SURFACES[:2]:
        text, pressed = surface(shown)
        verbs = [action.verb for action in map(read_action, pressed) if action]
        assert text.count("What of attributed?") == 1
        assert {Verb.PROOF, Verb.NONE} <= set(verbs)
        assert [verb for verb in verbs if verb is Verb.TAKE] == [Verb.TAKE] * 2
        alone = [action.verb for action in map(read_action, surface(ALONE)[1]) if action]
        assert Verb.NONE in alone
        assert Verb.TAKE not in alone


def test_a_button_says_the_label_and_a_list_the_question() -> None:
    offered = card(Suggested((KNOWN["labelled"], KNOWN["planned"])), STORY)
    for surface in SURFACES[:2]:
        assert "The label" in surface(offered)[0]
        assert "What of labelled?" not in surface(offered)[0]
    for surface in SURFACES[2:]:
        assert "What of labelled?" in surface(offered)[0]


def test_what_the_story_does_not_tell_is_offered_only_where_it_tells_nothing() -> None:
    unknown, planned = KNOWN["unknown"], KNOWN["planned"]
    assert [it.fact_id for it in card(Suggested((unknown, planned)), STORY).choices] == ["planned"]
    assert [it.fact_id for it in card(Suggested((unknown,)), STORY).choices] == ["unknown"]
    told = card(Suggested((planned, unknown), told=planned), STORY)
    assert told.choices == ()
    leading = fact("it", see_also=("unknown", "planned"))
    assert [it.fact_id for it in card(Answered(leading), STORY).related] == ["planned"]


def test_the_note_of_the_editors_stands_with_the_proof() -> None:
    assert "Editor's addition" not in plain(CARDS["labelled"])
    assert "Editor's addition: the day." in proof_card(KNOWN["labelled"], STORY).body
    noted = fact("noted", note="By the editor.")
    assert card(Answered(noted), STORY).proof_of == "noted"
    assert proof_card(noted, STORY).body == f"{texts.PROOF_NONE}\nBy the editor."


def test_small_talk_and_declines_have_nothing_to_press_below_them() -> None:
    for surface in SURFACES[:2]:
        for name in ("chatted", f"declined: {DeclineReason.EMPTY}"):
            assert surface(CARDS[name])[1] == []


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
    assert "Corrected on 2031-04-09: An earlier version said May." in told
