"""The story to look through instead of to ask: what it is, its topics, and their facts by pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.model import Fact, Story
from bot.counting import counted
from bot.rendering.actions import Action, Verb, short_target
from bot.rendering.buttons import Button
from bot.rendering.byline import byline, joined
from bot.rendering.card import SUMMARY, Card
from bot.rendering.language import said_in

EVERYTHING, REST = "", "/rest"
"""The ids of two headings that stand in no file: all facts, and those without a topic."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A topic, or what stands for one, and its facts."""

    id: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Facts of one heading: page `number` (from 0) of `count`, in the story's `language`."""

    heading: Heading
    facts: tuple[Fact, ...]
    number: int
    count: int
    language: str = "en"

    @property
    def turns(self) -> list[Button]:
        """Buttons to the pages before and behind it."""
        here = Action(Verb.TOPIC, self.heading.id, self.number)
        return turns(here, self.count, self.language)

    @property
    def title(self) -> str:
        """The heading, and which page of it this is."""
        if self.count == 1:
            return self.heading.title
        form = said_in(self.language).PAGE
        return str(form.format(title=self.heading.title, number=self.number + 1, count=self.count))


def headings(story: Story) -> tuple[Heading, ...]:
    """The topics that have facts, then what belongs to none; one heading where there are none.

    Known unknowns are left out: there is nothing to read in them.
    """
    known = tuple(fact for fact in story.facts if fact.is_known)
    named = {topic.id for topic in story.topics}
    found = [
        Heading(topic.id, topic.title, tuple(fact for fact in known if fact.topic == topic.id))
        for topic in story.topics
    ]
    rest = tuple(fact for fact in known if fact.topic not in named)
    said = said_in(story.language)
    title = said.OTHER_TOPICS if story.topics else said.ALL_FACTS
    found.append(Heading(REST if story.topics else EVERYTHING, title, rest))
    return tuple(heading for heading in found if heading.facts)


def page(target: str, number: int, size: int, story: Story) -> Page | None:
    """Page `number` (from 0) of the heading an action names, `size` facts a page; None if gone."""
    heading = next((one for one in headings(story) if short_target(one.id) == target), None)
    if heading is None:
        return None
    count = -(-len(heading.facts) // size)
    number = min(number, count - 1)
    facts = heading.facts[number * size : (number + 1) * size]
    return Page(heading, facts, number, count, story.language)


def options(shown: Page, verb: Verb) -> list[Button]:
    """The facts of a page, to be told by `verb`."""
    return [Button(it.short_title, Action(verb, it.id), it.title) for it in shown.facts]


def turns(here: Action, count: int, language: str) -> list[Button]:
    """Buttons to the pages before and behind `here`, of so many."""
    said, number = said_in(language), here.number
    found = []
    if number > 0:
        found.append(Button(said.BACK_LABEL, replace(here, number=number - 1)))
    if number < count - 1:
        found.append(Button(said.NEXT_LABEL, replace(here, number=number + 1)))
    return found


def about(story: Story) -> Card:
    """What the story is: its summary, its source, how much there is to ask, in which version."""
    said = said_in(story.language)
    facts = sum(len(heading.facts) for heading in headings(story))
    version = said.VERSION.format(digest=story.digest[:12]) if story.digest else None
    line = byline(story, version)
    if story.publisher:
        line = replace(line, rest=joined(f"“{story.title}”", line.rest))
    return Card(
        body=story.summary or said.ABOUT.format(title=story.title),
        byline=line,
        note=said.COUNT.format(questions=counted(facts, *said.QUESTIONS)),
        more=SUMMARY if story.summary else None,
        language=story.language,
    )
