"""The desk: what an editor sees, and what becomes of the file."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.core.errors import UnusableInputError
from bot.curation.decisions import decided
from bot.curation.revising import change
from bot.curation.saving import save
from bot.knowledge.loader import load
from bot.page import editing
from bot.ports.feedback import Feedback
from tests.page.ferry import ARTICLE, STORY, desk_on, fields_of, sent

HOSTILE = "<script>alert(1)</script> <b>bold</b> \u202eesrever"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;bold&lt;/b&gt;"


async def test_facts_are_listed_with_their_health(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/")
        assert "5 facts of" in page
        assert "was asked while it alone was left out" in page
        assert re.search(
            r"How much did the ferry cost\?</span></a>\s*<span class=\"health \w+\">", page
        )
        assert "no quote vouches for the answer" in page
        assert "draft · not told yet" in page
        drafts = await desk.see("/?only=draft")
        assert "1 fact shown" in drafts
        assert "/facts/yard" in drafts
        assert "/facts/cost" not in drafts
        assert "2 facts shown" in await desk.see("/?q=FERRY&topic=boat")
        assert "1 fact shown" in await desk.see("/?only=unknown")
        assert "0 facts shown" in await desk.see("/?only=problem")


async def test_a_fact_is_edited_seen_and_saved(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/cost")
        typed = {"answer": "The ferry cost 49 million crowns."}
        shown = await desk.send("/facts/cost", page, do="review", **typed)
        assert "+    answer: The ferry cost 49 million crowns." in shown
        assert "no quote of it does" in shown
        assert ferry.read_text("utf-8") == STORY
        saved = await desk.send("/facts/cost", shown, do="save")
        assert "cost is saved" in saved
        old = "The ferry cost 48 million crowns, Mara Quill of the North Quay Company said."
        assert ferry.read_text("utf-8") == STORY.replace(old, typed["answer"])
        assert "cost is saved" not in await desk.get("/facts/cost")


async def test_nothing_is_saved_whose_difference_was_not_seen(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/cost")
        blind = await desk.send("/facts/cost", page, do="save", answer="A lot.")
        assert "Nothing is saved yet" in blind
        seen = await desk.send("/facts/cost", page, do="review", answer="A lot.")
        other = await desk.send("/facts/cost", seen, do="save", answer="Nothing at all.")
        assert "Nothing is saved yet" in other
        assert "+    answer: Nothing at all." in other
        assert ferry.read_text("utf-8") == STORY


async def test_two_desks_on_one_file_lose_nothing(ferry: Path) -> None:
    async with desk_on(ferry) as one, desk_on(ferry) as other:
        pages = [await it.see("/facts/cost") for it in (one, other)]
        seen = await one.send("/facts/cost", pages[0], do="review", according_to="the company")
        theirs = await other.send("/facts/cost", pages[1], do="review", answer="It cost a lot.")
        assert "is saved" in await one.send("/facts/cost", seen, do="save")
        refused = await other.send("/facts/cost", theirs, do="save")
        assert "Nothing is saved yet" in refused
        assert fields_of(refused)["answer"] == "It cost a lot."
        assert fields_of(refused)["according_to"] == "the company"
        assert "is saved" in await other.send("/facts/cost", refused, do="save")
        fact = load(ferry).facts[0]
        assert (fact.answer, fact.according_to) == ("It cost a lot.", "the company")


async def test_whoever_is_quicker_by_a_moment_is_not_overwritten(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(path: Path, before: bytes, after: bytes) -> None:
        path.write_bytes(before.replace(b"Dr. Jon Bell steers", b"Mara Quill steers"))
        monkeypatch.setattr(editing, "save", save)
        save(path, before, after)

    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/cost")
        seen = await desk.send("/facts/cost", page, do="review", answer="It cost a lot.")
        monkeypatch.setattr(editing, "save", overtaken)
        refused = await desk.send("/facts/cost", seen, do="save")
        assert "was changed since it was read" in refused
        assert fields_of(refused)["answer"] == "It cost a lot."
        assert "is saved" in await desk.send("/facts/cost", refused, do="save")
        assert "Mara Quill steers" in ferry.read_text("utf-8")


async def test_a_fact_that_was_taken_out_meanwhile_leaves_what_was_typed(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/launch")
        ferry.write_text(STORY.replace("id: launch", "id: launched"), "utf-8")
        gone = await desk.send("/facts/launch", page, do="save", answer="In March, I am told.")
        assert "taken out of the file meanwhile" in gone
        assert fields_of(gone)["answer"] == "In March, I am told."
        assert "no such fact" in await desk.get("/facts/launch")


async def test_what_would_not_load_is_said_and_not_saved(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/cost")
        for typed, said in (
            ({"as_of": "yesterday"}, "is not a date of the calendar"),
            ({"see_also": "nobody"}, "nobody"),
            ({"status": "certain"}, "There is no status certain."),
            ({"questions": ""}, "questions"),
            ({"questions": "date of the launch"}, "date of the launch"),
        ):
            refused = await desk.send("/facts/cost", page, do="review", **typed)
            assert 'role="alert"' in refused
            assert said in refused
            assert refused.count('<li class="problem">') in (0, 1)
            assert all(
                fields_of(refused)[key] == it for key, it in typed.items() if key != "status"
            )
        assert ferry.read_text("utf-8") == STORY


async def test_a_fact_with_a_problem_is_saved_only_as_a_draft(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/cost")
        typed = {"quotes": "3: The ferry cost us 84 million crowns"}
        shown = await desk.send("/facts/cost", page, do="review", **typed)
        assert "It has 1 problem, so readers must not be told it." in shown
        beside = re.search(r'id="quotes-wrong">(.*?)</span>', shown, re.S)
        assert beside is not None
        assert "is not in the source" in beside[1]
        assert "Save just this" not in shown
        assert "+    draft: true" in shown
        refused = await desk.send("/facts/cost", shown, do="save")
        assert "Not saved: it has 1 problem" in refused
        assert fields_of(refused)["quotes"] == typed["quotes"]
        assert ferry.read_text("utf-8") == STORY
        saved = await desk.send("/facts/cost", refused, do="draft")
        assert "cost is saved as a draft: readers are no longer told it." in saved
        assert "A running bot" not in saved
        fact = load(ferry).facts[0]
        assert (fact.draft, fact.quotes[0].text) == (True, typed["quotes"][3:])
        mended = {"quotes": "3: The ferry cost us 48 million crowns", "draft": ""}
        seen = await desk.send("/facts/cost", saved, do="review", **mended)
        assert "cost is saved. A running bot" in await desk.send("/facts/cost", seen, do="save")
        assert ferry.read_text("utf-8") == STORY


async def test_a_new_fact_with_a_problem_is_kept_as_a_draft(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/new")
        typed = {"id": "sail", "questions": "Does it sail?", "answer": "It does.", "draft": ""}
        typed["status"] = "attributed"
        seen = await desk.send("/new", page, do="review", **typed)
        assert 'id="status-wrong"' in seen
        assert "add “According to”" in seen
        assert "which nobody is told" in await desk.send("/new", seen, do="draft")
        assert load(ferry).facts[-1].draft


async def test_tests_that_the_file_would_fail_are_problems_of_the_fact(ferry: Path) -> None:
    asks = STORY.replace(
        "    topic: people\n", "    topic: people\n    asks: [who is at the helm]\n"
    )
    ferry.write_text(asks.replace("is the captain", "is at the helm"), "utf-8")
    async with desk_on(ferry) as desk:
        await desk.see("/")
        page = await desk.see("/facts/launch")
        fails = await desk.send(
            "/facts/launch", page, do="review", asks="how many stars are in the sky"
        )
        assert 'id="asks-wrong"' in fails
        assert "“It must answer” fails" in fails
        taken = {"questions": "who is at the helm?\nwho is standing at the helm\nat the helm"}
        stolen = await desk.send("/facts/launch", page, do="review", **taken)
        assert "+    draft: true" in stolen
        assert '<a href="/facts/captain">captain</a>: ' in stolen


async def test_a_fact_is_deleted_after_its_difference_was_seen(ferry: Path) -> None:
    linked = STORY.replace("    topic: people\n", "    topic: people\n    see_also: [launch]\n")
    ferry.write_text(linked, "utf-8")
    async with desk_on(ferry) as desk:
        assert "Delete …" not in await desk.see("/new")
        refused = await desk.send(
            "/facts/launch", await desk.see("/facts/launch"), do="remove", answer="In March."
        )
        assert "stands under “See also” of the fact &#34;captain&#34;: take it out there" in refused
        assert fields_of(refused)["answer"] == "In March."
        page = await desk.see("/facts/captain")
        shown = await desk.send("/facts/captain", page, do="remove")
        assert "-  - id: captain" in shown
        assert "nothing is deleted yet" in shown
        assert ferry.read_text("utf-8") == linked
        ferry.write_text(linked.replace("9 March", "8 March"), "utf-8")
        again = await desk.send("/facts/captain", shown, do="delete")
        assert "Nothing is saved yet" in again
        done = await desk.send("/facts/captain", again, do="delete")
        assert "captain is deleted." in done
        assert "-    answer: Dr. Jon Bell steers the ferry." in done
        assert "4 facts of" in done
        assert [it.id for it in load(ferry).facts] == ["cost", "launch", "no-menu", "yard"]


async def test_the_form_counts_what_the_list_counts(ferry: Path) -> None:
    async with desk_on(ferry) as desk:

        def remarks(page: str) -> int:
            return page.count('<li class="advice">')

        page = await desk.see("/facts/launch")
        typed = {"questions": "When was it launched?\nwhat was paid for it\nprice of crowns"}
        typed["answer"] = "It was launched on a Monday."
        seen = await desk.send("/facts/launch", page, do="review", **typed)
        saved = await desk.send("/facts/launch", seen, do="save")
        listed = (await desk.see("/?only=advice")).split('href="/facts/')
        own = next(it for it in listed if it.startswith("launch"))
        assert remarks(own) == remarks(seen) == remarks(saved) > 1
        assert f"{remarks(own)} advice" in own


async def test_what_is_still_being_asked_is_said_in_the_form(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/launch")
        monkeypatch.setattr(editing, "WHOLE", 0.01)
        release, engine = Event(), desk.bench.means.engine

        def slow(*given: Any) -> object:
            release.wait()
            return engine(*given)

        object.__setattr__(desk.bench.means, "engine", slow)
        seen = await desk.send(
            "/facts/launch", page, do="review", answer="It was launched in 2031."
        )
        assert 'data-poll="/progress?of=trial"' in seen
        assert "Still working" in await desk.get("/progress?of=trial")
        first, other = desk.bench, "The ferry was launched in March."
        await desk.send("/facts/launch", page, do="review", answer=other)  # the first is let go
        release.set()
        saved = await desk.send("/facts/launch", seen, do="save")
        assert "is saved" in saved
        assert "data-poll" not in await desk.see("/facts/launch")
        assert not first.close()


async def test_a_name_that_only_a_draft_has_is_used(ferry: Path) -> None:
    names = "names:\n  Halm: []\n  Nowhere: []\n"
    ferry.write_text(STORY.replace("names:\n", names), "utf-8")
    async with desk_on(ferry) as desk:
        page = await desk.see("/")
        assert "the name &#34;Nowhere&#34; stands nowhere else" in page
        assert "the name &#34;Halm&#34;" not in page


async def test_check_answers_as_one_types_and_by_a_button(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/facts/captain")
        await desk.see("/try?q=who")
        typed = {
            "answer": "Yes, Mara Quil steers.",
            "questions": "Who steers her?\ndate of the launch",
        }
        piece = await desk.send("/check", page, **typed)
        whole = await desk.send("/facts/captain", page, do="check", **typed)
        for said in (piece, whole):
            assert "the answer uses the spelling &#34;Mara Quil&#34;" in said
            assert "is answered by the fact &#34;launch&#34; today" in said
            assert re.search(r"Checked in \d+ ms", said)
        assert "<html" not in piece
        assert "Problem:" in await desk.send("/check", page, as_of="soon")
        assert "no status" in await desk.send("/check", page, status="soon")


async def test_a_missing_sentence_becomes_a_draft(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/article")
        assert '[not covered: draft <a href="/facts/yard">yard</a>]' in page
        assert '[quoted: <a href="/facts/cost">cost</a>' in page
        link = re.search(
            r'Jon Bell had 12 men and 3 cranes.</mark>.*?href="(/new[^"]+)', page, re.S
        )
        assert link is not None
        form = await desk.see(link[1])
        fields = fields_of(form)
        assert fields["quotes"] == "8: Jon Bell had 12 men and 3 cranes."
        assert fields["draft"] == "true"
        typed = {"id": "crew", "questions": "How many men did he have?", "answer": "He had 12 men."}
        seen = await desk.send("/new", form, do="review", **typed)
        assert "+  - id: crew" in seen
        assert "is saved" in await desk.send("/new", seen, do="save")
        fact = load(ferry).facts[-1]
        assert (fact.id, fact.draft, fact.quotes[0].line) == ("crew", True, 8)
        again = await desk.send("/new", form, do="review", **typed)
        assert 'role="alert"' in again


async def test_the_inbox_is_worked_off_by_clicks(ferry: Path) -> None:
    texts = [
        sent("what was the bill for it?"),
        sent("Is there a cinema on board?"),
        sent("who built the ferry boat?"),
        sent("It cost 38 million.", "report", "cost"),
    ]
    async with desk_on(ferry, *texts) as desk:

        async def click(text: str, **button: str) -> str:
            page = await desk.see("/inbox")
            item = page[page.index(text) :]
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', item)[:2])
            return await desk.send("/inbox", "", **hidden, **button)

        page = await desk.see("/inbox")
        assert "sent to the editors, 1 time" in page
        assert 'Of the fact <a href="/facts/cost">cost</a>' in page
        done = await click("what was the bill", accept="cost")
        assert "cost has it among its phrasings now." in done
        assert "+      - what was the bill for it?" in done
        assert "is added as a draft" in await click("Is there a cinema", do="unknown")
        assert "Nothing was changed." in await click("who built", do="accept", fact="nobody")
        assert "is added as a draft" in await click("who built", do="new")
        assert "dismissed" in await click("It cost 38", do="dismiss")
        assert "There is nothing to decide." in await desk.see("/inbox")
        assert decided(ferry) == {it.id for it in texts}
        *_, unknown, new = load(ferry).facts
        assert (unknown.is_known, unknown.draft, unknown.questions) == (
            False,
            True,
            (texts[1].text,),
        )
        assert (new.is_known, new.draft) == (True, True)
        assert "what was the bill for it?" in load(ferry).facts[0].questions
        stale = await desk.send("/inbox", page, do="dismiss", item="12345678")
        assert "There is no item 12345678" in stale


async def test_records_that_cannot_be_read_are_said_so(ferry: Path) -> None:
    def gone() -> tuple[Feedback, bool]:
        raise UnusableInputError("There are no records here.")

    async with desk_on(ferry) as desk:
        object.__setattr__(desk.bench.means, "feedback", gone)
        assert "There are no records here." in await desk.see("/inbox")
        early = await desk.send("/inbox", await desk.see("/facts/cost"), do="dismiss", item="1")
        assert "There are no records here." in early
    assert ferry.read_text("utf-8") == STORY


async def test_a_question_is_tried_on_every_surface(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        page = await desk.see("/try?q=how+much+did+the+ferry+cost")
        for name in ("Discord", "Slack", "Terminal", "Screen reader"):
            assert f"<h3>{name}</h3>" in page
        assert page.count("The ferry cost 48 million crowns, Mara Quill") == 4
        assert "<li>Show the quote</li>" in page
        assert '<a href="/facts/cost">cost</a>, ' in page
        assert "The likeliest fact is “How much did the ferry cost?”, with " in page
        figures = page[page.index("<details><summary>All figures</summary>") :]
        assert "decision " in figures
        assert "likelihood " not in page[: -len(figures)]
        assert "<h2>Why</h2>" not in await desk.see("/try?q=")


async def test_a_file_that_breaks_is_told_with_its_place_and_can_be_mended(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        ferry.write_text(STORY.replace("status: attributed", "status: sure"), "utf-8")
        for path in ("/", "/facts/cost", "/article", "/inbox", "/try?q=who", "/progress?of=proof"):
            page = await desk.get(path)
            assert "ferry.yaml:16:13: " in page
            assert "Nothing was changed" in page
        ferry.unlink()
        assert "ferry.yaml" in await desk.get("/")
        ferry.write_text(STORY, "utf-8")
        assert "5 facts of" in await desk.see("/")


async def test_a_file_of_drafts_alone_can_be_written(ferry: Path) -> None:
    stub = "{id: a, draft: true, questions: [], answer: ''}"
    ferry.write_text(f"version: 1\nstory: {{title: T}}\nfacts:\n  - {stub}\n", "utf-8")
    async with desk_on(ferry, sent("who?"), article=None) as desk:
        assert "draft · not told yet" in await desk.see("/")
        assert "every fact is a draft" in await desk.see("/try?q=who")
        assert "<h1>Inbox</h1>" in await desk.see("/inbox")
        assert "--source ARTICLE" in await desk.see("/article")
        page = await desk.see("/facts/a")
        typed = {"questions": "Who came?\nwho was there", "answer": "Nobody came.", "draft": ""}
        seen = await desk.send("/facts/a", page, do="review", **typed)
        assert "is saved" in await desk.send("/facts/a", seen, do="save")
        assert "Nobody came." in await desk.see("/try?q=who+came")


async def test_hostile_words_stay_words(ferry: Path) -> None:
    ferry.write_bytes(change(STORY.encode(), "f", "cost", lambda it: replace(it, answer=HOSTILE)))
    article = f"{ARTICLE}{HOSTILE} and so on it went for ever.\n"
    async with desk_on(ferry, sent(f"{HOSTILE} what?"), article=article) as desk:
        pages = [
            await desk.see(it) for it in ("/", "/article", "/inbox", "/try?q=what+did+it+cost")
        ]
        pages.append(await desk.see("/try?q=%3Cscript%3Ealert(1)%3C/script%3E"))
        header = await desk.see("/story")
        typed = {"summary": HOSTILE, "names": HOSTILE, "topics": HOSTILE}
        pages += [header, await desk.send("/story", header, do="review", **typed)]
        pages.append(await desk.send("/story/check", header, **typed))
        form = await desk.see("/facts/cost")
        pages += [form, await desk.send("/facts/cost", form, do="review", note=HOSTILE)]
        for page in pages:
            assert "<script>alert" not in page
            assert "<b>" not in page
        for page in pages[:4]:
            assert ESCAPED in page
            assert "\u202e" not in page
        assert fields_of(form)["answer"] == HOSTILE


async def test_pages_are_shown_while_the_whole_file_is_proved(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        await desk.see("/")
        assert await desk.get("/progress?of=proof") == ""
        release = asyncio.Event()
        loop, engine = asyncio.get_running_loop(), desk.bench.means.engine

        def slow(*given: Any) -> object:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result()
            return engine(*given)

        object.__setattr__(desk.bench.means, "engine", slow)
        ferry.write_text(STORY.replace("48 million", "49 million"), "utf-8")
        page = await desk.get("/")
        assert "Still working" in page
        assert "no quote vouches" in page or "not checked yet" in page
        assert "Still working" in await desk.get("/progress?of=engine")
        assert "Still working" in await desk.get("/try?q=who")
        assert "Still working" in await desk.get("/inbox")
        assert "49 million" in fields_of(await desk.get("/facts/cost"))["answer"]
        release.set()
        assert "Still working" not in await desk.see("/")
