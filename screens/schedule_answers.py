"""Which contributions and tables of contributions are accepted, and what is said about the rest?"""

from collections.abc import Mapping

from design.messages import Message, message

MOST = 8
"""Characters kept of an entry, so that what was typed can be shown again."""


def entry(average: int) -> str:
    """Name the field of a table's row."""
    return f"at{average}"


def entries(endowment: int) -> tuple[str, ...]:
    """Name the fields of a table, for averages 0 to the endowment."""
    return tuple(entry(average) for average in range(endowment + 1))


def amount_problem(text: str, endowment: int) -> Message | None:
    """Say what is wrong with a contribution as it was typed; None if it can be given."""
    plain = text.strip()
    # int() would also take "1_0" and digits of other scripts.
    if plain.isascii() and plain.isdigit() and len(plain) <= MOST and int(plain) <= endowment:
        return None
    return message("elicit.whole", endowment=endowment)


def table_problems(given: Mapping[str, str], endowment: int) -> dict[str, Message]:
    """Say what is wrong with each row of a table that cannot be stored."""
    found = {name: _row_problem(given.get(name, ""), endowment) for name in entries(endowment)}
    return {name: problem for name, problem in found.items() if problem is not None}


def _row_problem(text: str, endowment: int) -> Message | None:
    if not text.strip():
        return message("elicit.missing")
    return amount_problem(text, endowment)


def table(given: Mapping[str, str], endowment: int) -> tuple[int, ...]:
    """Read a table that has no problems."""
    return tuple(int(given[name].strip()) for name in entries(endowment))
