"""What people press and send off outlives the process that acknowledged it, and shows once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.adapters.slack.request import Kind, Place, Request, request_of
from bot.ports.inbox import InHand
from bot.ports.memory_state import MemoryState
from bot.ports.messages import Post, Reader
from bot.rendering import texts
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    MINIMAL_SCOPES,
    READS_BACK,
    Running,
    in_both_modes,
    searching,
    serving,
    slack_with_bot,
    taken_care_of,
    told,
    typed,
)
from tests.fakes.inbox import FakeInbox
from tests.fakes.records import FakeRecords
from tests.fakes.slack_service import COST, LAUNCH
from tests.servers.slack_objects import READER, TEAM, Payload, mention, message
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent as Message

READ = Reader("slack", READER, TEAM)
PLACE = Place(TEAM, "C1", READER, "1.2", None, "https://hooks.example/1")

Do = Callable[[SlackServer], Awaitable[object]]


class Dying(MemoryState):
    """Notes what comes to a process that does nothing any more."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[InHand] = []

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        if in_hand is not None:
            self.noted.append(in_hand)
        return in_hand is None


async def left_by(slack: SlackServer, mode: str, do: Do, *, begun: bool = False) -> InHand:
    """What a process leaves in hand that is killed right after it acknowledged."""
    dying = Dying()
    async with serving(slack, mode, shared=dying):
        await do(slack)
    return replace(dying.noted[-1], begun=begun)


async def settled(bot: Running) -> Running:
    """The bot once it has done what was left in hand."""
    await taken_care_of(bot)
    await asyncio.sleep(0.05)
    return bot


def pressing(sent: Message, part: str) -> Do:
    return lambda slack: slack.press(sent, sent.carrying(part))


def sending_off(words: str) -> Do:
    return lambda slack: slack.submit(slack.modals[-1], typed(words))


async def asked(
    slack: SlackServer,
    mode: str,
    question: str = "the cost?",
    kind: Callable[[str], Payload] = mention,
) -> Message:
    """The answer to a question in a channel, by a process before the one that is killed."""
    async with serving(slack, mode):
        return await told(slack, slack.event(kind(question)))


@pytest.mark.parametrize(
    "wish",
    [
        Request(Kind.ASKED, PLACE, "message/1", "the cost?", "1.2"),
        Request(Kind.TYPED, PLACE, "trigger/1", "forget"),
        Request(Kind.PRESSED, PLACE, "trigger/2", "", "1.2", "storybot:take:cost", "2"),
        Request(Kind.SEARCHED, Place(TEAM, "home", READER), "trigger/3", "the cost?"),
        Request(Kind.SENT, PLACE, "view/1", "It was \ud800", None, "storybot:down:cost"),
    ],
)
async def test_a_wish_is_the_same_in_another_process(wish: Request) -> None:
    assert request_of(wish.written) == wish


@pytest.mark.parametrize(
    "words", ["", "[]", '["asked",[],[]]', '["wished",[1],[2]]', '["sent",[1,2],3]']
)
async def test_what_another_version_left_is_counted_and_stops_nothing(words: str) -> None:
    question = Post("slack", TEAM, "C1", "1.2")
    async with slack_with_bot("socket", inbox=FakeInbox(InHand(question, words))) as bot:
        await settled(bot)
        assert bot.inbox.lost_ones == [question]


async def test_only_the_last_of_a_readers_votes_on_a_message_is_in_hand() -> None:
    up = Request(Kind.PRESSED, PLACE, "trigger/1", "", "1.2", "storybot:up:cost", "1")
    down = replace(up, action="storybot:down:cost", key="trigger/2")
    other = replace(up, place=replace(PLACE, user="U0OTHER"))
    assert up.in_inbox == down.in_inbox
    assert up.in_inbox != other.in_inbox


@in_both_modes
async def test_all_that_people_press_send_off_and_type_is_done_after_a_kill(mode: str) -> None:
    async with SlackServer() as slack:
        answer = await asked(slack, mode)
        left = await left_by(slack, mode, pressing(answer, ":up:"))
        async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
            await settled(bot)
            assert bot.records.votes == {(READ, "cost"): True}
            assert slack.sent[-1].text == texts.THANKS_UP
            assert slack.sent[-1].private_to == READER
        await asked(slack, mode, "which one?")
        for do, said in (
            (pressing(slack.sent[-1], ":take:launch"), LAUNCH.answer),
            (pressing(answer, ":proof:"), "the ferry cost us 48 million crowns"),
            (lambda slack: slack.command("help", "/story"), "/ask"),
        ):
            before = len(slack.sent)
            left = await left_by(slack, mode, do)
            async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
                await settled(bot)
            assert said in slack.sent[-1].text
            assert len(slack.sent) == before + 1
        assert slack.kinds == []


@in_both_modes
async def test_a_window_sent_off_before_a_kill_reaches_the_editors(mode: str) -> None:
    async with SlackServer() as slack:
        answer = await asked(slack, mode)
        async with serving(slack, mode):
            await slack.press(answer, answer.carrying(":down:"))
            await slack.until(lambda: bool(slack.modals))
        left = await left_by(slack, mode, sending_off("It was dearer."))
        async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
            await settled(bot)
            assert bot.records.reports == [(READ, "cost", "It was dearer.")]
        assert slack.sent[-1].text == texts.THANKS_REPORT
        async with serving(slack, mode, inbox=FakeInbox(replace(left, begun=True))) as bot:
            await settled(bot)
            assert (bot.records.reports, bot.inbox.lost_ones) == ([], [])
        assert slack.kinds == []


