"""What do the compiled loops need to know of a treatment and of the people who play it?"""

from dataclasses import fields, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.power.lanes.arithmetic import EXACT
from analysis.power.lanes.layout import EVEN, PURPOSES, SILENT, People, Told
from design import chance
from design.channels import acting
from design.experiments import Experiment
from design.game import POINT, Game
from design.monitoring import Mask, Monitoring
from design.phases import Contribute, Observe, Phase
from design.population import Population
from design.simulate import asked_about
from design.strategies import Strategy
from design.treatments import Treatment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ORDER = (
    "level", "on_schedule", "on_belief", "schedule_level", "schedule_slope", "turn",
    "belief_level", "belief_on_seen", "belief_on_belief", "tremble", "prior",
)  # fmt: skip


@lru_cache(maxsize=256)
def told(experiment: Experiment, population: Population) -> Told:
    """Write every treatment of an experiment out as the arrays that the compiled loop reads."""
    treatments = experiment.treatments()
    questions = max(len(phase.beliefs) for one in treatments for phase in one.phases)
    return Told(*map(np.stack, zip(*(rules(t, population, questions) for t in treatments),
                                   strict=True)))  # fmt: skip


def rules(treatment: Treatment, population: Population, questions: int) -> Told:
    """Write a treatment out, with room for so many questions about beliefs."""
    game, phases = treatment.game, treatment.phases
    shown = [phase.monitoring.entitled(game).entries for phase in phases]
    heard = [_heard(phase.monitoring, game) for phase in phases]
    alike = _alike(heard)
    asked = max(phases, key=lambda phase: len(phase.beliefs)).beliefs
    about = np.zeros((questions, len(phases), game.members, game.members))
    for place, belief in enumerate(asked):
        about[place] = [_stands_for(a, asked_about(belief, game)) for a in alike]
    return Told(
        phases=np.array([treatment.part(n) for n in range(1, treatment.rounds + 1)]),
        shifts=_shifts(treatment, population),
        news=np.array([_first(h, a) for h, a in zip(heard, alike, strict=True)]),
        copied=_copied(alike),
        weights=np.array([_stands_for(a, ~np.eye(game.members, dtype=bool)) for a in alike]),
        shown=np.array(shown, dtype=np.int64),
        about=about,
        asked=np.array([len(phase.beliefs) for phase in phases]),
        error=np.array([phase.monitoring.error for phase in phases]),
        held=np.asarray(game.endowments, dtype=float),
    )


def _heard(monitoring: Monitoring, game: Game) -> Ints:
    """Return what each observer hears of each subject: a seat's entry, `EVEN` or `SILENT`."""
    entitled = monitoring.entitled(game)
    total = entitled.total | entitled.total_deduced | entitled.entries.all(axis=1)
    rest = np.where(total, EVEN, SILENT)[:, None]
    found = np.where(entitled.entries, np.arange(game.members)[None, :], rest)
    np.fill_diagonal(found, SILENT)
    return np.asarray(found, dtype=np.int64)


def _alike(heard: list[Ints]) -> list[Ints]:
    """Return for each phase the first subject of whom an observer has always heard the same.

    Beliefs start alike, so they stay alike until one subject's own entry is printed.
    """
    seats, found = len(heard[0]), []
    for last in range(len(heard)):
        first = np.empty((seats, seats), dtype=np.int64)
        for i in range(seats):
            stories = [tuple(int(h[i, j]) for h in heard[: last + 1]) for j in range(seats)]
            others = [j for j in range(seats) if j != i]
            for j in others:
                first[i, j] = next(k for k in others if stories[k] == stories[j])
            first[i, i] = i
        found.append(first)
    return found


def _first(heard: Ints, alike: Ints) -> Ints:
    """Return what is heard, where a belief is kept; the others are not moved."""
    return np.where(alike == np.arange(len(alike)), heard, SILENT)


def _copied(alike: list[Ints]) -> Ints:
    """Return whose belief a newly kept one starts from, or -1."""
    found, own = np.full((len(alike), *alike[0].shape), -1), np.arange(len(alike[0]))
    for phase in range(1, len(alike)):
        new = (alike[phase] == own) & (alike[phase - 1] != own)
        found[phase] = np.where(new, alike[phase - 1], -1)
    return found


def _stands_for(alike: Ints, counted: Mask) -> Floats:
    """Return for how many counted subjects each kept belief stands, (observer, subject)."""
    found = np.zeros(alike.shape)
    for i, j in np.argwhere(counted):
        found[i, alike[i, j]] += 1.0
    return found


