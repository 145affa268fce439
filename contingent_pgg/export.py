"""How does a table leave through oTree's own Data page?"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from contingent_pgg import records
from design.tables import TABLES

Rows = Iterator[Sequence[Any]]


def exporter(table: str) -> Callable[[Sequence[Any]], Rows]:
    """Return oTree's export function for a table: its header, then the rows of the sessions."""

    def export(players: Sequence[Any]) -> Rows:
        names = TABLES[table].names
        yield names
        for code in dict.fromkeys(player.participant._session_code for player in players):
            for row in records.rows(table, session=code):
                yield [row[name] for name in names]

    return export
