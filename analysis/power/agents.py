"""What would simulated groups do, member by member in a plain loop, and how slow is that?

The same members, draws and rules as `design.simulate`, without arrays: what somebody would write
who needs one group. It is measured against, and it checks the others independently.
"""

from dataclasses import dataclass
from functools import lru_cache

from design.chance import FIRST, GOLDEN, MASK, SECOND, purpose_code
from design.experiments import Experiment
from design.game import POINT, Game
from design.phases import Phase
from design.population import Population

Traits = dict[str, int]


def draw(seed: int, keys: tuple[int, ...], purpose: str) -> int:
    """Draw 64 random bits as `chance.bits`, in Python's own integers."""
    state = _mix(_mix((seed + int(GOLDEN)) & MASK) ^ purpose_code(purpose))
    for key in keys:
        state = _mix(((state + int(GOLDEN)) & MASK) ^ _mix((key + int(GOLDEN)) & MASK))
    return state


def _mix(word: int) -> int:
    word = (word ^ word >> 30) * int(FIRST) & MASK
    word = (word ^ word >> 27) * int(SECOND) & MASK
    return word ^ word >> 31


def _noise(seed: int, keys: tuple[int, ...], purpose: str) -> int:
    word = draw(seed, keys, purpose)
    total = sum(word >> place & 0xFFFF for place in (0, 16, 32, 48))
    return (total - 2 * 0xFFFF) * 10_000 // 378_372


@dataclass
class Agent:
    """A member: its seat, its traits, and what it believes of each seat."""

    seat: int
    traits: Traits
    beliefs: list[int]


def play(experiment: Experiment, seed: int, slot: int, population: Population) -> list[list[int]]:
    """Play one group; return what each seat gave in every round, in points.

    Raises
    ------
    NotImplementedError
        For a population with channels, lapses, departures or an end-game, and for a dial beyond
        exact and noisy entries and totals.
    """
    treatment = experiment.treatment(seed, slot)
    if not all(_known(phase) for phase in treatment.phases):
        raise NotImplementedError("the plain loop knows totals and entries alone, noisy or not")
    if population.channels or population.lapse or population.leaving or population.endgame:
        raise NotImplementedError("the plain loop knows kinds and spreads alone")
    game = treatment.game
    agents = [_agent(population, seed, (slot, seat), game) for seat in range(game.members)]
    rounds = []
    for number in range(1, treatment.rounds + 1):
        chosen = [
            _choice(agent, _noise(seed, (slot, number, agent.seat), "tremble"), game)
            for agent in agents
        ]
        phase = treatment.phase(number)
        said = _said(seed, (slot, number), chosen, phase, game)
        for agent in agents:
            _learn(agent, said, phase, game)
        rounds.append(chosen)
    return rounds


@lru_cache(maxsize=1_024)
def _known(phase: Phase) -> bool:
    dial = phase.monitoring
    shows = dial.granularity in ("none", "total", "individual") and dial.coverage in (
        "all",
        "graph",
    )
    exact = dial.accuracy == "exact" or (dial.accuracy == "noisy" and not dial.own_earnings)
    return phase.plain and shows and exact and dial.timing == "every_round"


def _agent(population: Population, seed: int, keys: tuple[int, int], game: Game) -> Agent:
    slot, seat = keys
    share, kind, upper = _uniform(seed, keys, "kind"), 0, 0
    for place, one in enumerate(population.kinds[:-1], start=1):
        upper += one.share
        kind = place if upper / 1_000 <= share else kind
    traits = {name: int(value) for name, value in vars(population.kinds[kind].strategy).items()}
    prior = traits["prior"] + _noise(seed, keys, "prior") * population.prior_spread // 1_000
    traits["level"] += _noise(seed, keys, "level") * population.level_spread // 1_000
    traits["level"] += _noise(seed, (slot,), "group level") * population.group_spread // 1_000
    return Agent(seat, traits, [min(max(prior, 0), game.endowments[seat] * POINT)] * game.members)


def _choice(agent: Agent, noise: int, game: Game) -> int:
    own, held = agent.traits, game.endowments[agent.seat]
    mean = (sum(agent.beliefs) - agent.beliefs[agent.seat]) // (game.members - 1)
    bent = mean - 2 * max(mean - own["turn"], 0)
    planned = own["schedule_level"] + (own["schedule_slope"] * bent + 500) // 1_000
    planned = min(max(planned, 0), held * POINT)
    given = own["on_schedule"] * planned + own["on_belief"] * mean + own["tremble"] * noise
    points = (own["level"] + (given + 500) // 1_000 + 500) // 1_000
    return min(max(points, 0), held)


def _said(
    seed: int, keys: tuple[int, int], chosen: list[int], phase: Phase, game: Game
) -> list[int]:
    """Return what is printed of every seat: what it gave, or now and then a number by chance."""
    error, said = phase.monitoring.error, []
    for seat, given in enumerate(chosen):
        place = (*keys, seat)
        wrong = error > 0 and _uniform(seed, place, "misread") * 1_000 < error
        levels = game.endowments[seat] + 1
        said.append(int(_uniform(seed, place, "misread as") * levels) if wrong else given)
    return said


def _uniform(seed: int, keys: tuple[int, ...], purpose: str) -> float:
    return (draw(seed, keys, purpose) >> 11) * 2.0**-53


def _learn(agent: Agent, chosen: list[int], phase: Phase, game: Game) -> None:
    entitled, own = phase.monitoring.entitled(game), agent.traits
    seen = [bool(entitled.entries[agent.seat, j]) for j in range(game.members)]
    total = entitled.total[agent.seat] or entitled.total_deduced[agent.seat] or all(seen)
    rest = [given for given, shown in zip(chosen, seen, strict=True) if not shown]
    for j, (given, shown) in enumerate(zip(chosen, seen, strict=True)):
        if not shown and not total:
            continue
        news = given * POINT if shown else sum(rest) * POINT // len(rest)
        moved = own["belief_on_seen"] * news + own["belief_on_belief"] * agent.beliefs[j]
        agent.beliefs[j] = own["belief_level"] + (moved + 500) // 1_000
