"""What is said in a terminal conversation: a line in, the text to show out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.cli.terminal import Screen, explanation_text, listed, reply_text
from bot.core.model import Answered, Context, Declined, Fact, Question, Reply
from bot.core.service import QuestionService
from bot.rendering import texts
from bot.rendering.browsing import EVERYTHING, Heading, headings
from bot.rendering.card import card, proof

COMMANDS = {
    "/topics": "what there is to ask, by topic",
    "/why": "how the last reply came about",
    "/proof": "the words of the source behind the last reply",
    "/help": "these commands",
    "/quit": "leave (Ctrl-D too)",
}


@dataclass(frozen=True, slots=True)
class Option:
    """Something that was offered under a number, and what its number does."""

    label: str
    take: Callable[[], str]


class Dialogue:
    """One conversation about one story."""

    def __init__(self, service: QuestionService, screen: Screen) -> None:
        self._service = service
        self._screen = screen
        self._context = Context()
        self._reply: Reply | None = None
        self._options: tuple[Option, ...] = ()

    def greeting(self) -> str:
        """What stands above the first question."""
        title = self._screen.styled(self._service.story.title, bold=True, fg="cyan")
        hint = "Ask a question, or type /topics to see what there is, /help for more."
        return f"{title}\n{self._screen.styled(hint, dim=True)}"

    def respond(self, line: str) -> str | None:
        """What to show after `line`, which is a question, a number or a command; None to quit."""
        line = line.strip()
        if not line:
            return ""
        if line.startswith("/"):
            return self._command(*line.casefold().split(maxsplit=1))
        if self._options and _is_number(line):
            return self._take(line)
        reply, self._context = self._service.ask(Question(line), self._context)
        return self._say(reply, keep_options=False)

    def _command(self, typed: str, argument: str = "") -> str | None:
        meant = [name for name in COMMANDS if name.startswith(typed)]
        match meant[0] if len(meant) == 1 else typed:
            case "/quit" | "/exit":
                return None
            case "/topics":
                self._options = tuple(self._topics())
                return self._take(argument) if _is_number(argument) else self._numbered()
            case "/why":
                return explanation_text(self._reply) if self._reply else "Nothing was asked yet."
            case "/proof":
                return self._proof()
            case "/help":
                return self._help()
            case _:
                return f"There is no {typed}; type /help for what there is."

    def _take(self, number: str) -> str:
        if not 1 <= int(number) <= len(self._options):
            return f"There is no {number} in the list: 1 to {len(self._options)}."
        return self._options[int(number) - 1].take()

    def _say(self, reply: Reply, *, keep_options: bool) -> str:
        self._reply = reply
        shown = card(reply, self._service.story)
        offered = shown.choices or shown.related
        if not keep_options:
            self._options = tuple(self._telling(c.fact_id, c.question) for c in offered)
        if shown.choices:
            body = self._screen.styled(self._screen.wrapped(shown.body), bold=True)
            return f"{body}\n{self._numbered()}"
        if keep_options or not shown.related:
            return reply_text(shown, self._screen)
        text = reply_text(replace(shown, related=()), self._screen)
        heading = self._screen.styled(texts.RELATED, dim=True)
        return f"{text}\n{heading}\n{self._numbered()}"

    def _telling(self, fact_id: str, question: str) -> Option:
        def tell() -> str:
            told = self._service.tell(fact_id)
            if told is None:
                return texts.FACT_GONE
            reply, self._context = told
            return self._say(reply, keep_options=True)

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
        match self._reply:
            case Answered(fact=fact) | Declined(fact=Fact() as fact):
                return self._screen.wrapped(proof(fact, self._service.story))
            case _:
                return "The last reply states no fact that could be proven."

    def _help(self) -> str:
        lines = [f"{name:<8} {what}" for name, what in COMMANDS.items()]
        return "\n".join(["Ask about the story in your own words, or type", *lines])


def _is_number(text: str) -> bool:
    """Whether `text` may stand for a place in a list."""
    return text.isdecimal() and len(text) <= 4
