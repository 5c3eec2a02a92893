"""What is said in a terminal conversation: a line in, the text to show out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.application.completion import Completion
from bot.cli.terminal import Screen, explanation_text, listed, reply_text, terminal_card
from bot.core.model import Chatted, Context, Question, Reply, told
from bot.core.service import QuestionService
from bot.rendering.browsing import EVERYTHING, Heading, headings
from bot.rendering.card import proof
from bot.rendering.language import said_in

COMMANDS = {
    "/topics": "what there is to ask, by topic",
    "/why": "how the last reply came about",
    "/proof": "the quote behind the last reply",
    "/help": "these commands",
    "/quit": "leave (Ctrl-D too)",
}


COMPLETED = 8
"""Questions that complete what is typed, at most."""

LEAVING = ("exit", "quit")
"""Words that leave where they stand alone, beside saying goodbye."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that was offered under a number, and what its number does."""

    label: str
    take: Callable[[], str]


class Conversation:
    """One conversation about one story; `is_over` after a goodbye."""

    def __init__(self, service: QuestionService, screen: Screen) -> None:
        self._service = service
        self._screen = screen
        self._context = Context()
        self._reply: Reply | None = None
        self._options: tuple[Option, ...] = ()
        self.is_over = False
        self._completion: Completion | None = None

    def greeting(self) -> str:
        """What stands above the first question."""
        title = self._screen.styled(self._service.story.title, bold=True, fg="cyan")
        hint = "Ask a question, or type /topics to see what there is, /help for more."
        return f"{title}\n{self._screen.styled(hint, dim=True)}"

    def complete(self, typed: str) -> tuple[str, ...]:
        """The story's questions that fit best to what was typed so far, best first."""
        if self._completion is None:
            self._completion = Completion(self._service.story)
        return tuple(fact.title for fact in self._completion.complete(typed, COMPLETED))

    def respond(self, line: str) -> str | None:
        """What to show after `line`, which is a question, a number or a command; None to quit."""
        line = line.strip()
        if not line:
            return ""
        if line.casefold() in LEAVING:
            return None
        if line.startswith("/"):
            return self._command(*line.casefold().split(maxsplit=1))
        if self._may_be_a_place(line):
            return self._take(line)
        reply, self._context = self._service.ask(Question(line), self._context)
        self._options = ()
        self.is_over = isinstance(reply, Chatted) and reply.kind == "bye"
        return self._say(reply)

    def _may_be_a_place(self, text: str) -> bool:
        """Whether `text` is a number that a list may have; longer ones are years or names."""
        return text.isdecimal() and len(text) <= max(2, len(str(len(self._options))))

    def _command(self, typed: str, argument: str = "") -> str | None:
        meant = [name for name in COMMANDS if name.startswith(typed)]
        match meant[0] if len(meant) == 1 else typed:
            case "/quit" | "/exit":
                return None
            case "/topics":
                self._options = tuple(self._topics())
                return self._take(argument) if argument.isdecimal() else self._numbered()
            case "/why":
                return explanation_text(self._reply) if self._reply else "Nothing was asked yet."
            case "/proof":
                return self._proof()
            case "/help":
                return self._help()
            case _:
                return f"There is no {typed}; type /help for what there is."

    def _take(self, number: str) -> str:
        if not self._options:
            return f"There is no list to take {number} from: ask a question, or type /topics."
        if not 1 <= int(number) <= len(self._options):
            return f"There is no {number} in the list: 1 to {len(self._options)}."
        return self._options[int(number) - 1].take()

    def _say(self, reply: Reply) -> str:
        """The reply and, under numbers, what it offers; without an offer the last list stands."""
        self._reply = reply
        shown = terminal_card(reply, self._service.story)
        text = reply_text(replace(shown, choices=(), related=()), self._screen)
        offered = shown.choices or shown.related
        if not offered:
            return text
        self._options = tuple(self._telling(it.fact_id, it.question) for it in offered)
        heading = shown.offer or (said_in(shown.language).RELATED if shown.related else "")
        lines = (text, self._screen.styled(heading, dim=True) if heading else "", self._numbered())
        return "\n".join(filter(None, lines))

    def _telling(self, fact_id: str, question: str) -> Option:
        def tell() -> str:
            found = self._service.tell(fact_id)
            if found is None:
                return str(said_in(self._service.story.language).FACT_GONE)
            reply, self._context = found
            return self._say(reply)

        return Option(question, tell)

    def _topics(self) -> Iterable[Option]:
        found = headings(self._service.story)
        if [heading.id for heading in found] == [EVERYTHING]:
            return (self._telling(fact.id, fact.title) for fact in found[0].facts)
        return (self._opening(heading) for heading in found)

    def _opening(self, heading: Heading) -> Option:
        def open_topic() -> str:
            self._options = tuple(self._telling(fact.id, fact.title) for fact in heading.facts)
            return f"{self._screen.styled(heading.title, bold=True)}\n{self._numbered()}"

        return Option(f"{heading.title} ({len(heading.facts)})", open_topic)

    def _numbered(self) -> str:
        lines = listed((option.label for option in self._options), self._screen, numbered=True)
        hint = self._screen.styled("Type a number to take it.", dim=True)
        return "\n".join([*(self._screen.styled(line, fg="cyan") for line in lines), hint])

    def _proof(self) -> str:
        fact = told(self._reply) if self._reply else None
        if fact is None:
            return "The last reply gives no answer that there could be a quote for."
        return self._screen.wrapped(proof(fact, self._service.story))

    def _help(self) -> str:
        lines = [f"{name:<8} {what}" for name, what in COMMANDS.items()]
        return "\n".join(["Ask about the story in your own words, or type", *lines])
