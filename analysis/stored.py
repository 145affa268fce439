"""Which experiment did a session store, and which treatments could it deal?"""

import json
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from design.canonical import fingerprint
from design.experiments import Experiment, read
from design.treatments import Treatment


@dataclass(frozen=True)
class StoredDesign:
    """An experiment as a session stored it.

    Attributes
    ----------
    experiment : Experiment
        What was played.
    treatments : tuple of Treatment
        Every treatment that its schedule can deal.
    hash : str
        SHA-256 recomputed from both.
    """

    experiment: Experiment
    treatments: tuple[Treatment, ...]
    hash: str

    @cached_property
    def by_name(self) -> dict[str, Treatment]:
        """The treatments by their names."""
        return {treatment.name: treatment for treatment in self.treatments}

    def endowments(self, frame: pd.DataFrame) -> "pd.Series[int]":
        """Return what the seat of each row (treatment, round, seat) holds in its part, points."""
        held = {
            (name, number, seat): treatment.game_of(treatment.part(number)).endowments[index]
            for name, treatment in self.by_name.items()
            for number in range(1, treatment.rounds + 1)
            for index, seat in enumerate(treatment.game.seats)
        }
        places = zip(frame["treatment"], frame["round"], frame["seat"], strict=True)
        # Rows that name no place of the design are refused by other checks.
        found = [held.get(place, 0) for place in places]
        return pd.Series(found, index=frame.index, dtype=int)

    def most(self, frame: pd.DataFrame) -> "pd.Series[int]":
        """Return the most that any seat holds in the part of each row (treatment, round)."""
        held = {
            (name, number): max(treatment.game_of(treatment.part(number)).endowments)
            for name, treatment in self.by_name.items()
            for number in range(1, treatment.rounds + 1)
        }
        places = zip(frame["treatment"], frame["round"], strict=True)
        return pd.Series([held.get(place, 0) for place in places], index=frame.index, dtype=int)


def stored_design(text: str) -> StoredDesign:
    """Read the canonical JSON of an Experiment, alone or followed by its Treatments.

    Alone, its treatments are built by this version; `hash` then tells whether they are the ones
    that were played, because the stored hash covers every treatment written out.

    Raises
    ------
    ValueError
        If the text is no stored experiment.
    """
    found = read(json.loads(text))
    experiment, *treatments = found if isinstance(found, tuple) and found else (found,)
    if not isinstance(experiment, Experiment):
        raise ValueError(f"expected an Experiment, found {type(experiment).__name__}")
    stray = [item for item in treatments if not isinstance(item, Treatment)]
    if stray:
        raise ValueError(f"expected Treatments after it, found {type(stray[0]).__name__}")
    dealt = tuple(treatments) or experiment.treatments()
    return StoredDesign(experiment, dealt, fingerprint((experiment, *dealt)))
