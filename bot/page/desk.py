"""What all pages of the desk share: the bench, the frame around a page, a notice, replies shown."""

from __future__ import annotations

from typing import Any, NamedTuple

from aiohttp import web

from bot.core.model import Fact, Reply, Story
from bot.page.bench import Bench, FileState
from bot.page.html import html
from bot.page.security import Guard
from bot.rendering.buttons import Audience
from bot.rendering.card import Card, card, fact_card
from bot.rendering.discord.message import message
from bot.rendering.plain import plain
from bot.rendering.slack import slack
from bot.rendering.surfaces import ShownMessage, on_discord, on_slack

READER = Audience(asker="reader")


class Notice(NamedTuple):
    """What was just done, and how the file changed by it; shown once."""

    text: str
    diff: str = ""


class Desk:
    """One desk: a file on the bench, and who may use it."""

    def __init__(self, bench: Bench, guard: Guard) -> None:
        self.bench, self.guard = bench, guard
        self.notice: Notice | None = None

    def page(
        self, template: str, here: str, *, status: int = 200, waits_for: str = "", **values: Any
    ) -> web.Response:
        """A whole page of the part `here`; with `waits_for` it says how far that job is."""
        notice, self.notice = self.notice, None
        source = self.bench.source
        common = {
            "file": self.bench.path.name,
            "source": source.name if source else None,
            "token": self.guard.form,
            "notice": notice,
            "here": here,
            "waits_for": waits_for,
        }
        text = html(template, **common, **values)
        return web.Response(text=text, status=status, content_type="text/html")

    def waiting(self, here: str, name: str, state: FileState) -> web.Response:
        """A page that says how far the job of that name is, and turns into the one asked for."""
        job = self.bench.job(state, name)
        return self.page("waiting.html", here, waits_for=name, job=job)

    def reply_shown(self, reply: Reply, story: Story) -> dict[str, ShownMessage | str]:
        """A reply as each surface shows it."""
        in_terminal = self.bench.means.in_terminal(reply, story)
        return _surfaces(card(reply, story), in_terminal)

    def fact_shown(self, fact: Fact, story: Story) -> dict[str, ShownMessage | str] | None:
        """The reply that states a fact; None where it has no answer yet."""
        if not fact.answer:
            return None
        shown = fact_card(fact, story.without_drafts())
        return _surfaces(shown, plain(shown))


def _surfaces(shown: Card, in_terminal: str) -> dict[str, ShownMessage | str]:
    return {
        "Discord": on_discord(message(shown, READER)),
        "Slack": on_slack(slack(shown, READER)),
        "Terminal": in_terminal,
        "Screen reader": plain(shown),
    }


async def fields_of(request: web.Request) -> dict[str, str]:
    """The texts of a form."""
    return {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
