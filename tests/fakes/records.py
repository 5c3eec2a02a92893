"""Records in memory: what was recorded lies open, and a database that is down can be played."""

from __future__ import annotations

from bot.core.errors import NotRecordedError
from bot.core.model import Declined, DeclineReason, Fact
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange, Kept, KeptText, KeptVote, Retention

DAY, LAST_DAY = "2031-04-03", "2031-07-02"
ADA, ADA_IN_SLACK = Reader("discord", "4815162342", "900"), Reader("slack", "U-ADA", "T1")
MISSED = Declined(DeclineReason.NOT_IN_STORY)


class FakeRecords:
    """The port `Records`; with `down` set, what must be durable is refused."""

    retention = Retention(records=365, texts=90, misses=None)

    def __init__(self) -> None:
        self.down = False
        self.exchanges: list[Exchange] = []
        self.posts: dict[Post, Fact] = {}
        self.votes: dict[tuple[Reader, str], bool] = {}
        self.reports: list[tuple[Reader, str, str]] = []
        self.questions: list[tuple[Reader, str]] = []
        self.kept_rules: dict[str, str] = {}
        self.forgotten_spaces: list[tuple[str, str]] = []
        self.forgotten_channels: list[str | None] = []

    def replied(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)

    def posted(self, fact: Fact, post: Post, story: str = "", *, is_doubtful: bool = False) -> None:
        self.posts[post] = fact

    def removed(self, post: Post) -> None:
        self.posts.pop(post, None)

    def keep_rules(self, space: str, rules: str) -> None:
        self.kept_rules[space] = rules

    async def rules(self) -> dict[str, str]:
        self._must_be_up()
        return self.kept_rules

    async def vote(self, reader: Reader, fact: Fact, *, up: bool) -> None:
        self._must_be_up()
        self.votes[reader, fact.id] = up

    async def report(self, reader: Reader, fact: Fact, text: str, once: str = "") -> None:
        self._must_be_up()
        self.reports.append((reader, fact.id, text))

    async def send_to_editors(self, reader: Reader, question: str, once: str = "") -> None:
        self._must_be_up()
        self.questions.append((reader, question))

    async def kept_of(self, reader: Reader) -> Kept:
        self._must_be_up()
        texts = [("report", text) for who, _, text in self.reports if who == reader]
        texts += [("question", text) for who, text in self.questions if who == reader]
        return Kept(
            tuple(KeptVote(it, up, DAY) for (who, it), up in self.votes.items() if who == reader),
            tuple(KeptText(kind, text, DAY, LAST_DAY) for kind, text in texts),
        )

    async def forget(self, reader: Reader, channel: str | None = None) -> None:
        self._must_be_up()
        self.forgotten_channels.append(channel)
        self.votes = {key: up for key, up in self.votes.items() if key[0] != reader}
        self.reports = [it for it in self.reports if it[0] != reader]
        self.questions = [it for it in self.questions if it[0] != reader]

    async def forget_space(self, platform: str, space: str) -> None:
        self._must_be_up()
        self.forgotten_spaces.append((platform, space))

    def _must_be_up(self) -> None:
        if self.down:
            raise NotRecordedError("The database cannot be reached.")
