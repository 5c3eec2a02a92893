"""The inbox at the desk: what readers said becomes a phrasing, a draft or nothing, by one click."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from aiohttp import web

from bot.core.errors import StorybotError, UnusableInputError
from bot.core.model import Status
from bot.curation.decisions import Decision, remember
from bot.curation.editing import difference
from bot.curation.saving import save
from bot.desk.drafting import new_id
from bot.desk.inbox import REPORT, Item, accepted, dismissed, made_new
from bot.knowledge.watching import in_daemon_thread
from bot.page.bench import SOON, FileState
from bot.page.desk import Desk, Notice, fields_of

Decided = tuple[bytes, tuple[Decision, ...], str]
"""The file after a decision, what is to be remembered, and what to say."""


class Deciding:
    """Answers what concerns readers' words."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._bench = desk, desk.bench

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        return [web.get("/inbox", self.inbox), web.post("/inbox", self.decide)]

    async def inbox(self, _request: web.Request) -> web.Response:
        """What readers said, to be decided on."""
        state = await self._bench.now()
        story = state.story
        if not await state.engine.wait(SOON):
            return self._desk.waiting("inbox", "engine", state)
        try:
            job, feedback, says_switch = await self._bench.inbox(state)
        except StorybotError as error:
            return self._desk.page("inbox.html", "inbox", problem=str(error))
        if job is not None and not await job.wait(SOON):
            return self._desk.waiting("inbox", "inbox", state)
        found = job.result() if job else None
        return self._desk.page(
            "inbox.html",
            "inbox",
            problem="",
            items=self._bench.open_items(found) if found else [],
            hidden=found.hidden if found else 0,
            feedback=feedback,
            says_switch=says_switch,
            story=story,
            report=REPORT,
        )

    async def decide(self, request: web.Request) -> web.Response:
        """One click. What it did to the file is shown on the page that follows."""
        state, typed, path = await self._bench.now(), await fields_of(request), self._bench.path
        job = self._bench.read
        try:
            if job is None or not job.is_ready:
                raise UnusableInputError("The inbox is still being read: try again in a moment.")
            item = job.result().item(typed.get("item", ""))
            after, told, said = await in_daemon_thread(partial(self._decided, state, item, typed))
            if after != state.data:
                save(path, state.data, after)
            remember(path, told)
            self._desk.notice = Notice(said, difference(state.data, after, path.name))
        except StorybotError as error:
            self._desk.notice = Notice(f"Nothing was changed. {error}")
        raise web.HTTPSeeOther("/inbox")

    def _decided(self, state: FileState, item: Item, typed: Mapping[str, str]) -> Decided:
        name, do = self._bench.path.name, typed.get("do", "")
        if do == "dismiss":
            return state.data, dismissed(item), "It is dismissed, and shown no more."
        if do in ("new", "unknown"):
            fact_id = new_id(item.text, state.analyser, {it.id for it in state.story.facts})
            status = Status.UNKNOWN if do == "unknown" else Status.ESTABLISHED
            after, told = made_new(state.data, name, item, fact_id, status)
            return after, told, f"{fact_id} is added as a draft: write its answer."
        fact_id = typed.get("accept") or typed.get("fact", "").strip()
        after, told = accepted(state.data, name, item, fact_id)
        return after, told, f"{fact_id} has it among its phrasings now."
