"""The transcripts in the documentation are what the bot says today."""

from __future__ import annotations

import pytest

from tests.adapters.discord import newsroom
from tests.adapters.discord.transcript import TRANSCRIPT, written


@pytest.mark.asyncio
async def test_the_transcript_is_current() -> None:
    assert await written() == TRANSCRIPT.read_text(encoding="utf-8")


@pytest.mark.asyncio
async def test_the_newsrooms_transcript_is_current() -> None:
    assert await newsroom.written() == newsroom.TRANSCRIPT.read_text(encoding="utf-8")
