"""Whatever readers do in whatever order, the records say what a list on paper would say."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.core.model import Answered
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange
from bot.records.opening import OpenRecords, open_records
from tests.fakes.discord_service import COST, LAUNCH
from tests.fakes.records import MISSED
from tests.records.conftest import KEY, RETENTION
from tests.records.reading import count, rows

PEOPLE = st.sampled_from(("ada", "ben", "eve"))
SPACES = st.sampled_from(("900", "901", None))
FACTS = st.sampled_from((COST, LAUNCH, replace(COST, answer="38 million.")))
MESSAGES = st.sampled_from(("1", "2", "3"))


class RecordsMachine(RuleBasedStateMachine):
    """Records on a file of their own, and beside them what they should hold."""

    @initialize()
    def _open_the_first_time(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = str(Path(self.folder.name) / "records.sqlite3")
        self.runner = asyncio.Runner()
        self.votes: dict[tuple[str, str, str], tuple[bool, str | None]] = {}
        self.texts: list[tuple[str, str, str | None]] = []
        self.posts: dict[str, tuple[str, str | None]] = {}
        self.replies: list[str | None] = []
        self.answers: dict[str, tuple[str | None, str]] = {}
        self._open()

    def _open(self) -> None:
        self.stack = AsyncExitStack()
        misses = replace(RETENTION, misses=7)
        opening = self.stack.enter_async_context(open_records(self.path, KEY, misses, {}))
        self.records: OpenRecords = self.runner.run(opening)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @rule(person=PEOPLE, space=SPACES, fact=FACTS, up=st.booleans())
    def vote(self, person: str, space: str | None, fact: Any, up: bool) -> None:
        self._do(self.records.store.vote(Reader("discord", person, space), fact, up=up))
        self.votes[person, fact.id, fact.version] = (up, space)

    @rule(person=PEOPLE, space=SPACES, ups=st.lists(st.booleans(), min_size=2, max_size=5))
    def vote_many_times_at_once(self, person: str, space: str | None, ups: list[bool]) -> None:
        reader = Reader("discord", person, space)

        async def at_once() -> None:
            await asyncio.gather(*(self.records.store.vote(reader, COST, up=up) for up in ups))

        self._do(at_once())
        self.votes[person, COST.id, COST.version] = (ups[-1], space)

    @rule(person=PEOPLE, space=SPACES)
    def report(self, person: str, space: str | None) -> None:
        reader = Reader("discord", person, space)
        self._do(self.records.store.report(reader, COST, "It was 38 million."))
        self.texts.append((person, "report", space))

    @rule(person=PEOPLE, space=SPACES, is_miss=st.booleans())
    def ask(self, person: str, space: str | None, is_miss: bool) -> None:
        reader = Reader("discord", person, space)
        reply = MISSED if is_miss else Answered(COST)
        self.records.store.replied(Exchange("Who paid?", reply, reader))
        self.replies.append(space)
        if is_miss:
            self.texts.append((person, "miss", space))

    @rule(message=MESSAGES, fact=FACTS)
    def post(self, message: str, fact: Any) -> None:
        self.records.store.posted(fact, Post("discord", "900", "10", message))
        self.posts[message] = (fact.version, "900")

    @rule(message=MESSAGES)
    def remove(self, message: str) -> None:
        self.records.store.removed(Post("discord", "900", "10", message))
        self.posts.pop(message, None)

    @rule(message=MESSAGES, words=st.sampled_from(("cost?", "launch?")))
    def answer(self, message: str, words: str) -> None:
        question = Post("discord", "900", "10", message)
        self.records.reply_index.answered(question, words, f"1{message}")
        self.answers[message] = (
            f"1{message}",
            self.records.reply_index.fingerprint(question, words),
        )

    @rule(message=MESSAGES)
    def delete_a_question(self, message: str) -> None:
        self.records.reply_index.gone(Post("discord", "900", "10", message))
        self.answers.pop(message, None)

    @rule(message=MESSAGES)
    def delete_a_reply(self, message: str) -> None:
        self.records.reply_index.gone(Post("discord", "900", "10", f"1{message}"))
        if message in self.answers:
            self.answers[message] = (None, self.answers[message][1])

    @rule(person=PEOPLE, space=SPACES)
    def forget(self, person: str, space: str | None) -> None:
        self._do(self.records.store.forget(Reader("discord", person, space)))
        self.votes = {key: it for key, it in self.votes.items() if key[0] != person}
        self.texts = [it for it in self.texts if it[0] != person]

    @rule(space=st.sampled_from(("900", "901")))
    def leave(self, space: str) -> None:
        self._do(self.records.store.forget_space("discord", space))
        self.votes = {key: it for key, it in self.votes.items() if it[1] != space}
        self.texts = [it for it in self.texts if it[2] != space]
        self.posts = {key: it for key, it in self.posts.items() if it[1] != space}
        self.replies = [it for it in self.replies if it != space]
        self.answers = {} if space == "900" else self.answers

    @rule()
    def stop_and_start(self) -> None:
        self._do(self.stack.aclose())
        assert count(self.path, "replies") == len(self.replies)
        assert sorted(rows(self.path, "SELECT message, version FROM posts")) == sorted(
            (message, version) for message, (version, _) in self.posts.items()
        )
        self._open()

    @invariant()
    def each_edit_finds_the_reply_that_stands(self) -> None:
        messages = [Post("discord", "900", "10", message) for message in ("1", "2", "3")]
        found = self._do(self.records.reply_index.find(messages))
        assert self.answers == {
            it.question.message: (it.reply.message if it.reply else None, it.words) for it in found
        }

    @invariant()
    def each_reader_is_shown_what_is_kept(self) -> None:
        async def look() -> None:
            await self.records.writer.flush()
            for person in ("ada", "ben", "eve"):
                kept = await self.records.store.kept_of(Reader("discord", person))
                assert sorted((vote.fact, vote.up) for vote in kept.votes) == sorted(
                    (fact, up) for (who, fact, _), (up, _) in self.votes.items() if who == person
                )
                assert sorted(text.kind for text in kept.texts) == sorted(
                    kind for who, kind, _ in self.texts if who == person
                )

        self._do(look())
        assert self.records.writer.dropped == 0

    def teardown(self) -> None:
        self._do(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()


TestRecords = RecordsMachine.TestCase
TestRecords.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
