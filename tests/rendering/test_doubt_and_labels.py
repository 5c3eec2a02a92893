"""What is told with doubt, offered and noted, as the surfaces show it."""

from __future__ import annotations

from bot.core.model import Answered, DeclineReason, Suggested
from bot.rendering import texts
from bot.rendering.actions import Verb, read_action
from bot.rendering.card import card, proof_card
from bot.rendering.plain import plain
from tests.rendering.surfaces import (
    ALONE,
    CARDS,
    KNOWN,
    STORY,
    SURFACES,
    fact,
)


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
