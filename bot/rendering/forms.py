"""The forms in which readers write: what each is called, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rendering import texts
from bot.rendering import texts_editors as editors
from bot.rendering.actions import Action, Verb


@dataclass(frozen=True, slots=True)
class Form:
    """One field to write in; it comes back with its `action`, which says what it was about."""

    action: Action
    title: str
    field: str
    hint: str


_WORDS = {
    Verb.DOWN: (texts.REPORT_TITLE, texts.REPORT_FIELD, texts.SLACK_FEEDBACK_HINT),
    Verb.FOLLOW: (texts.FOLLOW_TITLE, texts.FOLLOW_FIELD, texts.SLACK_FOLLOW_HINT),
    Verb.SEND: (texts.SEND_TITLE, texts.SEND_FIELD, texts.SLACK_EDITORS_HINT),
    Verb.AWAIT: (texts.NOTIFY_TITLE, texts.NOTIFY_FIELD, texts.SLACK_NOTIFY_HINT),
    Verb.ANSWER: (editors.ANSWER_TITLE, editors.ANSWER_FIELD, editors.ANSWER_HINT),
    Verb.CORRECT: (editors.CORRECT_TITLE, editors.CORRECT_FIELD, editors.CORRECT_HINT),
    Verb.LEAVE_OPEN: (editors.OPEN_TITLE, editors.OPEN_FIELD, editors.OPEN_HINT),
}


def form_of(action: Action) -> Form:
    """The form that `action` opens; raises `KeyError` for one that opens none."""
    return Form(action, *_WORDS[action.verb])
