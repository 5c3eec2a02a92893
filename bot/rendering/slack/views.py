"""What Slack shows outside messages: the App Home, windows to write in, suggested prompts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.core.model import Fact, Story
from bot.ports.editors import Matter
from bot.rendering import texts, texts_editors
from bot.rendering.actions import Action, Verb
from bot.rendering.browsing import Page, about, headings, options, page
from bot.rendering.buttons import Audience, Button, forget_button, numbered
from bot.rendering.card import Card
from bot.rendering.draft import Draft, Topics
from bot.rendering.editors import phrasing_options, ruling_buttons
from bot.rendering.forms import Form
from bot.rendering.language import said_in
from bot.rendering.shortening import shortened
from bot.rendering.slack.blocks import (
    BUTTON_ROOM,
    CONTEXT_LIMIT,
    Block,
    button,
    context,
    literal,
    menu,
    plain_text,
    row,
    section,
)
from bot.rendering.slack.message import slack

SEARCH = "search"
"""The `action_id` and `block_id` of the App Home's search box."""

ADOPTING = "adopt"
"""The `action_id` of the menu of facts that editors choose from."""

TOPICS = "topic"
"""The `action_id` of the menu of topics."""

FIELD = "text"
"""The `block_id` and `action_id` of a window's field."""

HEADER_LIMIT, TITLE_LIMIT, LABEL_LIMIT = 150, 24, 2000
QUESTION_LIMIT, FEEDBACK_LIMIT = 500, 2000
HOME_PAGE, MESSAGE_PAGE = 20, 8
"""Facts on a page in the App Home and in a message."""

PROMPTS_LIMIT, PROMPT_LIMIT = 4, 75

View = dict[str, Any]

_IN_VIEWS = ("section", "context", "actions")


def home(story: Story, card: Card | None = None, shown: Page | None = None) -> View:
    """The App Home: the story, a search box, the answer `card` if there is one, and what to ask.

    Without topics the facts stand there at once; with them, those of the page that is `shown`.
    """
    header = {"type": "header", "text": plain_text(story.title, HEADER_LIMIT)}
    blocks = [header, *_fit_for_views(about(story)), _search()]
    if card is not None:
        blocks += [{"type": "divider"}, *_fit_for_views(card)]
    blocks += [{"type": "divider"}, *topics_menu(story)]
    if shown is None and len(headings(story)) == 1:
        shown = page(headings(story)[0].id, 0, HOME_PAGE, story)
    if shown is not None:
        blocks += _listed(shown)
    return {"type": "home", "blocks": _told_apart(blocks)}


def drafted(draft: Draft, asker: str = "") -> dict[str, Any]:
    """The message that says `draft` to who asked, and to others unless it is private."""
    card, below = draft.card, list[Block]()
    match draft.below:
        case Topics(story=story):
            below = topics_menu(story)
        case Page() as shown:
            telling, listed = numbered(options(shown, Verb.TAKE), BUTTON_ROOM)
            listed = listed or tuple(f"• {it.title}" for it in shown.facts)
            card = replace(card, body="\n".join((card.body, *listed)))
            below = [*row(telling), *row(shown.turns)]
        case Matter() as matter:
            adopting = phrasing_options(matter)
            chosen = [menu(ADOPTING, texts_editors.ADOPT, adopting)] if adopting else []
            below = row(ruling_buttons(matter), *chosen)
    if draft.line:
        card = replace(card, body=f"{card.body}\n{draft.line}")
    if draft.can_forget:
        below += row([forget_button(card.language)])
    message = slack(card, Audience(asker, draft.is_private))
    return {**message, "blocks": [*message["blocks"], *below]}


def topics_menu(story: Story) -> list[Block]:
    """The menu of topics; empty where there is only one."""
    found = [Button(it.title, Action(Verb.TOPIC, it.id)) for it in headings(story)]
    chosen = menu(TOPICS, said_in(story.language).TOPICS_PLACEHOLDER, found)
    return row((), chosen) if len(found) > 1 else []


def window(form: Form, metadata: str) -> View:
    """A form to write in; to send it is to agree that others read it.

    `metadata` comes back with what was written.
    """
    field = {
        "type": "plain_text_input",
        "action_id": FIELD,
        "multiline": True,
        "max_length": FEEDBACK_LIMIT if form.action.verb is Verb.DOWN else QUESTION_LIMIT,
    }
    return {
        "type": "modal",
        "callback_id": str(form.action.verb),
        "private_metadata": metadata,
        "title": plain_text(form.title, TITLE_LIMIT),
        "submit": plain_text(texts.SLACK_SEND, TITLE_LIMIT),
        "close": plain_text(texts.SLACK_CLOSE, TITLE_LIMIT),
        "blocks": [
            {
                "type": "input",
                "block_id": FIELD,
                "label": plain_text(form.field, LABEL_LIMIT),
                "hint": plain_text(form.hint, LABEL_LIMIT),
                "element": field,
            }
        ],
    }


def prompts(story: Story) -> list[dict[str, str]]:
    """Up to four questions of the file, of as many topics as there are; each is one prompt."""
    lists = [list(heading.facts) for heading in headings(story)]
    first = [facts[0] for facts in lists]
    others = [fact for facts in lists for fact in facts[1:]]
    return [
        {"title": _fitting(fact, PROMPT_LIMIT), "message": fact.title}
        for fact in [*first, *others][:PROMPTS_LIMIT]
    ]


def _fitting(fact: Fact, limit: int) -> str:
    """The fact's question, or its label where that does not fit."""
    return fact.title if len(fact.title) <= limit else shortened(fact.short_title, limit)


def _fit_for_views(card: Card) -> list[Block]:
    """The card without what makes sense only in a channel: there is nobody to share it with."""
    blocks = slack(replace(card, told=None))["blocks"]
    return [it for it in blocks if it["type"] in _IN_VIEWS]


def _search() -> Block:
    field = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "max_length": QUESTION_LIMIT,
        "placeholder": literal(texts.SLACK_SEARCH_HINT),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    label = literal(texts.SLACK_SEARCH)
    kind = {"type": "input", "block_id": SEARCH, "dispatch_action": True}
    return {**kind, "label": label, "element": field}


def _listed(shown: Page) -> list[Block]:
    """The facts of a page, each with a button that tells it, and the pages beside it."""
    blocks = [context(plain_text(shown.title, CONTEXT_LIMIT))]
    for number, fact in enumerate(shown.facts):
        tell = Button(texts.SLACK_TELL, Action(Verb.TAKE, fact.id))
        blocks.append(section(fact.title, accessory=button(tell, number)))
    return [*blocks, *row(shown.turns)]


def _told_apart(blocks: list[Block]) -> list[Block]:
    """The blocks, and their buttons, with names of their own: some come from the same layout."""
    return [
        it if "block_id" in it else _named(it, f"{it['type']}_{number}")
        for number, it in enumerate(blocks)
    ]


def _named(block: Block, name: str) -> Block:
    elements = block.get("elements") if block["type"] == "actions" else None
    named = [{**it, "action_id": f"{it['action_id']}_{name}"} for it in elements or ()]
    return {**block, "block_id": name, **({"elements": named} if named else {})}
