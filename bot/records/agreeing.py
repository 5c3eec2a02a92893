"""The statements by which processes agree, for one kind of database, made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Insert,
    and_,
    bindparam,
    case,
    delete,
    or_,
    select,
)

from bot.records.schema import SHARED
from bot.records.statements import insert_of, now_of, plainly

_ON = SHARED.c
_KEY = ["name", "item"]


@dataclass(frozen=True, slots=True)
class Agreements:
    """`claim`, `hold` and `pay` return a row where they succeed; `release` is for the owner only.

    Their parameters are the columns, with `seconds` for `until`; `of_…` where they look for one.
    """

    claim: str
    hold: str
    pay: str
    put: str
    owed: str
    get: str
    drop: str
    release: str


def agreements(is_sqlite: bool) -> Agreements:
    """The statements for SQLite or for PostgreSQL."""
    now = now_of(is_sqlite)
    seconds: ColumnElement[float] = bindparam("seconds", type_=Double)
    burst: ColumnElement[float] = bindparam("burst", type_=Double)
    row: dict[str, ColumnElement[Any]] = {
        name: bindparam(name) for name in ("name", "item", "owner", "value", "person")
    }
    insert = insert_of(is_sqlite)(SHARED).values({**row, "until": now + seconds})

    def over(*columns: str, where: ColumnElement[bool] | None = None) -> Insert:
        set_ = {it: insert.excluded[it] for it in ("until", *columns)}
        statement: Insert = insert.on_conflict_do_update(
            index_elements=_KEY, set_=set_, where=where
        )
        return statement

    is_over = _ON.until < now
    is_mine = _ON.owner == insert.excluded.owner
    owed = case((_ON.until > now, _ON.until), else_=now) + seconds
    pay = insert.on_conflict_do_update(
        index_elements=_KEY, set_={"until": owed}, where=owed <= now + burst
    )
    named = _ON.name == bindparam("of_name")
    that = and_(named, _ON.item == bindparam("of_item"))
    is_owned = and_(that, _ON.owner == bindparam("of_owner"))
    plain = partial(plainly, is_sqlite=is_sqlite)
    return Agreements(
        claim=plain(over("owner", where=is_over).returning(_ON.until)),
        hold=plain(over("owner", where=or_(is_over, is_mine)).returning(_ON.until)),
        pay=plain(pay.returning(_ON.until)),
        put=plain(over("value", "person")),
        owed=plain(select(_ON.until - now).where(named)),
        get=plain(select(_ON.item, _ON.value).where(and_(named, _ON.until > now))),
        drop=plain(delete(SHARED).where(that)),
        release=plain(delete(SHARED).where(is_owned)),
    )
