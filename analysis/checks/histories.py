"""How did each group's rounds go, as the objects that the rules take?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from analysis.checks.basis import Basis, decided
from analysis.panel import Panel
from design.absence import goes_on
from design.choices import Act, Choice, Heard, Said, Settled
from design.pace import Pace
from design.phases import Phase
from design.settling import Outcome, settle
from design.state import Group, Seat
from design.steps import with_seat

Place = tuple[int, int]
Chosen = tuple[str, int, bool]
Acts = dict[tuple[int, int, str], tuple[Act, ...]]


def basis(panel: Panel) -> Basis:
    """Collect what settles everything else: the deals, the members, and the rounds that are over.

    A round is over once everybody has decided and, where its phase has more stages, has acted at
    each of them.
    """
    base = decided(panel)
    groups = {slot: _only_over(group) for slot, group in _histories(base).items()}
    over = {(slot, n + 1) for slot, group in groups.items() for n in range(len(group.history))}
    kept = base.rounds[np.array([place in over for place in base.rounds.index], dtype=bool)]
    return replace(base, rounds=kept, histories=groups)


def _only_over(group: Group) -> Group:
    """Return a group without a last round that all have decided but that was never settled.

    Somebody still plays its other stages, or the game ended because somebody left in it.
    """
    last = len(group.history)
    if last == 0:
        return group
    before = replace(group, history=group.history[:-1], ended=False)
    plain = group.treatment.phase(last).plain
    if goes_on(before) and (plain or opened(group, last).open is None):
        return group
    return replace(before, ended=group.ended)


def opened(group: Group, number: int) -> Group:
    """Return a group as it stood when everybody had acted in a round, before it was settled."""
    settled = group.history[number - 1]
    before = replace(group, history=group.history[: number - 1], ended=False)
    for index, choice in enumerate(settled.choices):
        acts = settled.acts[index] if settled.acts else ()
        seat = Seat(explained=len(group.treatment.phases), choice=choice, acts=acts)
        before = with_seat(before, index, seat)
    return before


def outcomes(base: Basis) -> Iterator[tuple[int, int, Group, Outcome]]:
    """Settle every round of phases with stages or a dial that need their groups' history again."""
    for slot, group in base.histories.items():
        for number in range(1, len(group.history) + 1):
            phase = group.treatment.phase(number)
            if not batched(phase, base.panel.design.experiment.pace):
                yield slot, number, group, settle(group.replay(number), phase.stages)


@cache
def batched(phase: Phase, pace: Pace) -> bool:
    """Say whether a phase's rounds follow from their contributions alone, without any draw.

    Where a group can shrink they follow also from who has left.
    """
    dial = phase.monitoring
    if pace.absence == "shrink":
        return False
    simple = dial.truthful and dial.certain and dial.timing == "every_round"
    simple = simple and dial.content == "contribution"
    return phase.plain and simple and not dial.unlinked and dial.granularity != "extremes"


def _histories(base: Basis) -> dict[int, Group]:
    """Return every group with its rounds in order, by slot."""
    stated, acts, said = _stated(base), _acts(base), _said(base)
    frame = base.panel.decisions.sort_values(["slot", "round", "seat"])
    settled: dict[int, list[Settled]] = {int(slot): [] for slot in base.deals.index}
    for (slot, number), rows in _by_round(base, frame).items():
        asked = base.treatment(slot).phase(number).beliefs
        names = [belief.name for belief in asked]
        choices = [
            Choice(given, _beliefs(stated, (slot, seat, number), names), automatic)
            for seat, given, automatic in rows
        ]
        own = tuple(acts.get((slot, number, seat), ()) for seat, _, _ in rows)
        settled[slot].append(Settled(tuple(choices), own if any(own) else ()))
    return {slot: _group(base, slot, tuple(rounds), said) for slot, rounds in settled.items()}


def _group(
    base: Basis, slot: int, rounds: tuple[Settled, ...], said: dict[int, list[Said]]
) -> Group:
    treatment, pace = base.treatment(slot), base.panel.design.experiment.pace
    here = Seat(explained=len(treatment.phases))
    gone, last = base.gone, treatment.rounds
    seats = tuple(
        replace(here, absent=gone.get((slot, seat), last + 1) <= last)
        for seat in treatment.game.seats
    )
    return Group(slot, treatment, pace, seats, rounds, ended=slot in base.ended, seed=base.seed,
                 said=tuple(said.get(slot, ())), heard=_heard(base, slot))  # fmt: skip


def _heard(base: Basis, slot: int) -> tuple[Heard, ...]:
    """Return what a group heard of another, in order."""
    frame = base.panel.heard
    own = frame[frame["slot"] == slot].sort_values("round", kind="stable")
    names = ("stage", "round", "told", "donor", "donor_round")
    rows = zip(*(own[name].tolist() for name in names), strict=True)
    return tuple(Heard(stage, number, *(_whole(one) for one in told))
                 for stage, number, *told in rows)  # fmt: skip


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _by_round(base: Basis, frame: pd.DataFrame) -> dict[Place, list[Chosen]]:
    """Return the choices of the seats in order, by (slot, round), of complete rounds."""
    complete, rows = set(base.rounds.index), defaultdict(list)
    names = ("slot", "round", "seat", "contribution", "automatic")
    for slot, number, *choice in zip(*(frame[name].tolist() for name in names), strict=True):
        if (slot, number) in complete:
            rows[slot, number].append(tuple(choice))
    return rows


def _acts(base: Basis) -> Acts:
    """Return what was settled on beside contributing, by slot, round and seat, in stage order."""
    frame = base.panel.acts
    names = ("slot", "round", "seat", "stage", "field", "about", "choice", "automatic")
    found: dict[tuple[int, int, str], dict[str, Act]] = defaultdict(dict)
    for slot, number, seat, stage, field, about, choice, automatic in zip(
        *(frame[name].tolist() for name in names), strict=True
    ):
        own = found[slot, number, seat]
        before = own[stage].values if stage in own else ()
        name = f"{field}.{about}" if about else field
        own[stage] = Act(stage, (*before, (name, choice)), bool(automatic))
    return {place: tuple(acts.values()) for place, acts in found.items()}


def _said(base: Basis) -> dict[int, list[Said]]:
    """Return every group's talk in order."""
    found: dict[int, list[Said]] = defaultdict(list)
    seats = base.panel.design.experiment.game.seats
    for row in base.panel.messages.sort_values(["slot", "number"]).to_dict("records"):
        cited = None
        if row["cited_seat"]:
            cited = (row["cited_seat"], int(row["cited_round"]), int(row["cited_value"]))
        answers = None if pd.isna(row["answers"]) else int(row["answers"])
        line = Said(
            seats.index(row["seat"]), row["round"], row["readers"], row["text"], cited, answers
        )
        found[row["slot"]].append(line)
    return found


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
