"""The transcript in the documentation is what the bot says today."""

from __future__ import annotations

import pytest

from tests.adapters.discord.transcript import TRANSCRIPT, written


@pytest.mark.asyncio
async def test_the_transcript_is_current() -> None:
    assert await written() == TRANSCRIPT.read_text(encoding="utf-8")
