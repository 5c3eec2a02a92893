"""The form of a fact: checked while it is typed, the difference shown, and just that saved."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from aiohttp import web

from bot.core.errors import StorybotError, UnusableInputError
from bot.core.model import Fact, Status
from bot.curation.editing import add_fact, difference
from bot.curation.revising import revise
from bot.curation.saving import save
from bot.curation.splicing import RefusedEditError
from bot.desk.drafting import new_id, stub
from bot.desk.typed import check_typed
from bot.knowledge.review import Flaw
from bot.knowledge.watching import in_daemon_thread
from bot.page.bench import SOON, FileState
from bot.page.desk import Desk, Notice, fields_of
from bot.page.form import Values, fact_of, merged, values_of
from bot.page.html import html

EMPTY = values_of(Fact("", (), ""))

OTHERWISE = (
    "Nothing is saved yet, and nothing that you typed is lost: the file, or what you typed, has "
    "changed since the difference was shown. This is the difference now."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands above and in a form: remarks and the seconds they took, the difference, and the
    mark of it without which nothing is saved. `fact` is what the form says, where it says one."""

    id: str
    values: Mapping[str, str]
    fact: Fact | None = None
    is_new: bool = False
    message: str = ""
    flaws: Sequence[Flaw] | None = None
    took: float | None = None
    diff: str | None = None
    seen: str = ""


class Editing:
    """Answers what concerns one fact."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._bench = desk, desk.bench
        self._made: tuple[tuple[bytes, Fact, bool], bytes] | None = None

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        return [
            web.get("/facts/{id}", self.fact),
            web.post("/facts/{id}", self.written),
            web.get("/new", self.new),
            web.post("/new", self.written),
            web.post("/check", self.checked),
        ]

    async def fact(self, request: web.Request) -> web.Response:
        """The form of one fact, as it is in the file."""
        state = await self._bench.now()
        found = state.story.fact(request.match_info["id"])
        if found is None:
            raise web.HTTPNotFound(text="The file has no such fact (any more).\n")
        await state.proof.wait(SOON)
        flaws = state.flaws().get(found.id, ())
        return self._form(state, Shown(found.id, values_of(found), found, flaws=flaws))

    async def new(self, request: web.Request) -> web.Response:
        """The form of a new fact: empty, or with what a sentence of the article says."""
        state, source = await self._bench.now(), self._bench.source
        story, draft = state.story, Fact("", (), "", draft=True)
        place = request.query.get("sentence", "")
        sentences = source.article.sentences if source else ()
        if place.isdecimal() and len(place) < 9 and int(place) < len(sentences):
            sentence, topics = sentences[int(place)], {it.title: it.id for it in story.topics}
            fact_id = new_id(sentence.text, state.analyser, {it.id for it in story.facts})
            draft = stub(sentence, fact_id, state.analyser.language, topics)
        return self._form(state, Shown(draft.id, values_of(draft), is_new=True))

    async def written(self, request: web.Request) -> web.Response:
        """What an editor typed: check it, show how the file would change, or save just that."""
        typed, is_new = await fields_of(request), "id" not in request.match_info
        fact_id = typed.get("id", "").strip() if is_new else request.match_info["id"]
        if typed.get("do") == "save":
            try:
                return await self._write(fact_id, typed, is_new=is_new)
            except RefusedEditError as error:  # somebody was quicker, by less than a second
                return await self._write(fact_id, {**typed, "seen": ""}, is_new, str(error))
        return await self._write(fact_id, typed, is_new=is_new)

    async def _write(
        self, fact_id: str, typed: Mapping[str, str], is_new: bool, message: str = ""
    ) -> web.Response:
        state, do, path = await self._bench.now(), typed.get("do"), self._bench.path
        old = state.story.fact(fact_id)
        shown = partial(Shown, fact_id, is_new=is_new)
        if old is None and not is_new:
            gone = "The fact was taken out of the file meanwhile. Copy from here what you need."
            return self._form(state, shown(merged({}, typed, EMPTY), message=gone))
        opened = {key: typed.get(f"opened.{key}", "") for key in EMPTY}
        values = merged(opened, typed, values_of(old) if old and not is_new else EMPTY)
        try:
            wanted = fact_of(fact_id, values)
            if do == "check":
                flaws, took = await self._checked(state, wanted)
                return self._form(state, shown(values, wanted, flaws=flaws, took=took))
            after = await in_daemon_thread(partial(self._after, state, wanted, is_new))
        except StorybotError as error:
            return self._form(state, shown(values, message=str(error)))
        seen = sha256(state.data + after).hexdigest()
        if do == "save" and typed.get("seen") == seen:
            await in_daemon_thread(partial(save, path, state.data, after))
            self._desk.notice = Notice(f"{fact_id} is saved. A running bot reads it by itself.")
            raise web.HTTPSeeOther(f"/facts/{fact_id}")
        flaws, took = await self._checked(state, wanted)
        diff = difference(state.data, after, path.name)
        message = message or (OTHERWISE if do == "save" else "")
        found = shown(values, wanted, message=message, flaws=flaws, took=took, diff=diff, seen=seen)
        return self._form(state, found)

    def _after(self, state: FileState, wanted: Fact, is_new: bool) -> bytes:
        """The file with the fact in it: what was shown is not made again to be saved."""
        key, name = (state.data, wanted, is_new), self._bench.path.name
        if self._made is None or self._made[0] != key:
            after = (
                add_fact(state.data, name, wanted)
                if is_new
                else revise(state.data, name, wanted, state.story)
            )
            self._made = key, after
        return self._made[1]

    async def checked(self, request: web.Request) -> web.Response:
        """A piece of HTML with what there is to say of what is being typed."""
        state, typed = await self._bench.now(), await fields_of(request)
        try:
            flaws, took = await self._checked(state, fact_of(typed.get("id", ""), typed))
        except UnusableInputError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        text = html("findings.html", flaws=flaws, took=took)
        return web.Response(text=text, content_type="text/html")

    async def _checked(self, state: FileState, fact: Fact) -> tuple[Sequence[Flaw], float]:
        """The remarks, and how many seconds they took."""
        started, source = time.perf_counter(), self._bench.source
        text = source.text if source else None
        work = partial(check_typed, fact, state.story, state.analyser, text, state.service)
        return await in_daemon_thread(work), time.perf_counter() - started

    def _form(self, state: FileState, shown: Shown) -> web.Response:
        """The form. It remembers what the file has now, to tell later what was typed."""
        story = state.story
        now = None if shown.is_new else story.fact(shown.id)
        opened: Values = EMPTY if now is None else values_of(now)
        given: dict[str, Any] = {"story": story, "statuses": list(Status), "opened": opened}
        surfaces = self._desk.fact_shown(shown.fact, story) if shown.fact else None
        return self._desk.page("fact.html", "facts", form=shown, surfaces=surfaces, **given)
