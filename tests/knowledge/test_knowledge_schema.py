"""The JSON Schema that editors check a knowledge file with."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from bot.core.model import Story
from bot.knowledge.schema import json_schema

Load = Callable[[str | bytes], Story]
Complaints = Callable[[str | bytes], list[str]]

GOOD = """\
version: 1
story: {title: 1984, published: "2031-04-03"}
topics: [{id: works, title: The works}]
names: {Mara Quill: [Mara Quil]}
facts:
  - id: 007
    topic: works
    status: disputed
    questions: [12:30, no]
    answer: no
    quotes: [{text: a, line: 3}]
chat: {bye: Goodbye!}
"""

BAD = {
    "another version": ("version: 1", "version: 2"),
    "an unknown key": ("topic: works", "topik: works"),
    "no answer": ("    answer: no\n", ""),
    "no questions": ("[12:30, no]", "[]"),
    "text for a list": ("[12:30, no]", "why"),
    "nothing": ("answer: no", "answer:"),
    "an unknown status": ("disputed", "denied"),
    "line 0": ("line: 3", "line: 0"),
    "a date that is none": ('"2031-04-03"', "April"),
    "an id with a space": ("id: works", "id: the works"),
    "an id too long": ("id: works", "id: " + "w" * 61),
    "small talk that there is not": ("bye:", "joke:"),
    "a draft that is neither": ("    topic: works", "    draft: maybe"),
    "an open fact that is no draft": ("[12:30, no]", "[]\n    draft: false"),
    "a name without a list": ("[Mara Quil]", "Mara Quil"),
}


def faults(text: str) -> list[str]:
    validator = Draft7Validator(json_schema())
    return [error.message for error in validator.iter_errors(yaml.safe_load(text))]


def test_it_is_a_schema_in_json() -> None:
    Draft7Validator.check_schema(json.loads(json.dumps(json_schema())))


def test_it_accepts_what_the_loader_accepts_even_where_yaml_sees_other_types(load: Load) -> None:
    assert load(GOOD)
    assert faults(GOOD) == []


@pytest.mark.parametrize("left_open", ["", "    questions: []\n    answer: ''\n"])
def test_a_draft_may_be_open(load: Load, left_open: str) -> None:
    text = GOOD.replace("    questions: [12:30, no]\n    answer: no\n", left_open)
    story = load(text.replace("id: 007", "id: 007\n    draft: true"))
    assert (story.facts[0].questions, story.facts[0].answer) == ((), "")
    assert faults(text.replace("id: 007", "id: 007\n    draft: true")) == []
    assert story.without_drafts().facts == ()
    assert story.without_drafts().drafts == 1
    assert faults(text) != []


@pytest.mark.parametrize("case", BAD)
def test_it_refuses_what_the_loader_refuses(complaints: Complaints, case: str) -> None:
    text = GOOD.replace(*BAD[case])
    assert text != GOOD
    assert complaints(text) != []
    assert faults(text) != []


def test_every_key_says_what_it_is_for() -> None:
    def walk(schema: object) -> None:
        if isinstance(schema, dict):
            for value in schema.get("properties", {}).values():
                assert "For example" in value["description"]
            for key, value in schema.items():
                if key not in ("if", "else"):
                    walk(value)

    walk(json_schema())
