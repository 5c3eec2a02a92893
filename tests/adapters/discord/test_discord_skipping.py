"""What discord.py cannot parse is skipped and counted; everything goes on."""

from __future__ import annotations

import pytest

from tests.adapters.discord.running import MENTION, Running, reply_with
from tests.servers.discord_objects import CHANNEL_ID, GUILD_ID, READER, Data, message
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

_POLL = {
    "question": {"text": "the secret poll"},
    "answers": [{"answer_id": 1, "poll_media": {"text": "Yes"}}],
    "expiry": None,
    "allow_multiselect": False,
    "layout_type": 1,
}
_VOICE = {
    "id": "77",
    "guild_id": str(GUILD_ID),
    "type": 2,
    "name": "the secret room",
    "position": 1,
}
_UNREADABLE: list[tuple[str, Data]] = [
    ("MESSAGE_CREATE", {**message(READER, CHANNEL_ID, f"{MENTION} vote"), "poll": _POLL}),
    ("CHANNEL_CREATE", _VOICE),
    ("MESSAGE_DELETE", {}),
    ("INTERACTION_CREATE", {"type": "the secret type"}),
    ("GUILD_MEMBER_UPDATE", []),  # type: ignore[list-item]  # as no such event is
]


@pytest.mark.parametrize(("event", "data"), _UNREADABLE)
async def test_an_event_that_cannot_be_parsed_is_skipped(
    event: str,
    data: Data,
    server: DiscordServer,
    storybot: Running,
    caplog: pytest.LogCaptureFixture,
) -> None:
    skips: list[None] = []
    async with storybot(skips=skips):
        session = server.gateway.live
        assert session is not None
        await session.dispatch(event, data)
        await eventually(lambda: len(skips) == 1)
        await reply_with(server)
        assert len(server.gateway.identified) == 1
    assert "an event from Discord could not be read" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("frame", ["no JSON: the secret", "[]", "null", '{"op": 10, "d": null}'])
async def test_a_frame_that_is_no_payload_is_skipped(
    frame: str, server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    skips: list[None] = []
    async with storybot(skips=skips):
        await server.gateway.send_garbage(frame)
        await eventually(lambda: len(skips) == 1)
        await reply_with(server)
        assert len(server.gateway.identified) == 1
    assert "secret" not in caplog.text


async def test_a_stream_that_is_damaged_is_begun_anew(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        await server.gateway.send_garbage(b"no zlib\x00\x00\xff\xff")
        await server.gateway.until(lambda gateway: gateway.resumed == 1)
        await reply_with(server)


async def test_a_server_that_cannot_be_parsed_is_answered_in_all_the_same(
    server: DiscordServer, storybot: Running
) -> None:
    server.more_channels.append(_VOICE)
    skips: list[None] = []
    async with storybot(skips=skips):
        await eventually(lambda: len(skips) == 1)
        await reply_with(server)
