"""What administrators decide, as claims about a pure object with a clock set by hand."""

from __future__ import annotations

from dataclasses import replace

from bot.application.moderation import MUTED_FOR, Moderation
from bot.application.rules import Mode, Room
from bot.ports.memory_state import MemoryState
from bot.settings import CommunitySettings
from tests.fakes.clock import FakeClock

HALL = Room("guild", "hall")
YARD = Room("guild", "yard")
THREAD = Room("guild", "thread", "hall")
ELSEWHERE = Room("other guild", "room")
DIRECT = Room(None, "dm")

OLD = '{"channels": [], "silent": [], "private": false, "cooldown": 0.0}'
"""Rules as an earlier version kept them."""


def moderation(clock: FakeClock | None = None, **settings: object) -> Moderation:
    clock = clock or FakeClock()
    shared = MemoryState(clock.now)
    return Moderation(CommunitySettings(**settings), clock, shared)  # type: ignore[arg-type]


def test_rules_outlast_the_process_that_was_told_them() -> None:
    kept: dict[str, str] = {}
    place = Room("900", "10")
    before = Moderation(CommunitySettings(), FakeClock(), MemoryState(), keep=kept.__setitem__)
    before.be_silent_here(place)
    before.answer_privately(place, True)
    before.wait_between(place, 30)
    after = Moderation(CommunitySettings(), FakeClock(), MemoryState(), kept)
    assert after.rules("900") == before.rules("900")
    assert after.rules("901") == moderation().rules("901")
    assert not after.may_speak(place)


def test_a_channel_has_a_mode_that_outlasts_the_process() -> None:
    kept: dict[str, str] = {}
    before = Moderation(CommunitySettings(), FakeClock(), MemoryState(), keep=kept.__setitem__)
    before.set_mode(HALL, Mode.ASK)
    before.set_mode(YARD, Mode.SHADOW)
    after = Moderation(CommunitySettings(), FakeClock(), MemoryState(), kept)
    assert [after.mode(it) for it in (HALL, YARD, THREAD, ELSEWHERE, DIRECT)] == [
        *(Mode.ASK, Mode.SHADOW, Mode.ASK, Mode.ASKED, Mode.ASKED),
    ]
    after.be_silent_here(HALL)
    assert after.mode(HALL) is Mode.ASKED
    after.set_mode(YARD, Mode.ASKED)
    assert after.mode(YARD) is Mode.ASKED
    old = Moderation(CommunitySettings(), FakeClock(), MemoryState(), {"guild": OLD})
    assert old.mode(HALL) is Mode.ASKED


def test_it_speaks_everywhere_until_told_otherwise() -> None:
    given = moderation()
    assert all(given.may_speak(place) for place in (HALL, YARD, THREAD, ELSEWHERE, DIRECT))
    assert not given.is_private(HALL)
    assert given.is_private(HALL, True)


def test_the_environment_names_the_channels_and_their_threads() -> None:
    given = moderation(channels=frozenset({"hall"}))
    speaks = [given.may_speak(place) for place in (HALL, THREAD, YARD, ELSEWHERE, DIRECT)]
    assert speaks == [True, True, False, False, True]
    assert given.is_private(YARD, False)


def test_administrators_change_where_it_speaks_in_their_own_server() -> None:
    given = moderation()
    given.speak_only_here(HALL)
    assert [given.may_speak(place) for place in (HALL, YARD, ELSEWHERE)] == [True, False, True]
    given.speak_here(YARD)
    given.be_silent_here(HALL)
    assert [given.may_speak(place) for place in (HALL, THREAD, YARD)] == [False, False, True]
    given.speak_here(HALL)
    assert given.may_speak(HALL)
    given.speak_everywhere(HALL)
    assert given.may_speak(Room("guild", "attic"))
    given.be_silent_here(HALL)
    assert [given.may_speak(place) for place in (HALL, YARD)] == [False, True]


def test_a_mute_holds_for_an_hour_in_the_channel_and_its_threads() -> None:
    clock = FakeClock()
    given = moderation(clock)
    given.mute(HALL)
    assert [given.may_speak(place) for place in (HALL, THREAD, YARD)] == [False, False, True]
    clock.advance(MUTED_FOR)
    assert given.may_speak(HALL)
    given.mute(HALL)
    given.unmute(THREAD)
    assert given.may_speak(HALL)


def test_private_by_default_gives_way_to_a_wish_but_a_mute_does_not() -> None:
    given = moderation(private=True)
    assert given.is_private(HALL)
    assert not given.is_private(HALL, False)
    given.mute(HALL)
    assert given.is_private(HALL, False)
    given.answer_privately(YARD, False)
    assert not given.is_private(YARD)
    assert given.is_private(ELSEWHERE)
    assert not given.is_private(DIRECT)


def test_a_fact_rests_in_the_channel_that_heard_it() -> None:
    clock = FakeClock()
    given = moderation(clock, cooldown=60.0)
    given.told(HALL, "cost", "1")
    assert given.told_lately(HALL, "cost") == "1"
    assert given.told_lately(HALL, "launch") is None
    assert given.told_lately(YARD, "cost") is None
    clock.advance(60)
    assert given.told_lately(HALL, "cost") is None


def test_without_a_cooldown_nothing_is_remembered() -> None:
    given = moderation()
    given.told(HALL, "cost", "1")
    given.wait_between(HALL, 60)
    assert given.told_lately(HALL, "cost") is None
    given.told(HALL, "cost", "2")
    assert given.told_lately(HALL, "cost") == "2"
    given.wait_between(HALL, 10**9)
    assert given.rules("guild").cooldown == 24 * 60 * 60


def test_direct_conversations_have_no_rules() -> None:
    given = moderation(private=True, cooldown=60.0)
    given.answer_privately(DIRECT, True)
    given.told(DIRECT, "cost", "1")
    assert given.told_lately(DIRECT, "cost") is None
    assert not given.is_private(DIRECT)


def test_what_was_told_is_forgotten_beyond_a_bound() -> None:
    given = moderation(cooldown=60.0)
    for number in range(10_001):
        given.told(replace(HALL, channel=str(number)), "cost", "m")
    assert given.told_lately(replace(HALL, channel="0"), "cost") is None
    assert given.told_lately(replace(HALL, channel="1"), "cost") == "m"
