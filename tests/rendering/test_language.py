"""What is said around answers is said in the story's language, and no sentence is left out."""

from __future__ import annotations

import string
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from bot.core.model import Answered, Fact, Status, Story, Suggested
from bot.rendering import texts, texts_de, texts_es
from bot.rendering.byline import in_words
from bot.rendering.card import card
from bot.rendering.language import said_in, spoken
from bot.rendering.plain import plain

OPERATORS = (
    *("SLACK_", "PERMISSIONS", "MAY_NOT_", "ASK_DESCRIPTION", "ASK_QUESTION", "ASK_PRIVATE"),
    "STORY_",
    *("PRIVACY_DESCRIPTION", "ABOUT_MESSAGE"),
)
"""What is said to who runs a server, or is set for all readers of a bot: in English."""

FACT = Fact("a", ("Was?",), "Das.", status=Status.DISPUTED, according_to="die Stadt")
STORY = Story("Titel", (FACT,), published="2031-04-03", language="de")


def _names(module: ModuleType) -> set[str]:
    names = {name for name in vars(module) if name.isupper()}
    return {name for name in names if not name.startswith(OPERATORS)}


def _fields(said: Any) -> list[set[str]]:
    """The fields of a sentence, of each where there are several."""
    if isinstance(said, str):
        return [{field for _, field, _, _ in string.Formatter().parse(said) if field}]
    every = said.values() if isinstance(said, dict) else said
    return [fields for one in every for fields in _fields(one)]


@pytest.mark.parametrize("module", [texts_de, texts_es], ids=["de", "es"])
def test_every_sentence_to_readers_is_said_with_the_same_fields(module: ModuleType) -> None:
    for name in _names(texts):
        assert _fields(getattr(module, name)) == _fields(getattr(texts, name)), name
        same = {"PAGE"} if module is texts_es else set()
        if name not in same | {"DATE"}:
            assert getattr(module, name) != getattr(texts, name) or name == "PAGE", name


@pytest.mark.parametrize("module", [texts_de, texts_es], ids=["de", "es"])
def test_labels_fit_where_they_stand(module: ModuleType) -> None:
    for name in _names(texts):
        if name.endswith("_TITLE"):
            assert len(getattr(module, name)) <= 24, name  # Slack's windows
        if name.endswith("_FIELD"):
            assert len(getattr(module, name)) <= 45, name  # Discord's forms
        if name.endswith("_LABEL"):
            assert len(getattr(module, name)) <= 75, name  # Slack's buttons


def test_other_languages_are_answered_in_english() -> None:
    assert said_in("fr") is said_in("en") is texts
    assert said_in("de-AT") is texts_de
    assert spoken("tlh") is None


def test_dates_are_written_as_readers_write_them() -> None:
    assert in_words("2031-04-03", "de") == "3. April 2031"
    assert in_words("2031-04-03", "es-MX") == "3 de abril de 2031"
    assert in_words("2031-04-03", "fr") == "2031-04-03"


def test_a_card_says_all_in_the_storys_language() -> None:
    told = plain(card(Answered(FACT), STORY))
    assert told.splitlines()[-1].endswith("umstritten; Quelle: die Stadt")
    offered = plain(card(Suggested((FACT,), told=FACT), STORY))
    assert offered.startswith("Ich bin nicht sicher, ob du das meinst: Das.")
    other = replace(STORY, language="es")
    assert "fuente: die Stadt" in plain(card(Answered(FACT), other))
