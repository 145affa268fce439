"""Which experiment did a session store, and which treatments could it deal?"""

import json
from dataclasses import dataclass

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

    @property
    def by_name(self) -> dict[str, Treatment]:
        """The treatments by their names."""
        return {treatment.name: treatment for treatment in self.treatments}


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
