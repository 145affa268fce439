"""Could these rows have been played under the rules that the Mapping states?"""

from collections.abc import Callable

import pandas as pd

from analysis.foreign.errors import Place, number_text
from analysis.foreign.mapping import Mapping

NEEDED = ("session", "group", "participant", "treatment")
TOLERANCE = 1e-6


def check_names(panel: pd.DataFrame, mapping: Mapping, place: Place) -> None:
    """Refuse rows without an identifier or a treatment, and rounds that are not 1, 2, 3, ..."""
    for name in NEEDED:
        read_from = f"{name} is empty; it is read from {getattr(mapping, name)!r}"
        place.refuse(panel[name].isna(), _told(read_from))
    for name in ("round", "part"):
        wrong = ~(panel[name] >= 1) | (panel[name] % 1 != 0)
        place.refuse(wrong, _not_a_count(panel[name]))


def check_amounts(panel: pd.DataFrame, mapping: Mapping, place: Place) -> None:
    """Refuse contributions that are missing, negative or above the endowment, and bad flags."""
    given, owned = panel["contribution"], panel["endowment"]

    def where(i: int) -> str:
        return f"(round {panel['round'].iloc[i]:g}, read from {mapping.contribution!r})"

    place.refuse(
        given.isna(),
        lambda i: (
            f"contribution is empty although others of the group played {where(i)}; "
            'the mapping may say missing="drop"'
        ),
    )
    place.refuse(
        given < 0, lambda i: f"contribution {number_text(given.iloc[i])} is below 0 {where(i)}"
    )
    place.refuse(
        given > owned + TOLERANCE,
        lambda i: (
            f"contribution {number_text(given.iloc[i])} exceeds the endowment "
            f"{number_text(owned.iloc[i])} {where(i)}"
        ),
    )
    flags = panel["automatic"]
    place.refuse(
        ~flags.isin([0, 1]),
        lambda i: f"automatic is {number_text(flags.iloc[i])}; allowed: 0, 1",
    )


def check_keys(panel: pd.DataFrame, mapping: Mapping, place: Place) -> None:
    """Refuse a member who plays a round twice, or changes groups among partners."""
    key = ["session", "participant", "round"]
    place.refuse(
        panel.duplicated(key),
        lambda i: (
            f"participant {panel['participant'].iloc[i]} plays round "
            f"{panel['round'].iloc[i]:g} of session {panel['session'].iloc[i]} a second time"
        ),
    )
    if mapping.matching == "stranger":
        return
    first = panel.groupby(["session", "participant"])["group"].transform("first")
    place.refuse(
        panel["group"] != first,
        lambda i: (
            f"participant {panel['participant'].iloc[i]} is in group "
            f"{panel['group'].iloc[i]} after group {first.iloc[i]}; with changing groups the "
            'mapping says matching="stranger"'
        ),
    )


def _not_a_count(values: pd.Series) -> Callable[[int], str]:
    return lambda i: f"{values.name} is {number_text(values.iloc[i])}; allowed: 1, 2, 3, ..."


def _told(message: str) -> Callable[[int], str]:
    return lambda _: message
