"""Gathers what each part says of its own health."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from bot.core.errors import SettingsError, UnusableInputError
from bot.ports.checks import Examination, Finding, Level, finding_of

PATIENCE = 30.0
"""Seconds that one check may take."""


async def examine(checks: Mapping[str, Examination]) -> list[Finding]:
    """The findings of all checks, by part, in their order; one that breaks is a finding too."""
    found = await asyncio.gather(*(_examined(part, check) for part, check in checks.items()))
    seen: dict[Finding, None] = {}
    for findings in found:
        seen.update(dict.fromkeys(findings))
    return list(seen)


def is_well(findings: Sequence[Finding]) -> bool:
    """Whether nothing is a problem."""
    return all(finding.level is not Level.PROBLEM for finding in findings)


async def _examined(part: str, check: Examination) -> Sequence[Finding]:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except (SettingsError, UnusableInputError) as error:
        return [finding_of(part, error)]
    except TimeoutError:
        what = f"this part did not answer within {PATIENCE:g} seconds"
        return [Finding(part, Level.PROBLEM, what, "check the network, and try again")]
    except Exception as error:  # a broken check must not hide what the others see
        what = f"this part could not be examined ({type(error).__name__})"
        return [Finding(part, Level.PROBLEM, what, "report it as a bug of storybot")]
