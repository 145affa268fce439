"""Does the hundredth session still answer as fast as the first?

oTree's tables have no index on the columns that name a row's group, participant, session or
subsession, so each look-up reads the whole table. Every foreign key gets one, in new databases and
in those that exist.
"""

from sqlalchemy import DDL, event

HOOKS = ("otree.database.AnyModel.metadata",)


def apply() -> None:
    """Add the missing indexes after oTree has made its tables."""
    from otree.database import AnyModel

    event.listen(AnyModel.metadata, "after_create", _add)


def _add(metadata, connection, **kwargs) -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            if column.foreign_keys and not column.index and not column.primary_key:
                # Executed as DDL, so that SQLAlchemy commits it with the tables.
                connection.execute(DDL(statement(table.name, column.name)))


def statement(table: str, column: str) -> str:
    """Return the SQL that adds one index where it is missing."""
    return f'CREATE INDEX IF NOT EXISTS "guard_{table}_{column}" ON "{table}" ("{column}")'
