"""Which treatments could be played, and how many groups shall play each that is sampled?

A space is a TOML file; `docs/integrative.md` explains it. Unknown entries are refused by name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from analysis.power.grid import Cost
from design.catalogue import CONDITIONS

RANGED = ("mpcr", "endowment", "rounds_part_2")
"""Numbers of a session config that may be sampled between two ends."""


@dataclass(frozen=True)
class Space:
    """A space of treatments, and the study that samples it.

    Attributes
    ----------
    title : str
        What the study asks.
    conditions : tuple of str
        Regimes of part 2 to sample from.
    control : str
        A condition that every session deals beside the sampled one, or empty.
    sessions : int
        Lab sessions, each with its own sampled numbers; a power of two fills the space best.
    groups : int
        Groups of each condition in a session, even.
    mpcr, endowment, rounds_part_2 : tuple of two numbers
        The ends between which each is sampled; equal ends fix it.
    rounds_part_1, rounds_part_3 : int
        The same in every session.
    seed : int
        Of the sample.
    """

    title: str
    conditions: tuple[str, ...]
    control: str = ""
    sessions: int = 32
    groups: int = 4
    mpcr: tuple[float, float] = (0.4, 0.4)
    endowment: tuple[int, int] = (20, 20)
    rounds_part_2: tuple[int, int] = (15, 15)
    rounds_part_1: int = 5
    rounds_part_3: int = 5
    seed: int = 1
    costs: Cost = Cost()

    def __post_init__(self) -> None:
        """Refuse a space that cannot be sampled."""
        named = (*self.conditions, *((self.control,) if self.control else ()))
        unknown = [name for name in named if name not in CONDITIONS]
        if unknown or not self.conditions:
            raise ValueError(f"conditions are out of {tuple(CONDITIONS)}, found {unknown}")
        if self.control in self.conditions:
            raise ValueError(f"{self.control!r} is the control, so it is dealt anyway: not sampled")
        if len({CONDITIONS[name].members for name in named}) > 1:
            raise ValueError(f"conditions of one space have groups of one size, found {named}")
        if self.sessions < 2:
            raise ValueError(f"a surface needs at least 2 sessions, found {self.sessions}")
        if self.groups < 2 or self.groups % 2:
            raise ValueError(f"groups of a condition are 2, 4, 6, ..., found {self.groups}")
        for name in RANGED:
            self._check_ends(name)

    def _check_ends(self, name: str) -> None:
        ends = getattr(self, name)
        if len(ends) != 2 or ends[0] > ends[1]:
            raise ValueError(f"{name} is sampled between two ends, lower first; found {list(ends)}")

    @property
    def members(self) -> int:
        """Number of members of a group."""
        return CONDITIONS[self.conditions[0]].members

    @property
    def varied(self) -> tuple[str, ...]:
        """The numbers that are sampled."""
        return tuple(name for name in RANGED if getattr(self, name)[0] < getattr(self, name)[1])


def read_space(path: Path) -> Space:
    """Read a space of treatments.

    Raises
    ------
    ValueError
        Naming the file and the entry, what was found and what is allowed.
    """
    if not path.is_file():
        raise ValueError(f"{path}: there is no such file")
    try:
        return space_from(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path}: {error}") from error


def space_from(stored: Mapping[str, Any]) -> Space:
    """Build a space from the values of a file; a single number stands for two equal ends."""
    given: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()
    }
    if "costs" in given:
        _known("costs", given["costs"], Cost)
        given["costs"] = Cost(**given["costs"])
    _known("the space", given, Space)
    for name in ("title", "conditions"):
        if name not in given:
            raise ValueError(f"the entry {name!r} is missing")
    for name in RANGED:
        if isinstance(given.get(name), int | float):
            given[name] = (given[name], given[name])
    return Space(**given)


def _known(where: str, values: Mapping[str, Any], kind: type) -> None:
    allowed = [field.name for field in fields(kind)]
    stray = sorted(set(values) - set(allowed))
    if stray:
        raise ValueError(f"{where} has no entry {stray[0]!r}; allowed: {allowed}")
