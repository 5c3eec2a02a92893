"""The extra `web`: what it finds becomes an article; without it, addresses are refused in words."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from bot.core.errors import UnusableInputError
from bot.desk.web import fetch, is_installed, read_web


def _extra(monkeypatch: pytest.MonkeyPatch, page: str | None, told: dict[str, Any] | None) -> None:
    library = ModuleType("trafilatura")
    found = None if told is None else SimpleNamespace(as_dict=lambda: told)
    setattr(library, "fetch_url", lambda _: page)  # noqa: B010
    setattr(library, "bare_extraction", lambda *_, **__: found)  # noqa: B010
    monkeypatch.setitem(sys.modules, "trafilatura", library)


def test_a_page_becomes_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The ferry is late.\n\nNobody knows why.\n"
    told = {"title": "Late", "sitename": "The Post", "date": None, "text": text}
    _extra(monkeypatch, "<html>", told)
    assert is_installed()
    found = read_web(fetch("https://post.example"), "https://post.example", "the page")
    assert (found.header.title, found.header.publisher, found.header.published) == (
        "Late",
        "The Post",
        None,
    )
    assert [(it.line, it.text) for it in found.sentences] == [
        (1, "The ferry is late."),
        (2, "Nobody knows why."),
    ]


def test_a_page_that_cannot_be_had_or_has_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    _extra(monkeypatch, None, None)
    with pytest.raises(UnusableInputError, match="cannot be had"):
        fetch("https://post.example")
    with pytest.raises(UnusableInputError, match="has no article in it"):
        read_web("<html>", None, "the page")


def test_without_the_extra_addresses_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert not is_installed()
    with pytest.raises(UnusableInputError, match=r"storybot-newsroom\[web\]"):
        fetch("https://post.example")
