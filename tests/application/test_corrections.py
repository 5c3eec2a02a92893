"""Which of what was told is to be put right, and what it says then."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import pytest

from bot.application import corrections
from bot.application.corrections import Corrections, Outdated, outdated, put_right_card
from bot.core.model import Fact, Status, Story
from bot.ports.corrections import EditResult, StandingPost, ToldVersion, mark_of
from bot.ports.memory_state import MemoryState
from bot.ports.messages import Post
from bot.ports.meter import Meter
from bot.rendering import texts
from bot.rendering.card import Card
from bot.rendering.plain import plain
from tests.fakes.clock import FakeClock

OLD = Fact("cost", ("What did it cost?",), "It cost 38 million.")
NEW = replace(
    OLD,
    answer="It cost 48 million.",
    correction="An earlier version said 38 million.",
    revised="2031-04-09",
)
OTHER = Fact("launch", ("When was it launched?",), "In March.")


def told(fact: Fact) -> ToldVersion:
    return ToldVersion(fact.id, fact.version, mark_of(fact))


def found(before: Fact, now: Fact | None) -> list[Outdated]:
    story = Story("The ferry", (OTHER, *([now] if now else [])))
    return [*outdated([told(before), told(OTHER)], story)]


def test_a_new_correction_is_told_where_the_old_words_stand() -> None:
    assert found(OLD, NEW) == [Outdated(told(OLD), NEW)]
    again = replace(NEW, answer="It cost 50 million.", correction="It said 48.")
    assert found(NEW, again) == [Outdated(told(NEW), again)]


@pytest.mark.parametrize(
    "now",
    [
        OLD,
        replace(OLD, answer="The cost was 38 million."),
        replace(OLD, answer="The cost was 38 million.", revised="2031-04-09"),
    ],
)
def test_a_change_of_wording_changes_no_message(now: Fact) -> None:
    assert found(OLD, now) == []


def test_an_old_file_that_is_served_last_brings_nothing_back() -> None:
    assert found(NEW, OLD) == []
    later = replace(NEW, answer="It cost 50 million.", revised="2031-05-01", correction="x")
    assert found(later, NEW) == []


def test_a_wording_after_a_correction_changes_no_message() -> None:
    assert found(NEW, replace(NEW, answer="The ferry cost 48 million.")) == []


def test_what_the_file_has_no_more_is_withdrawn() -> None:
    assert found(OLD, None) == [Outdated(told(OLD), None)]


def test_it_says_what_is_so_now_what_was_wrong_and_that_it_may_not_be_meant() -> None:
    story = Story("The ferry", (NEW,), "The Post")
    said = plain(put_right_card(NEW, story, is_doubtful=False))
    assert "It cost 48 million." in said
    assert "9 April 2031" in said
    assert "An earlier version said 38 million." in said
    doubt = put_right_card(NEW, story, is_doubtful=True)
    assert doubt.body == texts.DOUBT.format(answer=NEW.answer)
    assert put_right_card(None, story, is_doubtful=False).body == texts.WITHDRAWN


def test_the_status_is_part_of_what_is_told() -> None:
    now = replace(OLD, status=Status.DISPUTED, correction="It is disputed.", revised="2031-04-09")
    assert found(OLD, now) == [Outdated(told(OLD), now)]


class Facts:
    """Two messages tell the old words."""

    def __init__(self) -> None:
        self.posts = [Post("discord", "9", "10", it) for it in ("1", "2")]

    async def told(self, platform: str, story: str, since: float) -> Sequence[ToldVersion]:
        return [told(OLD)] if self.posts else []

    async def standing(
        self, platform: str, story: str, told: ToldVersion, since: float
    ) -> Sequence[StandingPost]:
        return [StandingPost(it, False) for it in self.posts]

    async def put_right(self, post: Post, fact: Fact | None) -> None:
        self.posts.remove(post)


class Chat:
    """Takes what is to be changed; while it does, the file may become another one."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.story = Story("The ferry", (NEW,), digest="1")
        self.next = self.story

    async def correct(self, post: Post, card: Card) -> EditResult:
        self.said.append(card.body)
        self.story = self.next
        return EditResult.DONE


async def looked(chat: Chat, clock: FakeClock, *, steps: int = 1) -> None:
    """A process looks, `steps` times, nine minutes apart."""
    parts = (Facts(), MemoryState(clock.now), Meter(), clock.now)
    looking = Corrections(lambda: chat.story, *parts, days=7)
    with patch.multiple(corrections, EVERY=0.001, PAUSE=0.0):
        task = asyncio.create_task(looking.run("discord", chat))
        for _ in range(steps):
            await asyncio.sleep(0.02)
            clock.advance(9 * 60)
        await asyncio.sleep(0.02)
        task.cancel()


async def test_a_file_that_changes_meanwhile_is_told_from_there_on() -> None:
    chat = Chat()
    newer = replace(NEW, answer="It cost 50 million.", correction="It said 48.")
    chat.next = Story("The ferry", (newer,), digest="2")
    await looked(chat, FakeClock())
    assert chat.said == ["It cost 48 million.", "It cost 50 million."]


async def test_a_fact_must_be_gone_for_ten_minutes_on_end() -> None:
    clock, chat = FakeClock(), Chat()
    chat.story = chat.next = Story("The ferry", (OTHER,), digest="1")
    await looked(chat, clock)
    assert chat.said == []
    await looked(chat, clock, steps=2)
    assert chat.said == [texts.WITHDRAWN] * 2
