"""What would simulated members do in a treatment with any stages, played like a live group?

The group's one transition is driven by Strategies, each of which reads its own View and nothing
else. Slower than design/simulate.py, which plays plain treatments all at once, and as general as
the live game.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from design import chance
from design.experiments import Experiment
from design.game import Game
from design.pace import Pace
from design.playing import choose, mind_of, sight_of
from design.population import Population, members
from design.stages.talk import Talk
from design.state import Group
from design.steps import Step, Write
from design.strategies import Strategy, noise
from design.telling import visibility_questions
from design.transition import Answer, Contribute, Perform, Say, advance, start
from design.treatments import Treatment
from design.view import view

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
    """Play a treatment act by act, from the group as it is seated to its end."""
    group, now = start(slot, treatment, Pace(), 0, seed=seed), 0
    yield Step(group)
    while not group.finished:
        before = group
        for seat, mind in enumerate(minds):
            now += SECOND
            step = _turn(group, seat, mind, now)
            if step is not None:
                group = step.group
                yield step
        if group is before:
            raise RuntimeError(f"{treatment.name} stands still in round {group.round}")


def play(
    experiment: Experiment, seed: int, groups: int, population: Population, *, first_slot: int = 0
) -> Iterator[Acted]:
    """Play some groups of an experiment, slot by slot as its schedule deals them."""
    for slot in range(first_slot, first_slot + groups):
        minds = seated(population, seed, slot, experiment.game)
        yield act(experiment.treatment(seed, slot), minds, seed=seed, slot=slot)


def _turn(group: Group, seat: int, mind: Strategy, now: int) -> Step | None:
    """Do what a seat's screen asks for, if it asks for anything."""
    stage = group.stage(seat)
    if stage in ("wait", "done"):
        return None
    if stage == "explain":
        questions = visibility_questions(group.treatment, group.part, seat)
        right = tuple((question.name, question.answer) for question in questions)
        return _accepted(advance(group, Answer(seat, group.part, right), now))
    sight, keys = sight_of(view(group, seat)), (group.slot, group.round, seat)
    shaken = int(noise(group.seed, keys, "tremble").item())
    if stage == "contribute":
        choice = choose(mind, sight, noise=shaken)
        action = Contribute(seat, group.round, choice.contribution, choice.beliefs, now)
        return _accepted(advance(group, action, now))
    assert group.open is not None
    drawn = float(chance.uniform(group.seed, keys, f"mind {stage}").item())
    thought = mind_of(mind, sight, noise=shaken, uniform=drawn)
    if isinstance(group.open, Talk):
        line = group.open.utters(group.play, seat, thought)
        if line is not None:
            return _accepted(advance(group, Say(seat, group.round, *line), now))
    values = group.open.answers(group.open.asks(group.play, seat), thought)
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
        for row in rows[write.table]:
            if all(row[name] == value for name, value in write.key.items()):
                row.update(write.values)
