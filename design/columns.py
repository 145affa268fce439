"""What is a table, what is a column, and how is each kind declared?"""

from dataclasses import dataclass

TYPES = ("text", "integer", "number", "truth", "time")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name, meaning : str
        What it is called and what it says.
    kind : str
        "text", "integer", "number", "truth" (0 or 1) or "time" (milliseconds since 1970 UTC).
    unit : str
        "points", "rounds", ... or empty.
    optional : bool
        Whether it may be empty; an empty cell never means zero.
    levels : tuple of str
        The only values allowed, where they are few.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    optional: bool = False
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: what one row is, which columns identify it, and its columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)


def text(name: str, meaning: str, *levels: str, optional: bool = False) -> Column:
    """Declare text; with levels, the only values allowed."""
    return Column(name, "text", meaning, optional=optional, levels=levels)


def integer(name: str, meaning: str, unit: str = "", *, optional: bool = False) -> Column:
    """Declare a whole number."""
    return Column(name, "integer", meaning, unit, optional)


def points(name: str, meaning: str, *, optional: bool = False) -> Column:
    """Declare an amount in points."""
    return Column(name, "number", meaning, "points", optional)


def truth(name: str, meaning: str, *, optional: bool = False) -> Column:
    """Declare a yes or no, stored as 1 or 0."""
    return Column(name, "truth", meaning, optional=optional)


def time(name: str, meaning: str, *, optional: bool = False) -> Column:
    """Declare a moment in milliseconds since 1970 UTC."""
    return Column(name, "time", meaning, "ms since 1970 UTC", optional)
