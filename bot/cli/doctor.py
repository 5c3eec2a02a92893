"""`storybot doctor`: what is wrong with the set-up, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bot.cli.environment import Meant, environment, story_options

if TYPE_CHECKING:
    from bot.ports.checks import Finding

MARKS = {"good": "ok", "warning": "warning", "problem": "PROBLEM"}


@click.command(short_help="Find what is wrong with the set-up.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@story_options
def doctor(as_json: bool, meant: Meant) -> None:
    """Examine the knowledge file, the database, the judge, tokens, scopes, intents,
    permissions in channels, registered commands, addresses and the clock.

    Each finding comes with its remedy. It sends nothing to any channel. Status 0: no problem;
    1: there is one.

    \b
    For example:
      storybot doctor
      storybot doctor --json
    """
    import asyncio

    from bot.compose.examining import build_checks
    from bot.ops.doctor import examine, is_well

    findings = asyncio.run(examine(build_checks(meant.knowledge, environment())))
    click.echo(_as_json(findings) if as_json else "\n".join(map(_line, findings)))
    if not is_well(findings):
        raise click.exceptions.Exit(1)


def _line(finding: Finding) -> str:
    line = f"{MARKS[finding.level]:<8} {finding.part}: {finding.what}"
    return f"{line}\n         → {finding.remedy}" if finding.remedy else line


def _as_json(findings: Sequence[Finding]) -> str:
    import json
    from dataclasses import asdict

    from bot.ops.doctor import is_well

    told = {"well": is_well(findings), "findings": [asdict(it) for it in findings]}
    return json.dumps(told, ensure_ascii=False)
