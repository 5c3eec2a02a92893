"""What becomes of faults of Slack: events over and over, sockets that die, an API in trouble."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from tests.benchmarks.faults_discord import ONCE, QUIET
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.rig import QUESTION, came_to_pass, on_slack, over_and_over, process_of
from tests.servers.slack_objects import CHANNEL, Payload, changed, fresh, mention, message
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent

TROUBLED = ("late",)
"""What the loopback Slack notes, and is of its own making where it breaks the way to the bot."""


def outcome(slack: SlackServer, *own: str) -> str:
    """How many were answered twice or not at all, and which rules but `own` ones were broken."""
    twice = slack.kinds.count("answered twice") + slack.kinds.count("unasked")
    others = [kind for kind in slack.kinds if kind not in ("answered twice", "unasked", *own)]
    return (
        f"{twice} answered twice, {len(slack.watch.unanswered)} not at all, "
        f"{len(others)} limits broken"
    )


def questions(count: int, text: str = QUESTION) -> list[Payload]:
    """Mentions and direct messages of many people, in as many places."""
    mentions = [mention(text, f"C{number}", f"U{number}") for number in range(count)]
    return mentions + [message(text, f"D{number}", f"U{number}") for number in range(count)]


def twin(event: Payload) -> Payload:
    """The other event as which Slack delivers a mention."""
    return message(event["text"], event["channel"], event["user"], ts=event["ts"])


async def all_done(slack: SlackServer, seconds: float = 20.0) -> None:
    """Wait until nobody waits any more, and whether an answer too many comes."""
    await came_to_pass(lambda: not slack.watch.unanswered, seconds)
    await asyncio.sleep(QUIET)


async def delivered_again(place: Place, count: int, mode: str) -> Row:
    """Events, some as twins, half with new ids; commands and presses; all up to four times."""
    async with SlackServer() as slack, on_slack(place, slack, mode):
        asked = questions(count)
        ids = {event["ts"]: fresh("Ev") for event in asked}
        twins = [twin(event) for event in asked if event["type"] == "app_mention"]
        sending: list[Coroutine[Any, Any, Any]] = [
            slack.event(event, random.choice((ids[event["ts"]], None)))
            for event in over_and_over(asked + twins)
        ]
        typed = [await slack.command(QUESTION, user=f"U{number}") for number in range(count)]
        sending += [slack.again(it) for it in over_and_over(typed)]
        random.shuffle(sending)
        await asyncio.gather(*sending)
        await all_done(slack)
        offers = [sent for sent in slack.sent if sent.offers(":up:")]
        sending += await _pressed_again(slack, offers[:count])
        seen = outcome(slack)
    tried = f"{3 * count} questions, {len(sending) + count} deliveries"
    fault = f"Slack delivers up to four times, in any order, with new event ids ({mode})"
    return Row(fault, place, tried, ONCE, seen)


async def _pressed_again(slack: SlackServer, offers: list[Sent]) -> list[Any]:
    """Each thumb pressed once and delivered up to four times more."""
    pressed = [(sent, await slack.press(sent, sent.carrying(":up:"))) for sent in offers]
    again = over_and_over(pressed)
    for sent, press in again:
        await slack.press(sent, sent.carrying(":up:"), again=press.payload)
    await asyncio.sleep(QUIET)
    return again


async def changed_afterwards(place: Place, count: int, mode: str) -> Row:
    """Unfurls, threads that grow, broadcasts; then edits; each one to four times."""
    async with SlackServer() as slack, on_slack(place, slack, mode):
        asked = questions(count)
        for event in asked:
            await slack.event(event)
        await all_done(slack)
        before = len(slack.calls)
        for event in over_and_over(change for it in asked for change in _without_words(it)):
            await slack.event(event)
        await asyncio.sleep(QUIET)
        early = len(slack.calls) - before
        edits = [changed(event, f"{event['text']} and why?") for event in asked]
        for event in over_and_over(edits):
            await slack.event(event)
        await came_to_pass(lambda: len(_edits(slack)) == len(asked))
        await asyncio.sleep(QUIET)
        edited = _edits(slack)
        seen = f"{early} calls after what changes no words, "
        seen += f"{len(asked) - len(edited)} not changed by an edit, "
        seen += f"{sum(times > 1 for times in edited.values())} twice; {outcome(slack)}"
    return Row(
        f"Slack tells of unfurls, grown threads, broadcasts and edits, up to four times ({mode})",
        place,
        f"{len(asked)} questions",
        "only an edit of the words changes the answer, once",
        seen,
    )


def _edits(slack: SlackServer) -> Counter[str]:
    """How often each answer was changed."""
    updates = (it.arguments for it in slack.calls if it.method == "chat.update")
    return Counter(str(it["ts"]) for it in updates)


def _without_words(event: Payload) -> list[Payload]:
    text = event["text"]
    return [
        changed(event, text, attachments=[{"id": 1, "title": "a link"}]),
        changed(event, text, reply_count=1, latest_reply=event["ts"]),
        changed(event, text, subtype="thread_broadcast", root={"ts": event["ts"]}),
    ]


async def socket_closed(place: Place, times: int) -> Row:
    """Sockets closed over and over, with a word before it and without, while people ask."""
    async with SlackServer(ack_limit=1.0) as slack, on_slack(place, slack, "socket"):
        sending, longest = [], 0.0
        for number in range(times):
            had, began = slack.sockets.connected, time.monotonic()
            event = mention(QUESTION, f"C{number}", f"U{number}")
            sending.append(asyncio.create_task(slack.event(event)))
            await slack.sockets.close(polite=number % 2 == 0)
            await came_to_pass(lambda had=had: slack.sockets.connected > had, 60)  # type: ignore[misc]
            longest = max(longest, time.monotonic() - began)
        await asyncio.gather(*sending)
        await all_done(slack)
        seen = f"{outcome(slack, *TROUBLED)}; connected anew within {longest:.1f} s"
    fault = "Slack closes the socket, with and without a word, while somebody asks"
    return Row(fault, place, f"{times} times", f"connects anew; {ONCE}", seen)


async def gone_for_a_minute(place: Place, seconds: float) -> Row:
    """All of Slack is gone, and comes back."""
    async with SlackServer() as slack:
        tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
        async with process_of(place, "slack", SLACK_API_URL=slack.api_url, **tokens):
            await slack.until(lambda: slack.sockets.connected > 0, 30)
            await slack.unplug()
            await asyncio.sleep(seconds)
            await slack.plug_in()
            began = time.monotonic()
            await came_to_pass(lambda: slack.sockets.connected > 1, 240)
            took = time.monotonic() - began
            await asyncio.gather(*(slack.event(event) for event in questions(5)))
            await all_done(slack)
            seen = f"connected {took:.0f} s after; {outcome(slack)}"
    promised = "connects anew when it is back, answering"
    return Row("Slack is gone", place, f"for {seconds:.0f} s", promised, seen)


async def api_in_trouble(place: Place, count: int, mode: str) -> Row:
    """Messages are refused with 429 and Retry-After."""
    async with SlackServer() as slack, on_slack(place, slack, mode):
        slack.refuse = [(429, "1")] * count
        sending = [slack.event(event) for event in questions(count)]
        sending += [slack.command(QUESTION, user=f"U{number}") for number in range(count)]
        await asyncio.gather(*sending)
        await all_done(slack, 40)
        seen = outcome(slack)
    tried = f"{3 * count} questions, {count} refusals"
    return Row(f"Slack says 429 with Retry-After ({mode})", place, tried, ONCE, seen)


async def api_broken(place: Place, count: int, mode: str) -> Row:
    """Every other message meets an HTTP 500, which may have been taken for all the bot knows."""
    async with SlackServer() as slack, on_slack(place, slack, mode):
        asked = questions(count)
        slack.refuse = [(500, "internal_error")] * count
        await asyncio.gather(*(slack.event(event) for event in asked))
        await all_done(slack, 5)
        await slack.event(after := mention(QUESTION, CHANNEL))
        await came_to_pass(lambda: any(it.thread_ts == after["ts"] for it in slack.sent))
        seen = outcome(slack)
    tried = f"{2 * count + 1} questions, {count} refusals"
    promised = "answered once, or told once that it failed; goes on afterwards"
    return Row(f"Slack says 500 ({mode})", place, tried, promised, seen)


async def api_slow(place: Place, count: int, mode: str, seconds: float = 2.0) -> Row:
    """An API that takes seconds for each message."""
    async with SlackServer() as slack, on_slack(place, slack, mode):
        slack.slowness, began = seconds, time.monotonic()
        sent = await asyncio.gather(*(slack.event(event) for event in questions(count)))
        await all_done(slack, 10 * seconds)
        took = time.monotonic() - began
        late = max(it.seconds or 99.0 for it in sent)
        seen = (
            f"{outcome(slack)}; acknowledged within {late:.2f} s, all answered within {took:.1f} s"
        )
    tried = f"{2 * count} questions at once, {seconds:g} s each"
    promised = "acknowledged at once, each answered once, none waits for another"
    return Row(f"Slack's API is slow ({mode})", place, tried, promised, seen)
