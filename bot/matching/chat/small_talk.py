"""Small talk by a story's language: English is recognised at length, of others a few kinds."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.matcher import Intent
from bot.core.model import Story
from bot.matching.chat.classifier import Classifier
from bot.matching.chat.recogniser import Recogniser
from bot.matching.language.analysis import Analyser
from bot.matching.language.language import Language

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
