"""The statements by which processes agree, for one kind of database, made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Double,
    Insert,
    and_,
    bindparam,
    case,
    delete,
    literal_column,
    or_,
    select,
)

from bot.records.bulk import Bulk, inserting, named
from bot.records.schema import SHARED
from bot.records.statements import insert_of, now_in, now_of, plainly

GLANCE = 20_000
"""Names remembered of those there were at a glance: some 2 MB."""

_ON = SHARED.c
_KEY = ["name", "item"]


@dataclass(frozen=True, slots=True)
class Agreements:
    """`claim` returns the names it has, `get` the name, item and value of what is known.

    `hold` and `pay` return a row where they succeed; `release` is for the owner only; `names` are
    those under which a value was put, or more than GLANCE. Parameters are the columns, with
    `seconds` for `until`; `of_…` where they look for one.
    """

    claim: Bulk
    put: Bulk
    get: Bulk
    hold: str
    pay: str
    owed: str
    release: str
    names: str


def agreements(is_sqlite: bool) -> Agreements:
    """The statements for SQLite or for PostgreSQL."""
    now = now_of(is_sqlite)
    seconds: ColumnElement[float] = bindparam("seconds", type_=Double)
    burst: ColumnElement[float] = bindparam("burst", type_=Double)
    row: dict[str, ColumnElement[Any]] = {
        name: bindparam(name) for name in ("name", "item", "owner", "value", "person")
    }
    insert = insert_of(is_sqlite)(SHARED).values({**row, "until": now + seconds})
    is_over_or_mine = or_(_ON.until < now, _ON.owner == insert.excluded.owner)
    hold: Insert = insert.on_conflict_do_update(
        index_elements=_KEY,
        set_={it: insert.excluded[it] for it in ("until", "owner")},
        where=is_over_or_mine,
    )
    owed = case((_ON.until > now, _ON.until), else_=now) + seconds
    pay = insert.on_conflict_do_update(
        index_elements=_KEY, set_={"until": owed}, where=owed <= now + burst
    )
    is_named = _ON.name == bindparam("of_name")
    is_owned = and_(is_named, _ON.item == literal_column("''"), _ON.owner == bindparam("of_owner"))
    plain = partial(plainly, is_sqlite=is_sqlite)
    return Agreements(
        **_of_many(is_sqlite),
        hold=plain(hold.returning(_ON.until)),
        pay=plain(pay.returning(_ON.until)),
        owed=plain(select(_ON.until - now).where(is_named)),
        release=plain(delete(SHARED).where(is_owned)),
        names=(
            f"SELECT DISTINCT name FROM shared WHERE until > {now_in(is_sqlite)} "
            f"AND value <> '' LIMIT {GLANCE + 1}"
        ),
    )


def _of_many(is_sqlite: bool) -> dict[str, Bulk]:
    now = now_in(is_sqlite)
    given = [it for it in SHARED.c if it.name != "until"]
    insert = partial(
        inserting,
        SHARED,
        is_sqlite=is_sqlite,
        given=[*given, Column("seconds", Double)],
        values={**{it.name: f"r.{it.name}" for it in given}, "until": f"{now} + r.seconds"},
    )

    def over(*columns: str) -> str:
        return "DO UPDATE SET " + ", ".join(f"{it} = excluded.{it}" for it in ("until", *columns))

    get = (
        "SELECT name, item, value FROM shared "
        f"WHERE {named(SHARED, 'name', is_sqlite=is_sqlite)} AND until > {now}"
    )
    return {
        "claim": insert(over=f"{over('owner')} WHERE shared.until < {now} RETURNING name"),
        "put": insert(over=over("value", "person")),
        "get": Bulk(SHARED.name, ("name",), get),
    }
