"""What would simulated members do in a treatment with any stages, played like a live group?

The group's one transition is driven by Strategies, each of which knows what its own screen shows
and nothing else. Slower than design/simulate.py, which plays plain treatments all at once, and as
general as the live game.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

import numpy as np

from design import chance
from design.channels import acting_alone
from design.experiments import Experiment
from design.game import Game
from design.links import tidings
from design.pace import Pace
from design.playing import Memory, choose, mind_of, remembered, sight_at
from design.population import Population, members, refuse_people
from design.stages.talk import Talk
from design.state import Group
from design.steps import Step, Write
from design.strategies import Strategy
from design.telling import visibility_questions
from design.thinking import noise
from design.transition import Answer, Contribute, Expire, Perform, Say, advance, start
from design.treatments import Treatment

SECOND = 1_000


@dataclass(frozen=True)
class Acted:
    """A group that has been played to its end, with every row that it left.

    Attributes
    ----------
    group : Group
        Its final state.
    rows : dict of table to list of dict
        What a live game would have stored, columns that are constant in a group left out.
    """

    group: Group
    rows: dict[str, list[dict[str, Any]]]

    @property
    def settled_at(self) -> dict[int, int]:
        """When each round was settled, by its number."""
        return {row["round"]: row["settled_at"] for row in self.rows["decisions"]}


def seated(population: Population, seed: int, slot: int, game: Game) -> tuple[Strategy, ...]:
    """Draw the members of a slot: the same people that the batch simulator seats in it."""
    drawn = members(population, seed, np.array([slot]), game)
    return tuple(
        Strategy(**{f.name: int(np.broadcast_to(getattr(drawn, f.name), (1, game.members))[0, seat])
                    for f in fields(drawn)})
        for seat in range(game.members)
    )  # fmt: skip


def act(treatment: Treatment, minds: tuple[Strategy, ...], *, seed: int, slot: int = 0) -> Acted:
    """Play a treatment from its first to its last round."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for step in steps(treatment, minds, seed=seed, slot=slot):
        _store(rows, step.rows)
    return Acted(step.group, dict(rows))


def steps(
    treatment: Treatment, minds: tuple[Strategy, ...], *, seed: int, slot: int = 0
) -> Iterator[Step]:
    """Play a treatment act by act, from the group as it is seated to its end, hearing of nobody."""
    return together((Cast(treatment, minds, slot),), seed=seed)


@dataclass(frozen=True)
class Cast:
    """Who plays which treatment in a slot, and the slot whose group it hears of, if any.

    Where channels move members, `moved` holds by part the members as they act in it.
    """

    treatment: Treatment
    minds: tuple[Strategy, ...]
    slot: int = 0
    donor: int | None = None
    moved: tuple[tuple[Strategy, ...], ...] = ()

    def mind(self, part: int, seat: int) -> Strategy:
        """Return a member as it acts in a part."""
        return self.moved[part][seat] if self.moved else self.minds[seat]


def together(casts: tuple[Cast, ...], *, seed: int) -> Iterator[Step]:
    """Play groups side by side, so that they can hear of each other, act by act.

    Every seat of every group has its turn before the next one of any has another; where nobody
    can do anything, time goes on to the next moment at which the rule acts.
    """
    groups = {one.slot: start(one.slot, one.treatment, Pace(), 0, seed=seed) for one in casts}
    memories = {(one.slot, seat): Memory() for one in casts for seat in range(len(one.minds))}
    yield from (Step(group) for group in groups.values())
    now = 0
    while not all(group.finished for group in groups.values()):
        before = dict(groups)
        for cast in casts:
            for seat in range(len(cast.minds)):
                now += SECOND
                mind = cast.mind(groups[cast.slot].part, seat)
                step = _turn(groups[cast.slot], seat, mind, now, memories)
                for done in () if step is None else (step, *_news(groups, casts, step, now)):
                    groups[done.group.slot] = done.group
                    yield done
        if all(groups[slot] is group for slot, group in before.items()):
            now = max(now, _next(groups.values()))
            for step in _expired(groups, now):
                groups[step.group.slot] = step.group
                yield step


def _news(
    groups: dict[int, Group], casts: tuple[Cast, ...], step: Step, now: int
) -> Iterator[Step]:
    """Tell groups what they can hear now, after one of them has moved."""
    known = {**groups, step.group.slot: step.group}
    for cast in casts:
        donor = None if cast.donor is None else known.get(cast.donor)
        while (heard := tidings(known[cast.slot], donor)) is not None:
            told = _accepted(advance(known[cast.slot], heard, now))
            known[cast.slot] = told.group
            yield told


