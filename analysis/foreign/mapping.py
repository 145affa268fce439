"""How does an analyst say, in a few lines, which column of a foreign table means what?"""

from dataclasses import dataclass
from typing import Literal

Layout = Literal["long", "otree wide", "z-Tree"]
Matching = Literal["partner", "stranger"]
Missing = Literal["refuse", "drop"]


@dataclass(frozen=True)
class Constant:
    """The same value on every row."""

    value: float | str


@dataclass(frozen=True)
class Joined:
    """An identifier that several columns make together."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Coded:
    """A column of codes, each with its meaning; another code is an error."""

    column: str
    meaning: tuple[tuple[float | str, float | str], ...]


@dataclass(frozen=True)
class Shifted:
    """A number that counts from elsewhere: the column plus `by`."""

    column: str
    by: float


Source = str | Constant | Joined | Coded | Shifted
"""Where a value comes from: a column's name, or one of the rules above."""


@dataclass(frozen=True)
class Beside:
    """A second file in the same folder whose columns are joined on a shared column."""

    file: str
    on: str


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """What the columns of one repeated-game table mean.

    Attributes
    ----------
    name, source : str
        What the data are called, and where they come from.
    file : str
        Path below the data folder, for the mappings that ship.
    participant, group, round, contribution : Source
        The four that every table has.
    session, treatment, condition, part, endowment, seat, automatic, belief, earnings,
    shown_at, decided_at, label, device, bot : Source, optional
        The rest of the Panel; what is None stays empty, an absent seat is dealt by order.
    layout, app : str
        "long": one row per member and round (CSV, Stata, oTree per app). "otree wide": an
        all_apps_wide export, of which `app` is the game. "z-Tree": the .xls text that z-Tree
        writes, of which `app` is the number of the treatment within the session.
    matching : str
        "partner": who shares a group stays together, and the group is the matching group.
        "stranger": groups change, and the session is the matching group.
    missing : str
        What a missing contribution means in a round that the group played: "refuse" the file
        or "drop" the row. A round that the whole group did not play is dropped either way.
    only : tuple of (column, values), optional
        Rows to use, by a column's value.
    beside : Beside, optional
        A second file with more columns.
    keep : tuple of str
        Further columns to carry along under their own names.
    """

    name: str
    participant: Source
    group: Source
    round: Source
    contribution: Source
    source: str = ""
    file: str = ""
    session: Source = Constant("1")
    treatment: Source = Constant("all")
    condition: Source | None = None
    part: Source = Constant(1)
    endowment: Source | None = None
    seat: Source | None = None
    automatic: Source = Constant(0)
    belief: Source | None = None
    earnings: Source | None = None
    shown_at: Source | None = None
    decided_at: Source | None = None
    label: Source | None = None
    device: Source | None = None
    bot: Source | None = None
    layout: Layout = "long"
    app: str = ""
    matching: Matching = "partner"
    missing: Missing = "refuse"
    only: tuple[str, tuple[float | str, ...]] | None = None
    beside: Beside | None = None
    keep: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an app in a long table, and the other layouts without an app."""
        if (self.layout == "long") == bool(self.app):
            raise ValueError(
                f"mapping {self.name!r} has layout {self.layout!r} and app {self.app!r}; "
                'an app is named exactly where the layout is "otree wide" or "z-Tree"'
            )
