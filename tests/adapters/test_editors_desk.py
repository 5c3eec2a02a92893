"""What editors are told of, and what becomes of the file and the records by what they decide."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.core.model import Declined, DeclineReason
from bot.knowledge.loader import load
from bot.ports.editors import Matter, MatterKind, Outcome, Resolution, Wish
from bot.ports.messages import Reader
from bot.ports.records import Exchange, Retention
from bot.rendering.card import choice_mark
from bot.rendering.editors import matter_draft
from tests.adapters.editors_room import ANSWER, QUESTION, EditorsRoom, editors_room
from tests.page.ferry import STORY
from tests.records.conftest import Open
from tests.records.reading import count, rows

ADA = "slack/U1"
HOUR = 3600.0


async def decide(
    room: EditorsRoom, ruling: Resolution, fact: str = "", answer: str = ""
) -> Outcome:
    """What becomes of the only matter there is."""
    [matter] = await room.desk.matters(())
    return await room.desk.carry_out(Wish(matter.id, ruling, ADA, fact, answer))


async def test_without_leave_to_edit_a_decision_waits_in_the_inbox(
    opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "slack", "C1", may_edit=False) as room,
    ):
        await room.sends()
        before = room.path.read_bytes()
        outcome = await decide(room, Resolution.ANSWER, answer=ANSWER)
        assert (outcome.done, "storybot inbox --apply" in outcome.words) == (True, True)
        assert room.path.read_bytes() == before
        assert await room.desk.matters(()) == []
        [decision] = (await records.editors.feedback(0.0)).decisions
        assert (decision.kind, decision.text, decision.patch) == ("new", ANSWER, None)


async def test_what_would_break_a_test_of_the_file_is_not_done(
    opened: Open, tmp_path: Path
) -> None:
    words = "what was the price they paid"
    story = STORY.replace("  - id: captain\n", f"  - id: captain\n    never: [{words}]\n")
    async with (
        opened() as records,
        editors_room(records, tmp_path, "slack", "C1", story=story) as room,
    ):
        await room.sends(words)
        before = room.path.read_bytes()
        outcome = await decide(room, Resolution.PHRASING, choice_mark("captain"))
        assert not outcome.done
        assert outcome.words.startswith("Not done: ")
        assert room.path.read_bytes() == before
        assert len(await room.desk.matters(())) == 1


async def test_a_report_leads_to_a_correction(opened: Open, tmp_path: Path) -> None:
    async with opened() as records, editors_room(records, tmp_path, "slack", "C1") as room:
        cost = next(it for it in room.answering.story.facts if it.id == "cost")
        await records.store.report(Reader("slack", "U2", "T"), cost, "It was 50 million.")
        said = "The ferry cost 50 million crowns, Mara Quill of the North Quay Company said."
        assert (await decide(room, Resolution.CORRECTION, answer=said)).done
        new = next(it for it in load(room.path).facts if it.id == "cost")
    assert (new.answer, new.correction) == (said, f"An earlier version said: {cost.answer}")
    assert new.revised == date.today().isoformat()
    assert new.questions == cost.questions


async def test_a_fact_that_is_gone_and_a_matter_that_is_decided_are_told_so(
    opened: Open, tmp_path: Path
) -> None:
    async with opened() as records, editors_room(records, tmp_path, "slack", "C1") as room:
        await room.sends()
        assert await room.desk.matter("") is None
        assert not (await decide(room, Resolution.PHRASING, "00000000")).done
        assert (await decide(room, Resolution.DISMISS)).done
        assert not (await room.desk.carry_out(Wish("ffffffff", Resolution.DISMISS, ADA))).done


async def test_misses_come_when_their_hour_is_over_and_enough_readers_asked(
    opened: Open, address: str, tmp_path: Path
) -> None:
    async with (
        opened(Retention(365, 90, 14)) as records,
        editors_room(records, tmp_path, "slack", "C1") as room,
    ):
        now = time.time()
        for number in range(3):
            reader, reply = Reader("slack", f"U{number}", "T"), Declined(DeclineReason.NOT_IN_STORY)
            records.store.replied(Exchange("who baked the bread", reply, reader))
        await records.writer.flush()
        room.desk._now = lambda: now
        assert await room.desk.matters(()) == []
        room.desk._now = lambda: now + HOUR
        [matter] = await room.desk.matters(())
        assert (matter.kind, matter.count) == (MatterKind.MISS, 3)
        assert await room.desk.matters(matter.keys[:1]) == []


async def test_down_votes_and_alarms_are_told(opened: Open, tmp_path: Path) -> None:
    async with opened() as records, editors_room(records, tmp_path, "slack", "C1") as room:
        [cost] = [it for it in room.answering.story.facts if it.id == "cost"]
        for number in range(2):
            await records.store.vote(Reader("slack", f"U{number}", "T"), cost, up=False)
        await records.store.vote(Reader("slack", "U9", "T"), cost, up=True)
        now = time.time()
        room.desk._now = lambda: now + HOUR
        room.watch.problem = "ferry.yaml:3: something is wrong"
        story = replace(room.answering.story, expires="2031-04-09", today="2031-04-10")
        room.answering._service = SimpleNamespace(  # type: ignore[assignment]
            story=story, normalise=room.answering.service.normalise
        )
        *alarms, down = await room.desk.matters(())
    assert (down.kind, down.count, down.facts) == (MatterKind.DOWN, 2, (cost,))
    assert [it.text.partition(": ")[2] for it in alarms] == [
        "ferry.yaml:3: something is wrong",
        "cost, launch, captain, no-menu",
    ]


async def test_who_wants_to_be_forgotten_is_not_named_any_more(
    opened: Open, address: str, tmp_path: Path
) -> None:
    async with opened() as records, editors_room(records, tmp_path, "slack", "C1") as room:
        await room.sends()
        await decide(room, Resolution.DISMISS)
        await records.store.forget(Reader("slack", "U1", "T"))
        await records.store.forget(Reader("memory", "reader", "S"))
        assert rows(address, "SELECT editor FROM decisions") == [("",)]
        assert count(address, "texts") == 0


@pytest.mark.parametrize("kind", list(MatterKind))
def test_each_kind_has_words(kind: MatterKind) -> None:
    assert matter_draft(Matter("a", kind, QUESTION)).card.body
