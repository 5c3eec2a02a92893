"""Who wants to hear of what, on either database: the port `Notices`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.ports.messages import Reader
from bot.ports.notices import Notices, Subscription
from bot.records.backend import Backend
from bot.records.redaction import redacted
from bot.records.schema import NOTICES, insert_once

_KEEP = insert_once(NOTICES)


class DatabaseNotices(Notices):
    """Beside the person's code stands the platform's id, which nothing else in the records has."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def keep(self, notice: Subscription) -> None:
        reader, text = notice.reader, redacted(notice.text)
        wish = f"notice/{reader.platform}/{reader.id}/{notice.fact or text}"
        row = {
            "id": self._backend.pseudonyms.code(wish)[:32],
            "at": self._backend.now(),
            "person": self._backend.pseudonyms.hash(reader),
            "user": reader.id,
            "platform": reader.platform,
            "space": reader.space,
            "channel": notice.channel,
            "text": text,
            "story": notice.story,
            "fact": notice.fact,
            "version": notice.version,
            "correction": notice.correction,
        }
        await self._backend.database.run(lambda it: it.execute(_KEEP, row))

    async def waiting(self, platform: str) -> Sequence[Subscription]:
        query = select(NOTICES).filter_by(platform=platform).order_by(NOTICES.c.at)
        return [
            Subscription(
                Reader(row.platform, row.user, row.space),
                *(row.channel, row.text, row.story, row.fact, row.version, row.correction, row.id),
            )
            for row in await self._backend.database.run(lambda it: it.execute(query).all())
        ]

    async def take(self, notice: Subscription) -> bool:
        taking = delete(NOTICES).filter_by(id=notice.id)
        count: int = await self._backend.database.run(
            lambda it: it.execute(taking).rowcount, durable=True
        )
        return count == 1
