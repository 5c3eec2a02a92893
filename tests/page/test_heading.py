"""The story's header on a page: what it lacks, what is wrong with it, what becomes of the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.curation.saving import save
from bot.knowledge.loader import load
from bot.page import heading
from tests.page.ferry import STORY, desk_on, fields_of


async def test_the_desk_says_what_the_header_lacks_and_what_readers_lose(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/")
        assert "The header lacks 5 lines that readers would miss" in page
        assert "<li>Contact: readers have no address to write to.</li>" in page
        form = await desk.see("/story")
        assert "<strong>Summary:</strong> “What is it about?” gets no more" in form
        assert "Publisher:</strong>" not in form
        piece = await desk.send("/story/check", form, publisher="", contact="desk@courier.example")
        assert "Publisher:</strong> answers are signed with the headline" in piece
        assert "Contact:</strong>" not in piece
        assert "<html" not in piece


async def test_a_header_is_edited_seen_and_saved(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/story")
        fields = fields_of(page)
        assert fields["names"] == "Mara Quill, Mara Quil, Marra Quill"
        assert fields["topics"] == "boat: The boat\npeople: The people".replace("\n", "\r\n")
        typed = {
            "publisher": "The Halm Post",
            "editor": "Ada Brook",
            "names": f"{fields['names']}\nJon Bell, John Bell",
        }
        seen = await desk.send("/story", page, do="review", **typed)
        assert "-  publisher: The Halm Courier" in seen
        assert "+  publisher: The Halm Post" in seen
        assert ferry.read_text("utf-8") == STORY
        saved = await desk.send("/story", seen, do="save")
        assert "The header is saved." in saved
        assert ferry.read_text("utf-8") == STORY.replace("Courier\n", "Post\n").replace(
            "published: 2031-04-03\n", "published: 2031-04-03\n  editor: Ada Brook\n"
        ).replace("Marra Quill]\n", 'Marra Quill]\n  Jon Bell: ["John Bell"]\n')
        assert "The Halm Post" in await desk.see("/try?q=how+much+did+the+ferry+cost")
        again = await desk.send("/story", saved, do="review")
        assert "Not at all: it says this already." in again


async def test_a_header_with_a_problem_is_not_saved_and_nothing_is_lost(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        await desk.see("/")
        page = await desk.see("/story")
        for typed, field, said in (
            ({"url": "courier.example"}, "url", "is no web address"),
            ({"published": "soon"}, "published", "is not a date of the calendar"),
            ({"title": ""}, "title", "“Headline”"),
            ({"language": "English"}, "language", "which is no code of a language"),
            ({"expires": "2030-01-01"}, "expires", "before it was published"),
            ({"topics": "boat: One\nboat: Two"}, "topics", "stands twice"),
            ({"names": "Jon Bell, Mara\nMara Quill, Mara"}, "names", "stands under two names"),
        ):
            for do in ("review", "save"):
                refused = await desk.send("/story", page, do=do, **typed)
                assert 'role="alert"' in refused
                assert "Save just this" not in refused
                beside = re.search(rf'id="{field}-wrong">(.*?)</p>', refused, re.S)
                assert beside is not None, field
                assert said in beside[1]
                assert fields_of(refused)[field].replace("\r", "") == typed[field]
            assert "Problem:" in await desk.send("/story/check", page, **typed)
        removed = await desk.send("/story", page, do="review", topics="boat: The boat")
        assert "is not under “Topics”" in removed
        spelt = await desk.send("/story", page, do="review", names="Mara Quill, ferry")
        assert "It has 3 problems, which readers would meet." in spelt
        assert '<a href="/facts/cost">cost</a>: ' in spelt
        assert ferry.read_text("utf-8") == STORY
        assert "Checked in" in await desk.send("/story", page, do="check")


async def test_two_editors_of_a_header_lose_nothing(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(path: Path, before: bytes, after: bytes) -> None:
        path.write_bytes(before.replace(b"The Halm Courier", b"The Halm Post"))
        monkeypatch.setattr(heading, "save", save)
        save(path, before, after)

    async with desk_on(ferry) as desk:
        page = await desk.see("/story")
        blind = await desk.send("/story", page, do="save", editor="Ada Brook")
        assert "Nothing is saved yet" in blind
        monkeypatch.setattr(heading, "save", overtaken)
        refused = await desk.send("/story", blind, do="save")
        assert "was changed since it was read" in refused
        assert fields_of(refused)["publisher"] == "The Halm Post"
        assert "The header is saved." in await desk.send("/story", refused, do="save")
        story = load(ferry)
        assert (story.publisher, story.editor) == ("The Halm Post", "Ada Brook")


async def test_a_header_can_be_written_while_the_file_is_asked(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/story")
        monkeypatch.setattr(heading, "WHOLE", 0.0)
        seen = await desk.send("/story", page, do="review", editor="Ada Brook")
        assert "The header is saved." in await desk.send("/story", seen, do="save")


async def test_a_file_of_drafts_has_a_header_too(ferry: Path) -> None:
    stub = "{id: a, draft: true, questions: [], answer: ''}"
    ferry.write_text(f"version: 1\nstory: {{title: T}}\nfacts:\n  - {stub}\n", "utf-8")
    async with desk_on(ferry, article=None) as desk:
        page = await desk.see("/story")
        typed: dict[str, Any] = {"names": "Mara Quill", "topics": "The boat"}
        seen = await desk.send("/story", page, do="review", **typed)
        assert "The header is saved." in await desk.send("/story", seen, do="save")
        assert load(ferry).topics[0].id == "the-boat"
