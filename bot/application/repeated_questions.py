"""Remembers replies to questions that many readers ask of one story, so each is worked out once."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from secrets import token_bytes

from bot.application.remembered import Remembered
from bot.core.model import Context, Explanation, Question, Reply
from bot.core.service import QuestionService, context_after
from bot.writing import own_words

CAPACITY = 512
"""Replies remembered: some 300 KB; the one asked for least lately is forgotten first."""


class RepeatedQuestions:
    """Asks `service`, and answers a question outside a conversation from memory.

    No words of a reader are held: a question is known again by a keyed hash, under a key that ends
    with the process, and how its reply came about is not told.
    """

    def __init__(self, service: QuestionService) -> None:
        self._service = service
        self._key = token_bytes(16)
        self._replies = Remembered[bytes, Reply](CAPACITY)

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        """As the service; what a day changes is worked out anew on the next."""
        if context not in (None, Context()):
            return self._service.ask(question, context)
        text = own_words(question.text)
        asked = f"{self._service.story.today}\0{text}".encode("utf-8", "backslashreplace")
        key = blake2b(asked, key=self._key, digest_size=16).digest()
        if key not in self._replies:
            reply, _ = self._service.ask(question)
            self._replies[key] = replace(reply, explanation=Explanation())
        self._replies.move_to_end(key)
        reply = self._replies[key]
        return reply, context_after(reply, text, Context())
