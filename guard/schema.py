"""Were these tables made by these models?

There is no migration: another schema over old tables fails in the middle of a session. So the
first start writes a fingerprint of the models beside the tables, and each later start compares it
before it writes anything.
"""

import hashlib
import secrets
import sys

from sqlalchemy import MetaData, event, inspect
from sqlalchemy.engine.default import DefaultDialect

from guard import facts, refusals

HOOKS = ("otree.database.AnyModel.metadata", "otree.database.IN_MEMORY")


def apply() -> None:
    """Compare before oTree creates tables; write down what was created."""
    from otree.database import IN_MEMORY, AnyModel

    if IN_MEMORY:
        return
    # resetdb runs where no session is stored only, and makes the tables anew.
    if sys.argv[1:2] != ["resetdb"]:
        event.listen(AnyModel.metadata, "before_create", _compare)
    event.listen(AnyModel.metadata, "after_create", _write_down)


def fingerprint(metadata: MetaData) -> str:
    """Return a short text that changes with any table, column or type."""
    dialect = DefaultDialect()
    lines = sorted(
        f"{column.table.name}.{column.name} {column.type.compile(dialect=dialect)} "
        f"{column.nullable} {sorted(key.target_fullname for key in column.foreign_keys)}"
        for table in metadata.tables.values()
        for column in table.columns
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _compare(metadata, connection, **kwargs) -> None:
    tables = frozenset(inspect(connection).get_table_names())
    found = facts.Facts("the database", tables, _stored(connection, tables))
    refusal = refusals.other_schema(found, fingerprint(metadata))
    if refusal and not _empty_and_alike(metadata, connection, tables):
        refusals.end([refusal])


def _empty_and_alike(metadata: MetaData, connection, tables: frozenset[str]) -> bool:
    """Say whether the tables hold no session and have the models' columns.

    So they do after a start that was killed between making the tables and writing this down.
    """
    if connection.execute("SELECT count(*) FROM otree_session").scalar():
        return False
    look = inspect(connection)
    return all(
        {column["name"] for column in look.get_columns(name)} == set(table.columns.keys())
        for name, table in metadata.tables.items()
        if name in tables
    )


def _stored(connection, tables: frozenset[str]) -> dict[str, str]:
    if facts.TABLE not in tables:
        return {}
    return dict(connection.execute(f"SELECT name, value FROM {facts.TABLE}").fetchall())


def _write_down(metadata, connection, **kwargs) -> None:
    from otree import __version__, settings

    connection.execute(facts.CREATE)
    known = _stored(connection, frozenset({facts.TABLE}))
    values = {"schema": fingerprint(metadata), "otree": __version__}
    if "secret" not in known:
        values["secret"] = refusals.keyed(settings.SECRET_KEY, salt=secrets.token_hex(8))
    for name, value in values.items():
        if known.get(name) != value:
            connection.execute(f"DELETE FROM {facts.TABLE} WHERE name = '{name}'")
            connection.execute(f"INSERT INTO {facts.TABLE} VALUES ('{name}', '{value}')")
