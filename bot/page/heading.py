"""The form of the story's header: as that of a fact, with what readers lose by what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256

from aiohttp import web

from bot.core.errors import StorybotError
from bot.core.model import Story
from bot.counting import counted
from bot.curation.editing import difference
from bot.curation.revising import revise_header
from bot.curation.saving import save
from bot.curation.splicing import RefusedEditError
from bot.desk.spellings import unlisted_names, unused_names
from bot.knowledge.expiry import expiry
from bot.knowledge.review import Flaw, review
from bot.knowledge.watching import in_daemon_thread
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language
from bot.page.bench import SOON, WHOLE, FileState, problems, timed
from bot.page.desk import Desk, Notice, fields_of
from bot.page.editing import OTHERWISE, Shown, refused
from bot.page.form import header_of, header_values, merged
from bot.page.html import html
from bot.page.labels import by_field, missing

WRONG = (
    "{what} {problems}, which readers would meet. Mend that first; nothing that you typed is lost."
)

SAVED = "The header is saved. A running bot reads it by itself, and signs its answers with it."


class HeaderEditing:
    """Answers what concerns the header, the topics and the names."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._bench = desk, desk.bench

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        return [
            web.get("/story", self.header),
            web.post("/story", self.written),
            web.post("/story/check", self.checked),
        ]

    async def header(self, _request: web.Request) -> web.Response:
        """The form, as the file has it."""
        state = await self._bench.now()
        waits_for = "" if await state.proof.wait(SOON) else "proof"
        flaws, values = state.flaws().get(None, ()), header_values(state.story)
        shown = Shown("", values, flaws=flaws, waits_for=waits_for)
        return self._form(state, shown, state.story)

    async def written(self, request: web.Request) -> web.Response:
        """What an editor typed: check it, show how the file would change, or save just that."""
        typed = await fields_of(request)
        try:
            return await self._write(typed)
        except RefusedEditError as error:  # somebody was quicker, by less than a second
            return await self._write({**typed, "seen": ""}, str(error))

    async def _write(self, typed: Mapping[str, str], message: str = "") -> web.Response:
        state, do, path = await self._bench.now(), typed.get("do"), self._bench.path
        now = header_values(state.story)
        opened = {key: typed.get(f"opened.{key}", "") for key in now}
        shown = Shown("", merged(opened, typed, now))
        wanted = header_of(state.story, shown.values)
        try:
            after = await in_daemon_thread(partial(self._after, state, wanted))
        except StorybotError as error:
            return self._form(state, refused(shown, error), wanted)
        flaws, took = await timed(partial(_remarks, wanted))
        shown = replace(shown, flaws=flaws, took=took)
        if do == "check":
            return self._form(state, shown, wanted)
        shown = await self._tried(state, shown, after)
        wrong, seen = problems(shown.flaws), sha256(state.data + after).hexdigest()
        if do == "save" and not wrong and typed.get("seen") == seen:
            await in_daemon_thread(partial(save, path, state.data, after))
            self._desk.notice = Notice(SAVED)
            raise web.HTTPSeeOther("/story")
        if wrong:
            what = "Not saved: it has" if do == "save" else "It has"
            message = WRONG.format(what=what, problems=counted(len(wrong), "problem"))
        elif do == "save":
            message = message or OTHERWISE
        diff, button = difference(state.data, after, path.name), "" if wrong else "save"
        shown = replace(shown, message=message, diff=diff, seen=seen, save=button)
        return self._form(state, shown, wanted)

    async def checked(self, request: web.Request) -> web.Response:
        """A piece of HTML with what there is to say of what is being typed."""
        state = await self._bench.now()
        wanted = header_of(state.story, await fields_of(request))
        flaws, took = await timed(partial(_remarks, wanted))
        try:
            await in_daemon_thread(partial(self._after, state, wanted))
        except StorybotError as error:
            flaws = tuple(refused(Shown("", {}, flaws=flaws), error).flaws or ())
        lacks = missing(wanted)
        text = html("heading.html", flaws=flaws, took=took, scope="", of="", lacks=lacks)
        return web.Response(text=text, content_type="text/html")

    def _after(self, state: FileState, wanted: Story) -> bytes:
        return revise_header(state.data, self._bench.path.name, wanted, state.story)

    async def _tried(self, state: FileState, shown: Shown, after: bytes) -> Shown:
        """With the problems that facts would get by it, such as a spelling that one uses."""
        trial = await self._bench.trial(after)
        await trial.proof.wait(WHOLE)
        if trial.proved is None and trial.service is not None:
            return replace(shown, waits_for="trial")
        flaws = (*(shown.flaws or ()), *trial.problems_beside(state, None))
        return replace(shown, flaws=flaws)

    def _form(self, state: FileState, shown: Shown, story: Story) -> web.Response:
        """The form. It remembers what the file has now, to tell later what was typed."""
        return self._desk.page(
            "story.html",
            "story",
            form=shown,
            opened=header_values(state.story),
            wrong=by_field(shown.flaws or ()),
            lacks=missing(story),
            waits_for=shown.waits_for,
            job=self._bench.job(state, shown.waits_for) if shown.waits_for else None,
        )


def _remarks(story: Story) -> tuple[Flaw, ...]:
    """What can be said of the header at once."""
    bare, analyser = replace(story, facts=()), Analyser(story.names, language(story.language))
    return (
        *(*review(bare), *expiry(bare)),
        *unused_names(story, analyser),
        *unlisted_names(story.without_drafts(), analyser),
    )
