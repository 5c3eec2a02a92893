"""Invented stories, and a way to read what the loader says about them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from bot.core.errors import KnowledgeError
from bot.core.model import Story
from bot.knowledge.loader import parse

Complaints = Callable[[str | bytes], list[str]]
Load = Callable[[str | bytes], Story]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@pytest.fixture
def load() -> Load:
    """Text or bytes to a Story."""
    return lambda text: parse(_bytes(text), "bridge.yaml")


@pytest.fixture
def complaints() -> Complaints:
    """The problems of a file as `line:column: message; remedy`; none if it loads."""

    def read(text: str | bytes) -> list[str]:
        try:
            parse(_bytes(text), "bridge.yaml")
        except KnowledgeError as error:
            return [it.describe("")[1:] for it in error.problems]
        return []

    return read


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test once with each of yaml's parsers."""
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param == "libyaml")
    return str(request.param)
