"""`storybot preview`: what each surface shows of a fact is what is really sent."""

from __future__ import annotations

import json
from pathlib import Path

from click.shell_completion import ShellComplete

from bot.cli.main import storybot
from bot.knowledge.loader import load
from bot.rendering.buttons import Audience
from bot.rendering.card import fact_card
from bot.rendering.discord.message import message
from bot.rendering.slack import slack
from bot.rendering.surfaces import on_discord, on_slack
from tests.cli.conftest import Run
from tests.fakes.discord_service import HOSTILE, LOUD, STORY


def test_shows_a_fact_as_each_surface_has_it(run: Run, ferry: Path) -> None:
    result = run("preview", "cost")
    assert result.exit_code == 0
    names = ("Discord", "Slack", "Terminal", "Screen reader")
    parts = [part.split("\n", 1) for part in result.stdout.split("\n\n")]
    assert tuple(name for name, _ in parts) == names
    assert all(text.startswith("The ferry cost 48 million crowns.\n") for _, text in parts)
    assert "[👍 Helpful] [👎 Not helpful]" in parts[0][1]
    assert "[Show the quote]" in parts[1][1]
    assert "An earlier version said 38 million." in parts[3][1]


def test_json_has_the_messages_as_they_are_sent(run: Run, ferry: Path) -> None:
    found = json.loads(run("preview", "cost", "--json").stdout)
    shown = fact_card(load(ferry).facts[0], load(ferry))
    assert found["discord"] == message(shown, Audience("reader"))
    assert found["slack"] == slack(shown, Audience("reader"))
    assert found["terminal"] == found["screen_reader"]


def test_names_ids_near_to_one_that_is_not_there(run: Run, ferry: Path) -> None:
    result = run("preview", "captian")
    assert result.exit_code == 2
    assert result.stderr == 'The file has no fact "captian"; near it are captain.\n'
    assert run("preview", "xyzzy").stderr == 'The file has no fact "xyzzy".\n'


def test_shows_a_draft_once_it_has_an_answer(run: Run, ferry: Path) -> None:
    text = ferry.read_text("utf-8") + "  - {id: crew, draft: true, questions: [], answer: ''}\n"
    ferry.write_text(text, "utf-8")
    assert "has no answer yet" in run("preview", "crew").stderr
    ferry.write_text(text.replace("answer: ''", "answer: Six."), "utf-8")
    result = run("preview", "crew")
    assert "Six." in result.stdout
    assert "is a draft" in result.stderr


def test_a_shell_completes_ids(ferry: Path) -> None:
    def completed(*before: str) -> list[str]:
        shell = ShellComplete(storybot, {}, "storybot", "_STORYBOT_COMPLETE")
        return [it.value for it in shell.get_completions(["preview", *before], "c")]

    assert completed("--knowledge", str(ferry)) == ["cost", "captain"]
    assert completed("--knowledge", "nowhere.yaml") == []


def test_hostile_words_are_seen_as_they_stand_and_lead_nowhere() -> None:
    shown = fact_card(LOUD, STORY)
    for seen in (on_discord(message(shown)), on_slack(slack(shown))):
        said = "".join(seen.lines[0].text.split("\N{ZERO WIDTH SPACE}"))
        assert said == f"The sign says {HOSTILE}"
        links = [span.url for line in seen.lines for span in line.spans if span.url]
        assert links == ["https://post.example/ferry"]


def test_what_can_be_pressed_and_chosen_is_named() -> None:
    shown = fact_card(STORY.facts[0], STORY)
    for seen in (on_discord(message(shown)), on_slack(slack(shown))):
        controls = [control for row in seen.rows for control in row]
        menu = next(it for it in controls if it.options)
        assert menu.options[0].startswith("When was")
        assert {"Show the quote", "👍 Helpful"} <= {it.label for it in controls}
