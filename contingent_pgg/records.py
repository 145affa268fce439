"""Where do the rows of design's tables live, and how does anyone write one?

The database tables are the exported tables: one for each of `design.tables.TABLES`, with the same
columns. Everything here works inside the transaction that is open already: in a page, in
`creating_session` and in the game's own receive path.

    from contingent_pgg import records

    records.insert("quiz", {"session": code, "participant": me, ...})
    records.update("participants", {"session": code, "participant": me}, {"consented": True})
    records.rows("participants", session=code)

Rows of `sessions` and `participants` exist from the creation of the session on, so introduction
and debriefing update theirs. Columns that are left out are empty. What a finished member is paid,
and why, says `contingent_pgg.settlement.statement_of(participant_code)`.
"""

import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from otree.api import ExtraModel
from otree.database import AnyModel
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    bindparam,
    select,
)
from sqlalchemy.sql import ClauseElement

from design.columns import Column as Declared
from design.columns import Table as DeclaredTable
from design.tables import TABLES
from guard.lock import current

Row = Mapping[str, Any]

KINDS = {
    "text": Text(),
    "integer": Integer(),
    "number": Float(53),
    "truth": SmallInteger(),
    "time": BigInteger(),
}
REPEATABLE = ("events",)

# Wall clock at the start, monotonic clock since: a leap of the wall clock moves no deadline.
_STARTED = time.time() - time.monotonic()


def now_ms() -> int:
    """Return the time in milliseconds since 1970 UTC; it never leaps while the server runs."""
    return int((_STARTED + time.monotonic()) * 1_000)


def _column(declared: Declared) -> Column:
    # Rows go when the researcher deletes their session.
    keys = [ForeignKey("otree_session.code", ondelete="CASCADE")]
    return Column(
        KINDS[declared.kind],
        *(keys if declared.name == "session" else []),
        nullable=declared.optional,
    )


def _model(table: DeclaredTable) -> type[AnyModel]:
    columns = {column.name: _column(column) for column in table.columns}
    name = table.name.capitalize()
    model = type(name, (ExtraModel,), {"__module__": __name__, "__doc__": table.row, **columns})
    made = model.__table__
    unique = table.name not in REPEATABLE
    Index(f"key_{made.name}", *(made.c[name] for name in table.key), unique=unique)
    return model


MODELS: dict[str, type[AnyModel]] = {name: _model(table) for name, table in TABLES.items()}


class Standing(ExtraModel):
    """Where a group's seats stand in the open round; never exported.

    `seats` is their canonical JSON, `last` lists for each seat the id of the last message that
    counted, so that a message sent again counts once. `paused_at` is empty unless the group is
    paused.
    """

    session = Column(Text, ForeignKey("otree_session.code", ondelete="CASCADE"), nullable=False)
    slot = Column(Integer, nullable=False)
    seats = Column(Text, nullable=False)
    last = Column(Text, nullable=False)
    paused_at = Column(BigInteger, nullable=True)


class Pause(ExtraModel):
    """Since when a whole session is paused; `since` is empty once it goes on. Never exported."""

    session = Column(Text, ForeignKey("otree_session.code", ondelete="CASCADE"), nullable=False)
    since = Column(BigInteger, nullable=True)


class Key(ExtraModel):
    """With what a session's device tokens are made, empty once it is closed; and how long what can
    tell who somebody is was promised to be kept.
    """

    session = Column(Text, ForeignKey("otree_session.code", ondelete="CASCADE"), nullable=False)
    secret = Column(Text, nullable=True)
    retention_days = Column(Integer, nullable=False)


Index("key_standing", Standing.__table__.c.session, Standing.__table__.c.slot, unique=True)
Index("key_pause", Pause.__table__.c.session, unique=True)
Index("key_key", Key.__table__.c.session, unique=True)

BESIDES = {
    "standing": ("session", "slot", "seats", "last", "paused_at"),
    "pauses": ("session", "since"),
    "keys": ("session", "secret", "retention_days"),
}
"""Tables that only the running game needs, with their columns."""

_TABLES: dict[str, Table] = {
    **{name: model.__table__ for name, model in MODELS.items()},
    "standing": Standing.__table__,
    "pauses": Pause.__table__,
    "keys": Key.__table__,
}


def stored(table: str) -> Table:
    """Return a table as SQLAlchemy knows it, for statements of one's own."""
    return _TABLES[table]


def insert(table: str, *rows: Row) -> None:
    """Store rows of one table; columns that are left out are empty."""
    if rows:
        names = _names(table)
        prepared = [{name: _plain(row.get(name)) for name in names} for row in rows]
        _refuse_strays(table, rows[0])
        current().execute(_insert(table), prepared)


def update(table: str, key: Row, values: Row) -> int:
    """Set columns of the rows that a key names, and return how many there were."""
    statement = _update(table, tuple(sorted(key)), tuple(sorted(values)))
    return int(current().execute(statement, _bound(key, values)).rowcount)


def update_each(table: str, changes: Sequence[tuple[Row, Row]]) -> None:
    """Set the same columns of several rows, each with its key and values."""
    if changes:
        key, values = changes[0]
        statement = _update(table, tuple(sorted(key)), tuple(sorted(values)))
        current().execute(statement, [_bound(*change) for change in changes])


def _bound(key: Row, values: Row) -> dict[str, Any]:
    wanted = {f"key_{name}": value for name, value in key.items()}
    return wanted | {name: _plain(value) for name, value in values.items()}


def rows(table: str, **key: Any) -> list[dict[str, Any]]:
    """Return the stored rows that a key names, oldest first; None names the empty ones."""
    given = tuple(sorted((name, value is None) for name, value in key.items()))
    found = current().execute(_select(table, given), _known(key))
    return [dict(zip(_names(table), row, strict=True)) for row in found]


def _plain(value: Any) -> Any:
    # SQLite takes a bool for a number, PostgreSQL does not.
    return int(value) if isinstance(value, bool) else value


def _names(table: str) -> tuple[str, ...]:
    return TABLES[table].names if table in TABLES else BESIDES[table]


def _refuse_strays(table: str, row: Row) -> None:
    strays = sorted(set(row) - set(_names(table)))
    if strays:
        raise ValueError(f"table {table!r} has no columns {strays}; it has {_names(table)}")


@cache
def _insert(table: str) -> ClauseElement:
    return _TABLES[table].insert().values({name: bindparam(name) for name in _names(table)})


@cache
def _update(table: str, key: tuple[str, ...], values: tuple[str, ...]) -> ClauseElement:
    found = _TABLES[table]
    statement = found.update().values({name: bindparam(name) for name in values})
    for name in key:
        statement = statement.where(found.c[name] == bindparam(f"key_{name}"))
    return statement


@cache
def _select(table: str, key: tuple[tuple[str, bool], ...]) -> ClauseElement:
    found = _TABLES[table]
    statement = select([found.c[name] for name in _names(table)]).order_by(found.c.id)
    for name, empty in key:
        column = found.c[name]
        statement = statement.where(column.is_(None) if empty else column == bindparam(name))
    return statement


def _known(key: Row) -> dict[str, Any]:
    return {name: value for name, value in key.items() if value is not None}
