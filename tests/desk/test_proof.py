"""The proof of a whole file, and what it says can be done."""

from __future__ import annotations

from dataclasses import replace

from bot.compose.stories import engine_for
from bot.core.model import Fact, Story
from bot.desk.proof import prove, remedy_of
from bot.matching.shipped import english
from bot.matching.strike_out import Collision
from tests.matching.test_strike_out import BRIDGE, FERRY, STRAY, fact

MIXED = fact("mixed", "When is the bridge shut?", "what is the ferry price", "Who is Quill?")


def test_one_round_has_every_kind_of_advice() -> None:
    story = Story("The crossing", (BRIDGE, FERRY, STRAY, MIXED), names={"Tom Reyes": ()})
    found = prove(engine_for(story))
    kinds = {it.kind for it in found.flaws}
    assert {"no-quote", "few-phrasings", "unused-name"} <= kinds
    assert "leans-on-context" in kinds  # "It is the mixed."
    assert {it.kind for it in found.collisions} == {"collision"}
    assert [it.fact for it in found.collisions] == [
        it.fact.id for it in found.strike_out.collisions if it.sure
    ]
    assert not all(it.sure for it in found.strike_out.collisions)


def test_a_name_that_only_a_draft_uses_is_used() -> None:
    story = Story("The crossing", (BRIDGE, FERRY), names={"Tom Reyes": ()})
    draft = Fact("draft", ("Who is Reyes?",), "Tom Reyes is the diver.", draft=True)
    kinds = {it.kind for it in prove(engine_for(story), drafts=(draft,)).flaws}
    assert "unused-name" not in kinds


def remedy(phrasing: str, other_phrasing: str, other: Fact = FERRY) -> str:
    collision = Collision(BRIDGE, phrasing, other, other_phrasing, 0.5, sure=True)
    return remedy_of(collision, lambda text: frozenset(english().normalise(text).split()))


def test_a_remedy_fits_what_the_two_facts_share() -> None:
    alike = Fact("alike", ("What?",), "Inspectors found a crack in the bridge, and shut it.")
    assert remedy("Why shut?", "bridge closed", alike).startswith("the two facts say nearly the")
    assert remedy("bridge shut", "why is the bridge shut").startswith("say in the question what")
    assert 'under "never" of "ferry-cost"' in remedy("Why shut?", "ferry price")


def test_a_pair_is_not_listed_again_once_its_question_is_under_never() -> None:
    def pairs(*facts: Fact) -> list[tuple[str, str, str]]:
        found = prove(engine_for(Story("The crossing", facts))).strike_out.collisions
        return [(it.fact.id, it.phrasing, it.other.id) for it in found]

    [(fact_id, phrasing, other)] = pairs(BRIDGE, FERRY, STRAY)
    assert (fact_id, other) == ("captain", "ferry-cost")
    assert pairs(BRIDGE, replace(FERRY, never=(phrasing,)), STRAY) == []