@in_both_modes
async def test_a_search_in_the_app_home_is_shown_after_a_kill(mode: str) -> None:
    async with SlackServer() as slack:
        async with serving(slack, mode):
            await slack.open_home()
            await slack.until(lambda: READER in slack.homes)
        view = slack.homes[READER]
        left = await left_by(slack, mode, lambda slack: slack.act(view, searching("cost?")))
        async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
            await settled(bot)
        assert COST.answer in str(slack.homes[READER]["blocks"])
        assert slack.kinds == []


@in_both_modes
async def test_a_window_that_can_be_opened_no_more_is_counted(mode: str) -> None:
    async with SlackServer() as slack:
        answer = await asked(slack, mode, "zebras?")
        left = await left_by(slack, mode, pressing(answer, ":send:"))
        async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
            await settled(bot)
            assert bot.inbox.lost_ones == [left.question]
        assert (slack.modals, len(slack.sent), slack.kinds) == ([], 1, [])


@in_both_modes
@pytest.mark.parametrize("scopes", [MINIMAL_SCOPES, FULL_SCOPES])
async def test_what_may_have_been_said_to_a_reader_alone_is_counted_not_said_again(
    mode: str, scopes: str
) -> None:
    async with SlackServer() as slack:
        slack.scopes = scopes
        answer = await asked(slack, mode)
        left = await left_by(slack, mode, pressing(answer, ":proof:"), begun=True)
        async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
            await settled(bot)
            assert bot.inbox.lost_ones == [left.question]
        assert len(slack.sent) == 1


@in_both_modes
async def test_a_vote_that_was_kept_is_not_thanked_for_again(mode: str) -> None:
    async with SlackServer() as slack:
        answer = await asked(slack, mode)
        left = await left_by(slack, mode, pressing(answer, ":up:"), begun=True)
        async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
            await settled(bot)
            assert bot.inbox.lost_ones == []
        assert len(slack.sent) == 1


@in_both_modes
async def test_an_answer_is_taken_away_however_far_that_had_come(mode: str) -> None:
    async with SlackServer() as slack:
        answer = await asked(slack, mode)
        left = await left_by(slack, mode, pressing(answer, ":delete:"), begun=True)
        for _ in range(2):
            async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
                await settled(bot)
            assert answer.ts not in slack.shown
        assert len(slack.sent) == 1
        assert slack.kinds == []


@in_both_modes
@pytest.mark.parametrize("was_told", [True, False])
@pytest.mark.parametrize("scopes", [FULL_SCOPES, MINIMAL_SCOPES], ids=["channel", "direct"])
async def test_what_all_see_is_looked_for_before_it_is_told_again(
    mode: str, was_told: bool, scopes: str
) -> None:
    kind = mention if scopes == FULL_SCOPES else message
    async with SlackServer() as slack:
        slack.scopes = scopes
        offer = await asked(slack, mode, "which one?", kind)
        left = await left_by(slack, mode, pressing(offer, ":take:launch"))
        for begun in (not was_told, True):
            inbox = FakeInbox(replace(left, begun=begun))
            async with serving(slack, mode, inbox=inbox) as bot:
                await settled(bot)
                assert bot.inbox.lost_ones == []
        assert len(slack.sent) == 2
        assert LAUNCH.answer in slack.sent[1].text
        assert {*slack.kinds} == {READS_BACK}


@in_both_modes
@pytest.mark.parametrize("begun", [True, False])
async def test_a_private_answer_is_shared_after_a_kill_or_counted(mode: str, begun: bool) -> None:
    async with SlackServer() as slack:
        async with serving(slack, mode):
            await slack.command("the cost?")
            [answer] = await slack.messages(1)
        left = await left_by(slack, mode, pressing(answer, ":share:"), begun=begun)
        async with serving(slack, mode, inbox=FakeInbox(left)) as bot:
            await settled(bot)
            assert bot.inbox.lost_ones == ([left.question] if begun else [])
        shared = [it for it in slack.sent if it.private_to is None]
        assert len(shared) == (0 if begun else 1)
        assert slack.kinds == []


@in_both_modes
async def test_a_wish_to_be_forgotten_outlives_a_kill(mode: str) -> None:
    records = FakeRecords()
    await records.vote(READ, COST, up=True)
    async with SlackServer() as slack:
        left = await left_by(slack, mode, lambda slack: slack.command("forget", "/story"))
        async with serving(slack, mode, records=records, inbox=FakeInbox(left)) as bot:
            await settled(bot)
        assert records.votes == {}
        assert [it.text for it in slack.sent] == [texts.FORGOTTEN]
        assert slack.kinds == []


@in_both_modes
async def test_a_process_that_lost_a_press_to_another_says_nothing(mode: str) -> None:
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        offer = await asked(slack, mode, "which one?")
        left = await left_by(slack, mode, pressing(offer, ":take:launch"))
        inbox = FakeInbox(left)
        inbox.taken_over.add(left.question)
        async with serving(slack, mode, inbox=inbox) as bot:
            await settled(bot)
        await slack.messages(1)
