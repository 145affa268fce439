"""What was played, told from the stored experiment alone?"""

from dataclasses import dataclass

from analysis.lengths import lengths, third
from analysis.reporting.words import condition, number
from design.catalogue import Parts
from design.experiments import Experiment
from design.game import Game
from design.monitoring import Monitoring
from design.theory import critical_discount, critical_discount_covered
from design.treatments import Treatment


@dataclass(frozen=True)
class Fact:
    """One thing that a referee asks about a design, and the answer."""

    name: str
    text: str


def facts(experiment: Experiment) -> tuple[Fact, ...]:
    """Tell the game, its parts, the lots and the pay of an experiment."""
    game, parts = experiment.game, experiment.parts
    size = experiment.schedule.block_size
    return (
        Fact("Game", _game(game)),
        Fact("Parts", _parts(parts)),
        Fact(
            "Part 1",
            "common to all groups: the group's total is shown. It is played before anything about"
            " the conditions is said, and serves as covariate.",
        ),
        Fact(
            "Part 2",
            f"one of {len(experiment.schedule.conditions)} conditions, told to every member:"
            " who sees whose contributions, and whether one's own earnings are shown.",
        ),
        Fact("Part 3", third(parts)),
        Fact("Beliefs", _beliefs(experiment)),
        Fact("Pay", _pay(experiment)),
        Fact(
            "Schedule",
            f"blocks of {size} group slots: every condition twice in random order; of the two, one"
            " is asked for beliefs, and by a coin of its own one keeps its monitoring in part 3."
            " Slots fill in order, over all sessions; the order is concealed.",
        ),
        Fact("Absence", _absence(experiment)),
    )


def _parts(parts: Parts) -> str:
    """Tell how long the parts last, and when their rules are explained."""
    told = lengths(parts)
    if parts.horizon == "announced":
        each = parts.lengths
        told = f"{sum(each)} rounds announced as parts of {each[0]}, {each[1]} and {each[2]}"
    later = "parts 2 and 3 are explained when each" if parts.restart else "part 2 are told when it"
    return f"{told} with the same partners. The rules of {later} begins."


def _game(game: Game) -> str:
    worth = number(game.mpcr[0] / 1_000, 3).rstrip("0")
    return (
        f"{game.members} members divide {game.endowments[0]} points each round; every point given"
        f" to the group account is worth {worth} points to each of them. All rounds are"
        " simultaneous; nobody is deceived."
    )


def _beliefs(experiment: Experiment) -> str:
    first = experiment.parts.common + 1
    asked = next(t for t in experiment.treatments() if t.phases[1].beliefs).phases[1].beliefs
    names = " and ".join(
        f"“{belief.name}” (of seat A about {' and '.join(belief.about[0])})" for belief in asked
    )
    return (
        f"asked in half of the groups from round {first} on, with the contribution and before any"
        f" feedback: {names}; of several seats the mean is guessed."
    )


def _pay(experiment: Experiment) -> str:
    return (
        "one round of each part is drawn and paid. In belief groups one further round and one of"
        f" its beliefs is drawn for a prize of {experiment.prize} points, won with probability"
        " 1 − ((b − y)/e)², so that beliefs and contributions cannot hedge each other."
    )


def _absence(experiment: Experiment) -> str:
    pace = experiment.pace
    if pace.absence == "wait":
        return "the group waits for absent members, without limit; members are told."
    return (
        f"a decision not made within {pace.decision_seconds} + {pace.grace_seconds} seconds"
        f" {ABSENT[pace.absence]}. Such choices are flagged, and members are told of the rule."
    )


_COMPUTER = "is made by the computer: "
_LEFT = "means that the member has left for good; its open decision counts as 0, and "
ABSENT = {
    "default": f"{_COMPUTER}the member's last own contribution, 0 if there is none",
    "zero": f"{_COMPUTER}0",
    "conditional": f"{_COMPUTER}what the member's own screen last showed of the others' mean"
    " contribution, rounded; else its last own contribution, 0 if there is none",
    "shrink": f"{_LEFT}the group goes on with those who remain, among whom the worth of the group"
    " account is divided; it ends with pay once they face no dilemma any more",
    "end": f"{_LEFT}the game of its group ends with pay",
}
"""What happens by each rule to a decision that is not made in time."""


def regimes(experiment: Experiment) -> list[dict[str, str]]:
    """Tell, for every condition, who sees whom, what follows by arithmetic and what theory says."""
    rows = []
    for name in experiment.schedule.conditions:
        treatment = _treated(experiment, name)
        dial = treatment.phases[1].monitoring
        rows.append(
            {
                "condition": condition(name),
                "sees": _links(dial, treatment.game),
                "earnings": "own" if dial.own_earnings else "none",
                "arithmetic": _arithmetic(dial, treatment.game),
                "positions": _positions(treatment),
                "delta": _delta(dial, treatment.game_of(1)),
            }
        )
    return rows


def _treated(experiment: Experiment, name: str) -> Treatment:
    return next(t for t in experiment.treatments() if t.condition == name)


def _links(dial: Monitoring, game: Game) -> str:
    entries = dial.entitled(game).entries
    seen = {
        seat: "".join(s for j, s in enumerate(game.seats) if entries[i, j] and i != j)
        for i, seat in enumerate(game.seats)
    }
    if not any(seen.values()):
        return "nobody sees anybody"
    if all(len(others) == game.members - 1 for others in seen.values()):
        return "everybody sees everybody"
    return "; ".join(f"{seat} sees {' and '.join(o) or 'nobody'}" for seat, o in seen.items())


def _arithmetic(dial: Monitoring, game: Game) -> str:
    found = dial.entitled(game)
    told = []
    if found.total_deduced.any():
        told.append("the total")
    if found.deduced.any():
        told.append("the one unseen member")
    return " and ".join(told) or "nothing"


def _positions(treatment: Treatment) -> str:
    cells = dict.fromkeys(treatment.roles.cells)
    seats = zip(treatment.game.seats, treatment.roles.cells, strict=True)
    where = list(seats)
    return "; ".join(
        f"{cell}: {''.join(seat for seat, own in where if own == cell)}" for cell in cells
    )


def _delta(dial: Monitoring, game: Game) -> str:
    """Return the patience that full contribution would need without a known end."""
    if not game.plain:
        return "another game"
    found = dial.entitled(game)
    if (found.total | found.total_deduced).all():
        value: float | None = critical_discount(game.members, game.mpcr[0])
    else:
        value = critical_discount_covered(found.entries, game.mpcr[0])
    return "none is enough" if value is None else number(value, 3)


def sources(experiment: Experiment) -> list[str]:
    """List the sources that the conditions rest on."""
    named = [s for t in experiment.treatments() for s in t.sources]
    return list(dict.fromkeys(named))
