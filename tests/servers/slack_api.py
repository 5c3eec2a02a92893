"""The Web API and response_urls on loopback: refuses what Slack would refuse."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from aiohttp import web

from tests.servers.slack_limits import (
    Triggers,
    Turns,
    read_with,
    scopes_for,
)
from tests.servers.slack_objects import BOT, BOT_USER, TEAM, Payload, fresh, fresh_ts
from tests.servers.slack_rooms import Rooms
from tests.servers.slack_rules import view_problems
from tests.servers.slack_sockets import Sockets
from tests.servers.slack_watch import Sent, Watch, place, read_back
from tests.servers.slack_wire import Call, arguments_of, failed, fine

HOOK_USES = 5


@dataclass(slots=True)
class Hook:
    """A response_url: where its messages appear, to whom, and the question it belongs to."""

    channel: str
    user: str
    question: str
    message: str | None = None
    """The message whose button was pressed, which `delete_original` takes away."""
    uses: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answered_at: float = 0.0


class WebApi:
    """What the bot calls, and what has come of it."""

    def __init__(self) -> None:
        self.bot_token, self.app_token, self.secret = "xoxb-good", "xapp-good", "s3cret"
        self.scopes = "app_mentions:read,chat:write,commands,im:history"
        self.url = ""
        self.calls: list[Call] = []
        self.watch = Watch()
        self.sockets = Sockets(self.watch.violated)
        self.turns = Turns()
        self.triggers = Triggers()
        self.refuse: list[tuple[int, str]] = []
        """Answers to the next messages: (429, seconds to wait) or (200, an error's name)."""
        self.auth_error: str | None = None
        """What auth.test and apps.connections.open fail with; `<html>` is a proxy's page."""
        self.slowness = 0.0
        """Seconds before a message is taken."""
        self.takes = asyncio.Event()
        """Cleared: messages wait until it is set."""
        self.takes.set()
        self.not_in: dict[str, str] = {}
        """Channels without the bot, and the error that Slack answers with there."""
        self.rooms = Rooms()
        """Channels whose state is known; all others are as if the bot were in them."""
        self.hook_uses = HOOK_USES
        self.failing: dict[str, str] = {}
        """Methods that fail, and the error they fail with."""
        self.refuse_deletes: str | None = None
        """The error that chat.delete answers with."""
        self.shown: dict[str, Sent] = {}
        """The messages that can be seen now, as they are now, by timestamp."""
        self.written: dict[str, Payload] = {}
        """Messages of people that can be read back, by timestamp."""
        self.homes: dict[str, Payload] = {}
        """The App Home of each person."""
        self.modals: list[Payload] = []
        """The views opened, in order."""
        self.opened_by: dict[str, str] = {}
        """The trigger that opened each view."""
        self.votes: dict[tuple[str, str], str] = {}
        """The last thumb of each person on each message: what a bot should have counted."""
        self.prompts: dict[str, list[Payload]] = {}
        """The prompts suggested in each conversation."""
        self.statuses: list[tuple[str, str]] = []
        """What was shown below which thread, in order; empty words: it was taken away."""
        self.admins: set[str] = set()
        self.echo: Callable[[Sent, Payload], None] | None = None
        """Called with what was and what is, when the bot changes a message."""
        self.hooks: dict[str, Hook] = {}

    @property
    def api_url(self) -> str:
        """What to set as SLACK_API_URL."""
        return f"{self.url}/api/"

    async def api(self, request: web.Request) -> web.Response:
        """A call of a method of the Web API."""
        method = request.match_info["method"]
        arguments = await arguments_of(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or None
        self.calls.append(Call(method, arguments, token, time.monotonic()))
        if token != (self.app_token if method == "apps.connections.open" else self.bot_token):
            self.watch.violated("wrong token", method)
            return failed("invalid_auth")
        if self.auth_error == "<html>":
            return web.Response(status=503, text="<html>", content_type="text/html")
        if self.auth_error and not method.startswith("chat."):
            return failed(self.auth_error)
        granted = self.scopes.replace(" ", "").split(",")
        for needed in scopes_for(method, arguments):
            if needed not in granted:
                self.watch.violated("missing scope", f"{method} needs {needed}")
                return failed("missing_scope", needed=needed, provided=self.scopes)
        if kind := read_with(method, arguments):
            self.watch.violated(kind, method)
        return await self._answered(method, arguments)

    async def hook(self, request: web.Request) -> web.Response:
        """A message to a response_url."""
        body = await request.json()
        self.calls.append(Call("response_url", body, None, time.monotonic()))
        await self._take_time()
        if self.refuse:
            return self._refusal(*self.refuse.pop(0))
        hook = self.hooks.get(f"{self.url}{request.path}")
        if hook is None or hook.uses >= self.hook_uses:
            return web.Response(status=404, text="used_url")
        hook.uses += 1
        if body.get("delete_original") and hook.message:
            self.shown.pop(hook.message, None)
        if body.get("replace_original") and hook.message:
            self.shown[hook.message] = replace(self.shown[hook.message], payload=body)
            self.watch.judge(body)
        elif "text" in body or "blocks" in body:
            self.appear("response_url", hook, body)
        return web.Response(text="ok")

    def appear(self, via: str, hook: Hook, body: Payload) -> None:
        """Show what was sent to a response_url, or with the acknowledgement of a command."""
        private_to = None if body.get("response_type") == "in_channel" else hook.user
        thread = body.get("thread_ts")
        self._show(hook.question, Sent(via, hook.channel, thread, private_to, body, fresh_ts()))
        hook.answered_at = time.monotonic()
        hook.answered.set()

    async def _answered(self, method: str, arguments: Payload) -> web.Response:
        if method in self.failing:
            return failed(self.failing[method])
        match method:
            case "auth.test":
                who = {"user": "storybot", "user_id": BOT_USER, "bot_id": BOT, "team_id": TEAM}
                body = {"ok": True, "url": self.url, "team": "Team", **who}
                return web.json_response(body, headers={"x-oauth-scopes": self.scopes})
            case "apps.connections.open":
                link = f"{self.url.replace('http', 'ws')}/link?ticket={self.sockets.ticket()}"
                return fine(url=link)
            case "chat.postMessage" | "chat.postEphemeral":
                return await self._posted(method, arguments)
            case "chat.update":
                return await self._updated(arguments)
            case "chat.delete":
                if self.refuse_deletes:
                    return failed(self.refuse_deletes)
                if not self.shown.pop(str(arguments.get("ts")), None):
                    return failed("message_not_found")
                return fine()
            case "views.open" | "views.publish":
                return self._viewed(method, arguments)
            case "assistant.threads.setStatus":
                return self._status(arguments)
            case "assistant.threads.setSuggestedPrompts":
                return self._prompts(arguments)
            case "users.info":
                user = str(arguments["user"])
                return fine(user={"id": user, "is_admin": user in self.admins, "is_owner": False})
            case "bots.info" | "reactions.add":
                return fine()
            case "users.conversations":
                return fine(**self.rooms.page(arguments))
            case "conversations.info":
                private = "groups:read" in self.scopes
                room = self.rooms.info(str(arguments["channel"]), private=private)
                return fine(channel=room) if room else failed("channel_not_found")
            case "conversations.list" | "conversations.history" | "conversations.replies":
                above = self.written.get(str(arguments.get("ts")))
                found = read_back(self.shown.values(), arguments)
                return fine(channels=[], messages=[above, *found] if above else found)
            case _:
                return failed("unknown_method")

    async def _take_time(self) -> None:
        await asyncio.sleep(self.slowness)
        await self.takes.wait()

    async def _posted(self, method: str, arguments: Payload) -> web.Response:
        await self._take_time()
        channel = str(arguments["channel"])
        if self.turns.impatient(channel):
            self.watch.violated("impatient", f"{channel} was to be left alone")
        if self.refuse:
            return self._refusal(*self.refuse.pop(0), channel)
        thread = arguments.get("thread_ts")
        if error := self.not_in.get(channel) or self.rooms.refusal(channel):
            self.watch.barred(place(channel, thread))
            return failed(error)
        if channel.startswith("U"):
            self.watch.told_directly(channel)
        if (seconds := self.turns.refused(channel)) is not None:
            return self._refusal(429, str(int(seconds)), channel)
        private_to = None
        if method == "chat.postEphemeral":
            private_to = arguments.get("user")
            if not private_to:
                return failed("invalid_arguments")
        sent = Sent(method, channel, thread, private_to, arguments, fresh_ts())
        self._show(place(channel, thread), sent)
        return fine(channel=channel, ts=sent.ts, message_ts=sent.ts)

    async def _updated(self, arguments: Payload) -> web.Response:
        await self._take_time()
        if self.refuse:
            return self._refusal(*self.refuse.pop(0))
        before = self.shown.get(str(arguments.get("ts")))
        if before is None or before.channel != arguments.get("channel"):
            return failed("message_not_found")
        if before.private_to is not None:
            return failed("cant_update_message")
        self.shown[before.ts] = replace(before, payload=arguments)
        self.watch.updated(arguments)
        if self.echo is not None:
            self.echo(before, arguments)
        return fine(channel=before.channel, ts=before.ts)

    def _viewed(self, method: str, arguments: Payload) -> web.Response:
        view = arguments["view"]
        problems = list(view_problems(view))
        for problem in problems:
            self.watch.violated(*problem.split(": ", 1))
        if problems:
            return failed("invalid_arguments")
        shown = {**view, "id": fresh("V"), "hash": fresh("hash")}
        if method == "views.publish":
            if view["type"] != "home":
                return failed("invalid_arguments")
            self.homes[str(arguments["user_id"])] = shown
        elif error := self.triggers.use(str(arguments.get("trigger_id"))):
            self.watch.violated("trigger", error)
            return failed(error)
        else:
            self.modals.append(shown)
            self.opened_by[shown["id"]] = str(arguments["trigger_id"])
        return fine(view=shown)

    def _status(self, arguments: Payload) -> web.Response:
        thread, status = arguments.get("thread_ts"), str(arguments.get("status", ""))
        if not thread or len(arguments.get("loading_messages", [])) > 10:
            return failed("invalid_arguments")
        where = place(str(arguments["channel_id"]), str(thread))
        self.statuses.append((where, status))
        self.watch.works(where, status)
        return fine()

    def _prompts(self, arguments: Payload) -> web.Response:
        prompts = arguments["prompts"]
        if arguments.get("thread_ts"):
            self.watch.violated("prompts", "an agent's prompts with thread_ts are never shown")
            return fine()
        if not 1 <= len(prompts) <= 4 or not all(
            prompt.get("title") and prompt.get("message") for prompt in prompts
        ):
            self.watch.violated("prompts", f"{len(prompts)} of them, or one without words")
            return failed("invalid_arguments")
        self.prompts[str(arguments["channel_id"])] = prompts
        return fine()

    def _show(self, question: str, sent: Sent) -> None:
        self.shown[sent.ts] = sent
        self.watch.came(question, sent)

    def _refusal(self, status: int, reason: str, channel: str | None = None) -> web.Response:
        if status == 429:
            if channel is not None:
                self.turns.close(channel, int(reason))
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": reason})
        return web.json_response({"ok": False, "error": reason}, status=status)
