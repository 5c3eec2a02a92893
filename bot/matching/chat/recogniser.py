"""Tells which question about the bot, its story or its file a text is; None where it is another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bot.core.matcher import Intent
from bot.core.model import Story
from bot.matching.chat.classifier import Classifier
from bot.matching.chat.since import since_when
from bot.matching.language.language import Language

WEAK = frozenset("greeting thanks bye praise insult".split())
"""Kinds that are meant only where nothing else is said."""

MAX_WORDS = 40
"""Whoever says more than that asks for more than one of these things."""

LIKELY, LIKELY_OF_PART, LIKELY_WEAK = 0.75, 0.9, 0.96
"""A text is said to the bot from this likelihood; the second is for one of several clauses, of
which another may ask something else; the third is for small talk, which is short."""

DATED, LIKELY_NEW = frozenset("checked corrections published".split()), 0.99
"""Kinds that may ask what is new since a day; how likely that is where nothing else is said."""

LEAST_OF_WHOLE = 0.01
"""Below it no clause is read for itself: that spares most questions on a story the time."""

_BREAK = re.compile(r"[.!?…;:\n]+(?:\s+|$)|,\s+|\s+[–—-]+\s+|[()]+")


class Recogniser:
    """Recognises what is asked of the bot itself, for one story.

    `vocabulary` are the words of the story's facts and names; `classifier` is asked for when it is
    needed.
    """

    def __init__(
        self,
        story: Story,
        language: Language,
        classifier: Callable[[], Classifier],
        vocabulary: Iterable[str] = (),
    ) -> None:
        self._normalise, self._classifier = language.normalise, classifier
        self._vocabulary = frozenset(vocabulary)
        self._called = dict.fromkeys(_publisher(story, language), "newspaper")
        title = self._normalise(story.title)
        if " " in title and not _is_subject(story):
            self._called[title] = "article"
        longest_first = sorted(self._called, key=len, reverse=True)
        self._named = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")

    def __call__(self, normalised: str, text: str = "") -> Intent | None:
        """What a text asks of the bot itself; None when it asks for anything else.

        `text` is what was `normalised`: where that is several sentences, each is read.
        """
        if normalised.count(" ") >= MAX_WORDS:
            return None
        whole = self._read(normalised)
        if (since := since_when(normalised)) is not None:
            kind = whole.kind if whole.likelihood >= LIKELY else "checked"
            if kind in DATED:
                return Intent(kind, max(whole.likelihood, LIKELY_NEW), since)
        if whole.likelihood >= LIKELY and whole.kind not in WEAK:
            return whole
        said = _BREAK.split(text.rstrip(" .!?")) if whole.likelihood >= LEAST_OF_WHOLE else ()
        clauses = tuple(filter(None, map(self._normalise, said if len(said) > 1 else ())))
        read = map(self._read, clauses if len(clauses) > 1 else ())
        sure = [it for it in read if it.likelihood >= LIKELY_OF_PART and it.kind not in WEAK]
        if sure:
            return Intent(max(sure, key=lambda it: it.likelihood).kind, LIKELY)
        return whole if whole.likelihood >= LIKELY_WEAK else None

    def _read(self, normalised: str) -> Intent:
        if any(name in normalised for name in self._called):
            normalised = self._named.sub(lambda name: self._called[name[0]], normalised)
        return Intent(*self._classifier()(normalised, self._vocabulary))


def _is_subject(story: Story) -> bool:
    """Whether the title names what the story is about: its facts' questions have it, too."""
    title = story.title.casefold()
    return any(title in it.casefold() for fact in story.facts for it in fact.questions)


def _publisher(story: Story, language: Language) -> Iterator[str]:
    """The names of the story's publisher, normalised."""
    if story.publisher is None:
        return
    normalise = language.normalise
    name = normalise(story.publisher)
    names = {name, name.removeprefix("the ")}
    for canonical, spellings in story.names.items():
        if normalise(canonical) in names:
            names.update(map(normalise, spellings))
    yield from filter(None, names)
