"""What every channel does with a question: load the conversation, ask, keep the conversation."""

from __future__ import annotations

from bot.core.conversation.memory import Conversations
from bot.core.model import Question, Reply, Story
from bot.core.service import QuestionService


class Answering:
    """A question service with the conversations of one running process."""

    def __init__(self, service: QuestionService, conversations: Conversations) -> None:
        self._service = service
        self._conversations = conversations

    @property
    def story(self) -> Story:
        """The story that is answered from."""
        return self._service.story

    def ask(self, text: str, conversation: str | None = None) -> Reply:
        """The reply to `text`; turns that share `conversation` follow up on each other."""
        before = self._conversations.get(conversation) if conversation is not None else None
        reply, after = self._service.ask(Question(text, conversation), before)
        if conversation is not None:
            self._conversations.put(conversation, after)
        return reply

    def take(self, fact_id: str, conversation: str | None = None) -> Reply | None:
        """The reply when a suggestion is taken; None when the file no longer has that fact."""
        told = self._service.tell(fact_id)
        if told is None:
            return None
        reply, after = told
        if conversation is not None:
            self._conversations.put(conversation, after)
        return reply
