"""What one process learnt holds in the next: conversations, mutes, cooldowns and rules."""

from __future__ import annotations

from typing import cast

from bot.application.ask import Answering
from bot.application.moderation import MUTED_FOR, SETTLING, Moderation
from bot.application.rules import Room
from bot.core.model import Answered, Suggested
from bot.core.service import QuestionService
from bot.ports.inbox import InHand
from bot.ports.memory_state import MemoryState
from bot.ports.messages import Post
from bot.ports.shared_state import Bill
from bot.settings import CommunitySettings
from tests.application.test_moderation import HALL, THREAD
from tests.fakes.answering import answering_of
from tests.fakes.clock import FakeClock
from tests.fakes.records import ADA_IN_SLACK
from tests.fakes.slack_service import COST, FakeService

HERE = "slack/T1/C1/-/U-ADA_IN_SLACK"


def process(shared: MemoryState) -> tuple[Answering, FakeService]:
    service = FakeService()
    return answering_of(cast(QuestionService, service), shared=shared), service


async def test_a_follow_up_in_another_process_stands_on_the_fact_and_on_no_words() -> None:
    shared = MemoryState()
    (one, asked), (other, followed) = process(shared), process(shared)
    await one.ask("the cost, said Ada", HERE, ADA_IN_SLACK)
    assert "Ada" not in repr(shared._known)
    await other.recall(HERE)
    assert isinstance(await other.ask("again?", HERE, ADA_IN_SLACK), Answered)
    [context] = followed.contexts
    assert context is not None
    assert (context.question, context.facts) == (COST.title, ("cost",))
    await one.recall(HERE)
    await one.ask("again?", HERE, ADA_IN_SLACK)
    assert asked.contexts[-1] is not None


async def test_offers_are_known_in_another_process() -> None:
    shared = MemoryState()
    (one, _), (other, followed) = process(shared), process(shared)
    assert isinstance(await one.ask("which one?", HERE, ADA_IN_SLACK), Suggested)
    await other.recall(HERE)
    await other.ask("again?", HERE, ADA_IN_SLACK)
    assert followed.contexts[0] is not None
    assert followed.contexts[0].offered == ("cost", "launch", "evil")


async def test_what_was_told_with_doubt_is_what_another_process_stands_on() -> None:
    shared = MemoryState()
    (one, _), (other, followed) = process(shared), process(shared)
    assert isinstance(await one.ask("perhaps?", HERE, ADA_IN_SLACK), Suggested)
    await other.recall(HERE)
    assert isinstance(await other.ask("again?", HERE, ADA_IN_SLACK), Answered)
    [context] = followed.contexts
    assert context is not None
    assert (context.question, context.facts) == (COST.title, ("cost",))
    assert context.offered == ("launch", "cost")


async def test_what_is_forgotten_in_one_process_is_forgotten_in_all() -> None:
    shared = MemoryState()
    (one, _), (other, _) = process(shared), process(shared)
    await one.ask("the cost?", HERE, ADA_IN_SLACK)
    await other.recall(HERE)
    assert other.is_known(HERE)
    one.forget(lambda key: key == HERE)
    await other.recall(HERE)
    assert not other.is_known(HERE)


async def test_what_this_process_remembers_stands_where_it_alone_is_asked() -> None:
    shared = MemoryState()
    one, _ = process(shared)
    await one.ask("the cost?", HERE, ADA_IN_SLACK)
    shared.put(f"conversation/{HERE}", "", "[[], []]", 60)
    await one.recall(HERE, again=False)
    reply = await one.ask("again?", HERE, ADA_IN_SLACK)
    assert isinstance(reply, Answered)


def rules_of(clock: FakeClock, shared: MemoryState) -> Moderation:
    return Moderation(CommunitySettings(cooldown=60.0), clock, shared)


async def test_a_mute_holds_in_every_process_for_its_hour_or_until_it_is_taken_back() -> None:
    clock = FakeClock()
    shared = MemoryState(clock.now)
    one, other = rules_of(clock, shared), rules_of(clock, shared)
    one.mute(HALL)
    for place in (HALL, THREAD):
        await other.recall(place)
        assert not other.may_speak(place)
    other.unmute(THREAD)
    await one.recall(HALL)
    assert one.may_speak(HALL)
    other.mute(HALL)
    clock.advance(MUTED_FOR + 1)
    for it in (one, other):
        await it.recall(HALL)
        assert it.may_speak(HALL)


async def test_a_cooldown_holds_in_every_process() -> None:
    clock = FakeClock()
    shared = MemoryState(clock.now)
    one, other = rules_of(clock, shared), rules_of(clock, shared)
    one.told(HALL, "cost", "17.5")
    await other.recall(HALL)
    assert other.told_lately(HALL, "cost") == "17.5"
    assert other.told_lately(HALL, "launch") is None
    clock.advance(61)
    await other.recall(HALL)
    assert other.told_lately(HALL, "cost") is None


async def test_a_channel_that_is_known_is_not_looked_up_again_where_nobody_else_speaks() -> None:
    clock = FakeClock()
    shared = MemoryState(clock.now)
    one = rules_of(clock, shared)
    await one.recall(HALL, again=False)
    shared.put("room/hall", "mute", "", 60)
    await one.recall(HALL, again=False)
    assert one.may_speak(HALL)
    await one.recall(Room(None, "direct"))
    await one.recall(HALL)
    assert not one.may_speak(HALL)


def test_rules_of_another_process_are_adopted_but_for_what_was_just_changed_here() -> None:
    clock, kept = FakeClock(), dict[str, str]()
    one = Moderation(CommunitySettings(), clock, MemoryState(), keep=kept.__setitem__)
    other = rules_of(clock, MemoryState())
    one.be_silent_here(HALL)
    other.adopt(kept)
    assert not other.may_speak(HALL)
    other.speak_here(HALL)
    other.adopt(kept)
    assert other.may_speak(HALL)
    clock.advance(SETTLING + 1)
    other.adopt(kept)
    assert not other.may_speak(HALL)


async def test_memory_of_one_process_is_bounded_and_ends() -> None:
    clock = FakeClock()
    local = MemoryState(clock.now, capacity=2)
    for name in "abc":
        assert await local.claim(name, 60, InHand(Post("slack", None, "C", "1")))
    assert await local.claim("a", 60)
    assert not await local.claim("c", 60)
    await local.release("c")
    assert await local.claim("c", 60)
    clock.advance(61)
    assert await local.claim("c", 60)
    local.drop("nothing", "there")
    person, hall = Bill("person", 10, 15), Bill("hall", 10, 15)
    assert await local.pay(person, hall) == (0, 0)
    assert await local.pay(person, hall) == (5,)
    clock.advance(5)
    assert await local.pay(person, hall) == (0, 0)
