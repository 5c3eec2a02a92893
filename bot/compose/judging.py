"""Builds the judge, where the operator has set one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.judge import Judge
    from bot.judge.judge import EndpointJudge
    from bot.settings import JudgeSettings


@asynccontextmanager
async def open_judge(settings: JudgeSettings | None) -> AsyncIterator[Judge | None]:
    """The judge for as long as this is open; None where there is none."""
    if settings is None:
        yield None
        return
    judge = build_judge(settings)
    try:
        yield judge
    finally:
        await judge.close()


def build_judge(settings: JudgeSettings, *, in_a_crowd: bool = True) -> EndpointJudge:
    """The judge, who is to be closed; for one person alone without a limit a minute."""
    from bot.judge.budget import A_MINUTE
    from bot.judge.judge import EndpointJudge
    from bot.ops.clock import SystemClock

    return EndpointJudge(settings, SystemClock(), A_MINUTE if in_a_crowd else 0)