def _shifts(treatment: Treatment, population: Population) -> Floats:
    """Return what channels add to every parameter, by phase; the very last round comes last."""
    game = treatment.game
    nothing = Strategy(**{field.name: 0 for field in fields(Strategy)})
    rows = []
    for phase in treatment.phases:
        moved = acting(nothing, population.channels, phase.monitoring, game)
        columns = [np.broadcast_to(getattr(moved, name), game.members) for name in ORDER]
        rows.append(np.stack(columns))
    last = rows[-1].copy()
    # Who does not know which round is the last does not play it differently.
    if treatment.horizon == "announced":
        last[ORDER.index("level")] += population.endgame
    return np.stack([*rows, last]).astype(float)


@lru_cache(maxsize=256)
def people(population: Population, seed: int) -> People:
    """Write a population out as the arrays that the compiled loop reads."""
    kinds = [[float(getattr(kind.strategy, name)) for name in ORDER] for kind in population.kinds]
    spreads = (population.prior_spread, population.level_spread, population.group_spread)
    return People(
        starts=np.array([chance.bits(seed, [], purpose) for purpose in PURPOSES]),
        kinds=np.array(kinds),
        upper=np.cumsum([kind.share for kind in population.kinds]) / 1_000,
        spreads=np.array(spreads, dtype=float),
        rates=np.array([population.lapse, population.leaving]),
    )


@lru_cache(maxsize=256)
def playable(experiment: Experiment, population: Population) -> bool:
    """Say whether the compiled loop knows all that an experiment's rounds hold, exactly."""
    return all(_known(treatment, population) for treatment in experiment.treatments())


def _known(treatment: Treatment, population: Population) -> bool:
    own = [
        seat in seats
        for phase in treatment.phases
        for belief in phase.beliefs
        for seat, seats in zip(treatment.game.seats, belief.about, strict=True)
    ]
    plain = all(_plain(phase) for phase in treatment.phases) and not any(own)
    linear = treatment.game == Game(treatment.game.endowments, treatment.game.mpcr)
    plain = plain and linear and min(treatment.game.endowments) > 0
    return plain and _whole(treatment) and _largest(treatment, population) < EXACT


def _whole(treatment: Treatment) -> bool:
    """Say whether every group plays all rounds, whether or not members know how many."""
    known = Treatment(
        treatment.name, treatment.condition, treatment.game, treatment.phases, treatment.roles,
        mechanisms=treatment.mechanisms, sources=treatment.sources,
    )  # fmt: skip
    return treatment.horizon != "indefinite" and replace(treatment, horizon="announced") == known


def _plain(phase: Phase) -> bool:
    """Say whether a phase is contribute, then observe entries, noisy or not, totals or nothing."""
    dial = phase.monitoring
    named = dial.granularity in ("none", "total", "individual") and dial.coverage in (
        "all",
        "graph",
    )
    noisy = dial.accuracy == "noisy" and dial.granularity == "individual" and not dial.own_earnings
    if not named or not (dial.accuracy == "exact" or noisy):
        return False
    known = Monitoring(
        granularity=dial.granularity,
        direction=dial.direction,
        coverage=dial.coverage,
        accuracy=dial.accuracy,
        error=dial.error,
        own_earnings=dial.own_earnings,
        reveals=dial.reveals,
    )
    stages = (Contribute(phase.beliefs), Observe())
    return phase == Phase(phase.name, phase.rounds, known, stages)


def _largest(treatment: Treatment, population: Population) -> float:
    """Return a bound of every product that is rounded: six times the sum of its largest terms."""
    game, shifts = treatment.game, _shifts(treatment, population)
    most = np.abs(people(population, 0).kinds).max(axis=0) + np.abs(shifts).max(axis=(0, 2))
    trait = dict(zip(ORDER, most, strict=True))
    held = float(max(game.endowments)) * POINT
    belief, largest = trait["prior"] + held, 0.0
    for _ in range(treatment.rounds + 1):
        planned = trait["schedule_slope"] * (3 * belief + 2 * trait["turn"])
        given = trait["on_schedule"] * held + trait["on_belief"] * belief
        learned = trait["belief_on_seen"] * held + trait["belief_on_belief"] * belief
        product = given + 4_000 * trait["tremble"]
        spreads = 4_000 * float(sum((population.level_spread, population.group_spread)))
        largest = max(largest, planned, product, learned, spreads, game.members * belief)
        belief = max(belief, trait["belief_level"] + learned / POINT + 1)
    return 6 * largest
