"""What is looked through rather than asked for, as Discord messages: the story, topics, privacy."""

from __future__ import annotations

from bot.core.model import Story
from bot.ports.editors import Matter
from bot.rendering import texts_editors
from bot.rendering.actions import Action, Verb
from bot.rendering.browsing import EVERYTHING, Page, about, headings, options, page, turns
from bot.rendering.buttons import Audience, Button, forget_button
from bot.rendering.card import Card
from bot.rendering.discord.components import OPTIONS_LIMIT, Payload, menu, row
from bot.rendering.discord.escaping import bold, inline
from bot.rendering.discord.message import message, privately, with_line
from bot.rendering.draft import Draft, Topics
from bot.rendering.editors import phrasing_options, ruling_buttons
from bot.rendering.language import said_in
from bot.rendering.shortening import shortened

PAGE_SIZE = 10
TITLE_ROOM = 170
"""Characters of each question in a list, so that ten of them fit a message."""


def drafted(draft: Draft, asker: str = "") -> Payload:
    """The message that says `draft` to who asked, and to others unless it is private."""
    match draft.below:
        case Topics(story, number):
            payload = story_page(story, number)
        case Page() as shown:
            payload = topic_page(shown)
        case Matter() as matter:
            payload = matter_page(draft.card, matter)
        case None:
            payload = message(draft.card, Audience(asker, draft.is_private))
    if draft.can_forget:
        forget = row([forget_button(draft.card.language)])
        payload = {**payload, "components": [*payload["components"], forget]}
    if draft.line:
        payload = with_line(payload, draft.line)
    return privately(payload) if draft.is_private else payload


def matter_page(card: Card, matter: Matter) -> Payload:
    """What editors have to decide, with a menu of facts and buttons."""
    adopting = phrasing_options(matter)
    rows = [menu(texts_editors.ADOPT, adopting, Action(Verb.ADOPT))] if adopting else []
    if ruling := ruling_buttons(matter):
        rows.append(row(ruling))
    payload = message(card)
    return {**payload, "components": [*payload["components"], *rows]}


def story_page(story: Story, number: int = 0) -> Payload:
    """What the story is, and a menu of its topics, 25 a page; of its questions if it has none."""
    payload = message(about(story))
    only = page(EVERYTHING, number, PAGE_SIZE, story)
    rows = _questions(only) if only is not None else _topics(story, number)
    return {**payload, "components": [*payload["components"], *rows]}


def topic_page(shown: Page) -> Payload:
    """The questions of one topic as a list and a menu, and buttons to turn the pages."""
    listed = "\n".join(f"- {shortened(fact.title, TITLE_ROOM, inline)}" for fact in shown.facts)
    title = shortened(shown.title, TITLE_ROOM, bold)
    back = Button(said_in(shown.language).TOPICS_LABEL, Action(Verb.TOPICS))
    rows = _questions(shown, back)
    return {
        **message(Card(shown.title, language=shown.language)),
        "content": f"{title}\n{listed}",
        "components": rows,
    }


def _topics(story: Story, number: int) -> list[Payload]:
    found = headings(story)
    count = max(1, -(-len(found) // OPTIONS_LIMIT))
    number = min(number, count - 1)
    shown = found[number * OPTIONS_LIMIT : (number + 1) * OPTIONS_LIMIT]
    listed = [
        Button(f"{one.title} ({len(one.facts)})", Action(Verb.TOPIC, one.id)) for one in shown
    ]
    placeholder = said_in(story.language).TOPICS_PLACEHOLDER
    rows = [menu(placeholder, listed, Action(Verb.TOPIC))] if listed else []
    turning = turns(Action(Verb.TOPICS, "", number), count, story.language)
    return [*rows, row(turning)] if turning else rows


def _questions(shown: Page, *before: Button) -> list[Payload]:
    placeholder = said_in(shown.language).FACTS_PLACEHOLDER
    chosen = menu(placeholder, options(shown, Verb.RELATED), Action(Verb.RELATED))
    buttons = [*before, *shown.turns]
    return [chosen, row(buttons)] if buttons else [chosen]
