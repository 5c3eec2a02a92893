"""What a chat platform does for somebody who pressed a button or sent off a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.ports.checks import Finding

Draft = TypeVar("Draft", contravariant=True)
"""What is to be said."""

Form = TypeVar("Form", contravariant=True)
"""A form to write in."""

Rules = TypeVar("Rules", contravariant=True)
"""Where the bot may speak."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Whether the reader got something, and the id of the message where others see it."""

    served: bool
    message: str | None = None


class Responder(Protocol[Draft, Form, Rules]):
    """Answers one interaction. What few platforms have need not be said by the others.

    `is_wanted_private` says whether the reader wants the answer alone, None where they did not say.
    `message` is the id of the message that was pressed, `once` a key of what a form brought. A list
    has `page_size` facts a page. Where `forms_are_apart`, something can be said beside a form, and
    a form has to be opened first. Where it `must_answer`, silence looks like a failure. `manual`
    tells administrators how to change the rules, where the platform does not. The bot
    `hears_all` where it reads messages that do not name it.
    """

    is_wanted_private: bool | None
    message: str | None
    once: str = ""
    page_size: int
    forms_are_apart: bool
    must_answer: bool
    manual: str = ""
    hears_all: bool = False
    has_forums: bool = False

    @property
    def within(self) -> float | None:
        """Seconds that are left for an answer; None where there is no such limit."""
        return None

    async def refusal(self) -> str | None:
        """Why who asks may decide nothing here; None for those who administer the place."""

    def name_of(self, channel: str) -> str:
        """How a channel is called; by its id where the platform tells few bots more."""
        return channel

    def findings(self, _: Rules, /) -> Sequence[Finding]:
        """What the platform has told of the place, as far as the doctor minds."""
        return ()

    async def wait(self) -> None:
        """The reply takes longer."""

    async def reply(self, draft: Draft) -> Delivered:
        """Say `draft` to all, or to the reader alone where it is private."""

    async def update(self, draft: Draft) -> Delivered:
        """Let the reader's own message say `draft`; where it is not theirs alone, a private one."""

    async def share(self, draft: Draft) -> Delivered:
        """Show all what only the reader saw."""

    async def open_form(self, form: Form) -> bool:
        """Whether the form was opened."""

    async def take_back(self) -> bool:
        """Delete the message that was pressed; whether that worked."""
