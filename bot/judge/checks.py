"""What `storybot doctor` asks the judge: one small question that has an answer."""

from __future__ import annotations

import asyncio
from random import Random
from time import perf_counter

from bot.core.judge import Verdict
from bot.core.model import Fact
from bot.judge.endpoint import Endpoint
from bot.judge.errors import NoVerdictError
from bot.judge.judge import find
from bot.ports.checks import Finding, Level
from bot.settings import JudgeSettings

PATIENCE = 20.0
"""Seconds that are waited for it: to tell one that is slow from one that is not there."""

QUESTION = "why was the bridge closed?"
SHUT = Fact("shut", ("Why is the bridge shut?",), "Inspectors found a crack in the east pier.")
BUILT = Fact("built", ("When was the bridge built?",), "The bridge was built in 1931.")


async def check_judge(settings: JudgeSettings) -> list[Finding]:
    """Whether the model finds what is plain, and in what time."""
    endpoint = Endpoint(settings)
    began = perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            verdict = await find(endpoint, QUESTION, (SHUT, BUILT), Random(QUESTION))
    except TimeoutError:
        return [_problem(f"it gave no verdict within {PATIENCE:g} seconds")]
    except NoVerdictError as error:
        return [_problem(str(error))]
    finally:
        await endpoint.close()
    return [_finding(settings, verdict, perf_counter() - began)]


def _problem(what: str) -> Finding:
    remedy = "check STORYBOT_JUDGE_URL, STORYBOT_JUDGE_MODEL and STORYBOT_JUDGE_KEY"
    return Finding("judge", Level.PROBLEM, what, f"{remedy}, and that it runs")


def _finding(settings: JudgeSettings, verdict: Verdict, seconds: float) -> Finding:
    what = f"{settings.model} answered in {seconds:.2f} seconds"
    if verdict.fact != SHUT.id:
        remedy = "use a larger model: this one would veto good answers"
        return Finding("judge", Level.WARNING, f"{what}, and did not find what is plain", remedy)
    if seconds > settings.seconds:
        remedy = "use a smaller model or a faster machine, or raise STORYBOT_JUDGE_SECONDS"
        slow = f"{what}, and is waited for {settings.seconds:g}"
        return Finding("judge", Level.WARNING, slow, remedy)
    return Finding("judge", Level.GOOD, what)
