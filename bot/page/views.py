"""The pages of the desk that show: the facts, the article, and a box to try questions in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from aiohttp import web

from bot.core.model import Fact, Question
from bot.desk.annotation import annotated
from bot.knowledge.review import Flaw
from bot.knowledge.watching import in_daemon_thread
from bot.page.bench import SOON
from bot.page.desk import Desk
from bot.page.html import html
from bot.page.labels import missing
from bot.page.why import why

ONLY = {
    "": "all facts",
    "problem": "facts with problems",
    "advice": "facts with problems or advice",
    "draft": "drafts",
    "unknown": "known unknowns",
}
"""What the list of facts can be narrowed to."""


class Views:
    """Answers what only shows something."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._bench = desk, desk.bench

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        return [
            web.get("/", self.facts),
            web.get("/article", self.article),
            web.get("/try", self.tried),
            web.get("/progress", self.progress),
            web.get("/{file:desk\\.js|desk\\.css|style\\.css}", self.served),
        ]

    async def facts(self, request: web.Request) -> web.Response:
        """All facts with their health, narrowed by words, topic and what is wrong."""
        state, asked = await self._bench.now(), request.query
        story = state.story
        is_proved = await state.proof.wait(SOON)
        flaws, proof = state.flaws(), state.proved
        return self._desk.page(
            "facts.html",
            "facts",
            waits_for="" if is_proved else "proof",
            job=state.proof,
            story=story,
            facts=[it for it in story.facts if _is_asked_for(it, asked, flaws.get(it.id, ()))],
            flaws=flaws,
            lacks=missing(story),
            asked={key: asked.get(key, "") for key in ("q", "topic", "only")},
            only=ONLY,
            struck=proof.strike_out if proof else None,
        )

    async def article(self, _request: web.Request) -> web.Response:
        """The article with what the file makes of each sentence."""
        state, source = await self._bench.now(), self._bench.source
        if source is None or state.coverage is None:
            return self._desk.page("covered.html", "article", parts=None)
        if not await state.coverage.wait(SOON):
            return self._desk.waiting("article", "coverage", state)
        found = state.coverage.result()
        places = {id(it): place for place, it in enumerate(source.article.sentences)}
        return self._desk.page(
            "covered.html",
            "article",
            parts=annotated(source.article, found),
            found=found,
            draft=lambda sentence: f"/new?sentence={places[id(sentence)]}",
        )

    async def tried(self, request: web.Request) -> web.Response:
        """A question, its reply as each surface shows it, and why it is so."""
        state, text = await self._bench.now(), request.query.get("q", "")
        if not await state.engine.wait(SOON):
            return self._desk.waiting("try", "engine", state)
        service = state.service
        if service is None or not text.strip():
            return self._desk.page("try.html", "try", text=text, reply=None, service=service)
        reply, _ = await in_daemon_thread(partial(service.ask, Question(text)))
        return self._desk.page(
            "try.html",
            "try",
            text=text,
            reply=reply,
            service=service,
            surfaces=self._desk.reply_shown(reply, service.story),
            why=[*why(reply, state.analyser)],
            figures=self._bench.means.why(reply),
        )

    async def progress(self, request: web.Request) -> web.Response:
        """How far a job is, as a piece of HTML; no content once it is done."""
        state, name = await self._bench.now(), request.query.get("of", "")
        job = self._bench.job(state, name)
        if job is None or await job.wait(SOON):
            return web.Response(status=204)
        text = html("progress.html", job=job, waits_for=name)
        return web.Response(text=text, content_type="text/html")

    async def served(self, request: web.Request) -> web.Response:
        """The style sheets and the script, which stand beside the templates."""
        name = request.match_info["file"]
        kind = "text/javascript" if name.endswith(".js") else "text/css"
        return web.Response(text=html(name), content_type=kind)


def _is_asked_for(fact: Fact, asked: Mapping[str, str], flaws: Sequence[Flaw]) -> bool:
    """Whether a fact is among those that the list is narrowed to."""
    words = asked.get("q", "").casefold().split()
    quotes = (quote.text for quote in fact.quotes)
    said = " ".join((fact.id, *fact.questions, fact.answer, *quotes)).casefold()
    by_state = {
        "problem": any(it.severity == "problem" for it in flaws),
        "advice": bool(flaws),
        "draft": fact.draft,
        "unknown": not fact.is_known,
    }
    return (
        all(word in said for word in words)
        and asked.get("topic", "") in ("", fact.topic)
        and by_state.get(asked.get("only", ""), True)
    )
