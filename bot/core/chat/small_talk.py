"""Small talk by a story's language: English is recognised at length, of others a few kinds."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.chat.classifier import Classifier
from bot.core.chat.recogniser import Intent, Recogniser
from bot.core.chat.replies import ask_a_question, example_of, no_list, reply_to
from bot.core.language.analysis import Analyser
from bot.core.language.language import Language
from bot.core.model import Story

ENGLISH = "en"


class SmallTalk:
    """Recognises the small talk of a language by the patterns of its data."""

    def __init__(self, language: Language) -> None:
        self._kinds = language.dialogue.small_talk

    def __call__(self, normalised: str, _text: str = "") -> Intent | None:
        """As `Recogniser`: what a text says to the bot itself."""
        found = (kind for kind, pattern in self._kinds if pattern.fullmatch(normalised))
        kind = next(found, None)
        return None if kind is None else Intent(kind)


def recogniser_of(
    story: Story, analyser: Analyser, classifier: Callable[[], Classifier] | None
) -> Recogniser | SmallTalk:
    """What recognises what is said to the bot of `story` itself."""
    if analyser.language.code == ENGLISH and classifier is not None:
        words = analyser.names.words.union(analyser.vocabulary)
        return Recogniser(story, analyser.language, classifier, words)
    return SmallTalk(analyser.language)


def reply_in(language: Language, kind: str, story: Story) -> str:
    """The file's own reply to `kind`, or that of its language; in English where it has none."""
    own = language.dialogue.replies.get(kind)
    if own is None or kind in story.chat:
        return reply_to(kind, story)
    return own.format(title=story.title, example=example_of(story).title)


def unasked(language: Language, story: Story, *, is_choice: bool) -> str:
    """What is said to words that ask nothing, or to a choice where nothing was offered."""
    if language.dialogue.replies:
        return reply_in(language, "help", story)
    return no_list(story) if is_choice else ask_a_question(story)
