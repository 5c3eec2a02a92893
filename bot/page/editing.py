"""The form of a fact: checked while it is typed, the difference shown, and just that saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from aiohttp import web

from bot.core.errors import StorybotError, UnusableInputError
from bot.core.model import Fact, Status
from bot.counting import counted
from bot.curation.editing import add_fact, difference
from bot.curation.revising import delete, revise
from bot.curation.saving import save
from bot.curation.splicing import RefusedEditError
from bot.desk.drafting import new_id, stub
from bot.knowledge.review import Flaw
from bot.knowledge.watching import in_daemon_thread
from bot.page.bench import SOON, WHOLE, FileState, problems, timed
from bot.page.desk import Desk, Notice, fields_of
from bot.page.form import Values, fact_of, merged, values_of
from bot.page.html import html
from bot.page.labels import by_field
from bot.page.typed import check_typed

EMPTY = values_of(Fact("", (), ""))

OTHERWISE = (
    "Nothing is saved yet, and nothing that you typed is lost: the file, or what you typed, has "
    "changed since the difference was shown. This is the difference now."
)

NOT_LOADED = "Nothing is saved, and nothing that you typed is lost: the file would not load."

DRAFT_ONLY = (
    "{what} {problems}, so readers must not be told it. Mend that, or save it as a draft, which "
    "nobody is told. Nothing that you typed is lost."
)
"""Of a fact that is wrong: it may be kept, but not told."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands above and in a form: remarks and the seconds they took, the difference, and the
    mark of it without which nothing is saved. `fact` is what the form says, where it says one.

    `scope` is what the remarks go by: "typed", "draft" or all there is. `save` is what the button
    below the difference does; one that deletes stands in a form of its own, which Enter in a field
    does not send.
    """

    id: str
    values: Mapping[str, str]
    fact: Fact | None = None
    is_new: bool = False
    message: str = ""
    flaws: Sequence[Flaw] | None = None
    took: float | None = None
    scope: str = ""
    diff: str | None = None
    seen: str = ""
    save: str = "save"
    waits_for: str = ""


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
        shown = partial(Shown, found.id, values_of(found), found)
        if found.draft:
            flaws, _ = await self._checked(state, found)
            return self._form(state, shown(flaws=flaws, scope="draft"))
        waits_for = "" if await state.proof.wait(SOON) else "proof"
        flaws = state.flaws().get(found.id, ())
        return self._form(state, shown(flaws=flaws, waits_for=waits_for))

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
        if typed.get("do") in ("save", "draft", "delete"):
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
        shown = Shown(fact_id, merged({}, typed, EMPTY), is_new=is_new)
        if old is None and not is_new:
            gone = "The fact was taken out of the file meanwhile. Copy from here what you need."
            return self._form(state, replace(shown, message=gone))
        opened = {key: typed.get(f"opened.{key}", "") for key in EMPTY}
        values = merged(opened, typed, values_of(old) if old and not is_new else EMPTY)
        if do == "draft":
            values["draft"] = "true"
        shown = replace(shown, values=values)
        try:
            wanted = fact_of(fact_id, values)
            flaws, took = await self._checked(state, wanted)
            scope = "draft" if wanted.draft else "typed"
            shown = replace(shown, fact=wanted, flaws=flaws, took=took, scope=scope)
            if do == "check":
                return self._form(state, shown)
            if do in ("remove", "delete"):
                after = await in_daemon_thread(partial(delete, state.data, path.name, fact_id))
                shown = replace(shown, save="delete")
            else:
                shown, after = await self._weighed(state, shown, wanted)
        except StorybotError as error:
            return self._form(state, refused(shown, error))
        seen = sha256(state.data + after).hexdigest()
        if do in ("draft", shown.save) and typed.get("seen") == seen:
            await in_daemon_thread(partial(save, path, state.data, after))
            if do == "delete":
                gone = f"{fact_id} is deleted. This went out of the file:"
                self._desk.notice = Notice(gone, difference(state.data, after, path.name))
                raise web.HTTPSeeOther("/")
            self._desk.notice = Notice(_saved(wanted, None if is_new else old))
            raise web.HTTPSeeOther(f"/facts/{fact_id}")
        if shown.save == "draft":
            count = counted(len(problems(shown.flaws)), "problem")
            what = "Not saved: it has" if do == "save" else "It has"
            message = message or DRAFT_ONLY.format(what=what, problems=count)
        elif do in ("draft", "save", "delete"):
            message = message or OTHERWISE
        diff = difference(state.data, after, path.name)
        return self._form(state, replace(shown, message=message, diff=diff, seen=seen))

    async def _weighed(self, state: FileState, shown: Shown, wanted: Fact) -> tuple[Shown, bytes]:
        """The form with all that there is to say, and the file as it may be saved: with problems
        the fact becomes a draft."""
        if wanted.draft:
            return shown, await self._after(state, wanted, shown.is_new)
        if not problems(shown.flaws):
            after = await self._after(state, wanted, shown.is_new)
            shown = await self._tried(state, shown, after)
            if not problems(shown.flaws):
                return shown, after
        after = await self._after(state, replace(wanted, draft=True), shown.is_new)
        return replace(shown, save="draft"), after

    async def _tried(self, state: FileState, shown: Shown, after: bytes) -> Shown:
        """With the remarks on the fact in the file as it would be, and problems that others get by
        it; as long as these are not found, with what is to be waited for."""
        trial = await self._bench.trial(after)
        await trial.proof.wait(WHOLE)
        if trial.proved is None:
            return replace(shown, waits_for="trial")
        flaws = (*trial.flaws().get(shown.id, ()), *trial.problems_beside(state, shown.id))
        return replace(shown, flaws=flaws, took=None, scope="")

    async def _after(self, state: FileState, wanted: Fact, is_new: bool) -> bytes:
        """The file with the fact in it: what was shown is not made again to be saved."""
        key, name = (state.data, wanted, is_new), self._bench.path.name
        if self._made is None or self._made[0] != key:
            add = partial(add_fact, state.data, name, wanted)
            change = partial(revise, state.data, name, wanted, state.story)
            self._made = key, await in_daemon_thread(add if is_new else change)
        return self._made[1]

    async def checked(self, request: web.Request) -> web.Response:
        """A piece of HTML with what there is to say of what is being typed."""
        state, typed = await self._bench.now(), await fields_of(request)
        try:
            fact = fact_of(typed.get("id", ""), typed)
            flaws, took = await self._checked(state, fact)
        except UnusableInputError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        scope = "draft" if fact.draft else "typed"
        text = html("findings.html", flaws=flaws, took=took, scope=scope, of=fact.id)
        return web.Response(text=text, content_type="text/html")

    async def _checked(self, state: FileState, fact: Fact) -> tuple[Sequence[Flaw], float]:
        """The remarks, and how many seconds they took."""
        source = self._bench.source
        text = source.text if source else None
        return await timed(
            partial(check_typed, fact, state.story, state.analyser, text, state.service)
        )

    def _form(self, state: FileState, shown: Shown) -> web.Response:
        """The form. It remembers what the file has now, to tell later what was typed."""
        story = state.story
        now = None if shown.is_new else story.fact(shown.id)
        opened: Values = EMPTY if now is None else values_of(now)
        given: dict[str, Any] = {"story": story, "statuses": list(Status), "opened": opened}
        fact, is_told = shown.fact, shown.fact is not None and not shown.fact.draft
        return self._desk.page(
            "fact.html",
            "facts",
            form=shown,
            wrong=by_field(shown.flaws or (), fact) if fact and is_told else {},
            surfaces=self._desk.fact_shown(fact, story) if fact else None,
            waits_for=shown.waits_for,
            job=self._bench.job(state, shown.waits_for) if shown.waits_for else None,
            **given,
        )


def refused(shown: Shown, error: StorybotError) -> Shown:
    """The form with why the file cannot be changed so."""
    unread = error.problems if isinstance(error, RefusedEditError) else ()
    found = (Flaw("problem", shown.id or None, it.message, it.remedy) for it in unread)
    flaws = tuple(dict.fromkeys((*problems(shown.flaws), *found))) or shown.flaws
    return replace(shown, message=NOT_LOADED if unread else str(error), flaws=flaws)


def _saved(fact: Fact, before: Fact | None) -> str:
    """What was done, and what readers have of it."""
    if not fact.draft:
        return f"{fact.id} is saved. A running bot reads it by itself, and tells it."
    if before is not None and not before.draft:
        return f"{fact.id} is saved as a draft: readers are no longer told it."
    return f"{fact.id} is saved as a draft, which nobody is told."