def _next(groups: Iterable[Group]) -> int:
    due = [group.due for group in groups if group.due is not None]
    if not due:
        raise RuntimeError(f"{[group.treatment.name for group in groups]} stand still")
    return min(due)


def _expired(groups: dict[int, Group], now: int) -> Iterator[Step]:
    for group in groups.values():
        if group.due is not None and group.due <= now:
            yield advance(group, Expire(), now)


def play(
    experiment: Experiment, seed: int, groups: int, population: Population, *, first_slot: int = 0
) -> Iterator[Acted]:
    """Play some groups of an experiment as its schedule deals them, in the order of their slots.

    Groups that hear of each other are played side by side.

    Raises
    ------
    ValueError
        Where the population does what only the batch simulator can play (`refuse_people`).
    """
    refuse_people(population)
    slots, deal = range(first_slot, first_slot + groups), experiment.schedule
    waiting: dict[int, Acted] = {}
    for slot in slots:
        if slot not in waiting:
            # Groups hear of groups of their own block.
            size, mates = deal.block_size, deal.linked_set(seed, slot)
            near = range(max(first_slot, slot - size), min(slots.stop, slot + size))
            linked = [one for one in near if deal.linked_set(seed, one) == mates]
            waiting |= _side_by_side(experiment, seed, linked, population)
        yield waiting.pop(slot)


def _side_by_side(
    experiment: Experiment, seed: int, slots: list[int], population: Population
) -> dict[int, Acted]:
    """Play the groups of some slots together, and return each as it ended."""
    casts = tuple(_cast(experiment, seed, slot, population) for slot in slots)
    groups: dict[int, Group] = {}
    rows: dict[int, dict[str, list[dict[str, Any]]]] = {slot: defaultdict(list) for slot in slots}
    for step in together(casts, seed=seed):
        groups[step.group.slot] = step.group
        _store(rows[step.group.slot], step.rows)
    return {slot: Acted(groups[slot], dict(rows[slot])) for slot in slots}


def _cast(experiment: Experiment, seed: int, slot: int, population: Population) -> Cast:
    """Seat the members of a slot in front of what the schedule deals to it."""
    played = experiment.treatment(seed, slot)
    minds = seated(population, seed, slot, experiment.game)
    moved = tuple(
        tuple(acting_alone(mind, population.channels, played, part, seat)
              for seat, mind in enumerate(minds))
        for part in range(len(played.phases))
    )  # fmt: skip
    donor = experiment.schedule.donor(seed, slot)
    return Cast(played, minds, slot, donor, moved if population.channels else ())


def _turn(
    group: Group, seat: int, mind: Strategy, now: int, memories: dict[tuple[int, int], Memory]
) -> Step | None:
    """Do what a seat's screen asks for, if it asks for anything."""
    stage = group.stage(seat)
    if stage in ("wait", "done"):
        return None
    if stage == "explain":
        questions = visibility_questions(group.treatment, group.part, seat)
        right = tuple((question.name, question.answer) for question in questions)
        return _accepted(advance(group, Answer(seat, group.part, right), now))
    sight = sight_at(group, seat, memories[group.slot, seat])
    memory = memories[group.slot, seat] = remembered(mind, sight, memories[group.slot, seat])
    keys = (group.slot, group.round, seat)
    shaken = noise(group.seed, keys, "tremble")
    if stage == "contribute":
        choice = choose(mind, sight, noise=shaken, memory=memory)
        action = Contribute(seat, group.round, choice.contribution, choice.beliefs, now)
        return _accepted(advance(group, action, now))
    assert group.open is not None
    drawn = float(chance.uniform(group.seed, keys, f"mind {stage}"))
    thought = mind_of(mind, sight, noise=shaken, uniform=drawn, memory=memory)
    if isinstance(group.open, Talk):
        line = group.open.utters(group.play, seat, thought)
        if line is not None:
            return _accepted(advance(group, Say(seat, group.round, *line), now))
    values = group.open.answers(group.asks(group.open, seat), thought)
    return _accepted(advance(group, Perform(seat, group.round, stage, values), now))


def _accepted(step: Step) -> Step:
    if step.refusal is not None:
        raise RuntimeError(f"a simulated member was refused: {step.refusal}")
    return step


def _store(rows: dict[str, list[dict[str, Any]]], writes: tuple[Write, ...]) -> None:
    """Insert rows, or update those that a key names, as the live game's database does."""
    for write in writes:
        if not write.key:
            rows[write.table].append(dict(write.values))
            continue
        # A key names one row, mostly of the round that has just been played.
        same = (
            row
            for row in reversed(rows[write.table])
            if all(row[name] == value for name, value in write.key.items())
        )
        for row in islice(same, 1):
            row.update(write.values)
