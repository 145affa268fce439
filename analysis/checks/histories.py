"""How did each group's settled rounds go, as the objects that the rules of pay take?"""

from collections import defaultdict

import pandas as pd

from analysis.checks.basis import Basis
from design.choices import Choice, Settled
from design.state import Group, Seat

Place = tuple[int, int]
Chosen = tuple[str, int, bool]


def histories(base: Basis) -> dict[int, Group]:
    """Return every group with its settled rounds in order, by slot."""
    stated = _stated(base)
    frame = base.panel.decisions.sort_values(["slot", "round", "seat"])
    settled: dict[int, list[Settled]] = {int(slot): [] for slot in base.deals.index}
    for (slot, number), rows in _by_round(base, frame).items():
        asked = base.treatment(slot).phase(number).beliefs
        names = [belief.name for belief in asked]
        choices = [
            Choice(given, _beliefs(stated, (slot, seat, number), names), automatic)
            for seat, given, automatic in rows
        ]
        settled[slot].append(Settled(tuple(choices)))
    pace, ended = base.panel.design.experiment.pace, base.ended
    return {
        slot: Group(slot, t, pace, (Seat(),) * t.game.members, tuple(rounds), ended=slot in ended)
        for slot, rounds in settled.items()
        for t in (base.treatment(slot),)
    }


def _by_round(base: Basis, frame: pd.DataFrame) -> dict[Place, list[Chosen]]:
    """Return the choices of the seats in order, by (slot, round), of complete rounds."""
    complete, rows = set(base.rounds.index), defaultdict(list)
    names = ("slot", "round", "seat", "contribution", "automatic")
    for slot, number, *choice in zip(*(frame[name].tolist() for name in names), strict=True):
        if (slot, number) in complete:
            rows[slot, number].append(tuple(choice))
    return rows


def _stated(base: Basis) -> dict[tuple[int, str, int, str], int]:
    """Return every stated belief by slot, seat, round and question."""
    beliefs = base.panel.beliefs
    keys = zip(*(beliefs[c].tolist() for c in ("slot", "seat", "round", "question")), strict=True)
    return dict(zip(keys, beliefs["belief"].tolist(), strict=True))


def _beliefs(
    stated: dict[tuple[int, str, int, str], int], place: tuple[int, str, int], names: list[str]
) -> tuple[int, ...]:
    """Return a decision's beliefs in the order asked; none if one of them was not stated."""
    found = [stated.get((*place, name)) for name in names]
    return tuple(value for value in found if value is not None) if None not in found else ()
