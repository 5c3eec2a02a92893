"""A small story, what is built of it, and whether two builds are the same."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.compose.stories import ranker_for
from bot.core.model import Fact, Quote, Status, Story, Topic
from bot.matching.cache import Built

BRIDGE = """\
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: Inspectors found a crack in the east pier.
  - id: cost
    questions: [How much will the repair cost?, price of the repair]
    answer: The repair will cost 3 million crowns.
"""
STORY = Story(
    "The bridge – “Elm Street” 🌉",
    (
        Fact(
            "why-shut",
            ("Why is the bridge shut?", "what closed the bridge"),
            "Inspectors found a crack in the east pier.",
            topic="bridge",
            status=Status.ATTRIBUTED,
            according_to="the town",
            as_of="2031-04-02",
            quotes=(Quote("a crack", 3), Quote("the east pier")),
            see_also=("opening",),
            revised="2031-04-09",
            correction="An earlier version said west.",
            note="Ask again in May.",
            checked="2031-04-10",
            expires="2031-05-01",
            asks=("reason for the closure",),
            never=("who shut the bridge",),
        ),
        Fact("opening", ("When will it open?",), "It does not say.", status=Status.UNKNOWN),
    ),
    publisher="Lantern",
    url="https://example.org/bridge",
    published="2031-04-03",
    summary="It is shut.",
    topics=(Topic("bridge", "The bridge"),),
    names={"Elm Street": ("Elmstreet", "Elm St")},
    chat={"greeting": "Ahoy!"},
    digest="abc",
)


def a_build(story: Story = STORY) -> Built:
    ranker = ranker_for(story)
    vocabulary, meaning = ranker.analyser.vocabulary, ranker.sense.meaning
    return Built(story, vocabulary, ranker.index, meaning)


def same(one: Built, other: Built) -> bool:
    """Whether two builds are equal, arrays and their types included."""
    if (one.story, one.vocabulary) != (other.story, other.vocabulary):
        return False
    return _alike(one.index, other.index) and _alike(one.meaning, other.meaning)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple) and one and is_dataclass(one[0]):
        return all(map(_alike, one, other))
    if is_dataclass(one):
        names = [field.name for field in fields(one)]
        return all(_alike(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)


def an_environment(folder: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(folder)}


def the_bridge(folder: Path, text: str = BRIDGE) -> Path:
    path = folder / "bridge.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "storybot").glob("*"))
