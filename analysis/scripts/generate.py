"""How does a Plan become an R or a Stata script that reads the exported CSV files?

The scripts' methods are fixed text beside this module; what a Plan asks is written into them as
data, so that they can be read, and run, without this project.
"""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from design.experiments import Experiment
from design.linked import Linked
from design.plan import Estimand, Plan, Window

HERE = Path(__file__).parent
GAME, PLAN = "-- the game --", "-- the plan --"
HEADLINE = "blocked_cr2_skew_randomisation"


@dataclass(frozen=True)
class Asked:
    """An estimand with its rounds as numbers, as both languages need them."""

    role: str
    estimand: Estimand
    rounds: range
    before: tuple[range, ...]


def asked(experiment: Experiment) -> tuple[Asked, ...]:
    """Return every estimand that the Plan answers by the headline, in its order.

    Raises
    ------
    ValueError
        If the Plan's headline is another method than the scripts know.
    """
    plan = experiment.plan
    if plan.estimator != HEADLINE:
        raise ValueError(f"the scripts answer by {HEADLINE!r}, the Plan by {plan.estimator!r}")
    if isinstance(experiment.schedule, Linked):
        raise ValueError("the scripts know of groups alone; here groups hear of each other")
    return tuple(
        Asked(role, one, _rounds(experiment, one.window),
              tuple(_rounds(experiment, Window(part)) for part in one.covariate))
        for role, one in _by_role(plan)
    )  # fmt: skip


def _by_role(plan: Plan) -> chain[tuple[str, Estimand]]:
    roles = ("primary", "sensitivity", "secondary")
    return chain.from_iterable(((role, one) for one in getattr(plan, role)) for role in roles)


def _rounds(experiment: Experiment, window: Window) -> range:
    lengths = [phase.rounds for phase in experiment.treatments()[0].phases]
    first = sum(lengths[: window.part]) + 1
    return range(first, first + lengths[window.part] - window.drop_last)


def r_script(experiment: Experiment) -> str:
    """Write the R script of an experiment's Plan."""
    game = experiment.game
    held = ", ".join(f"{s} = {e}" for s, e in zip(game.seats, game.endowments, strict=True))
    total = experiment.treatments()[0].rounds
    rows = ",\n".join(_r_estimand(one) for one in asked(experiment))
    data = f"endowments <- c({held})\nrounds <- {total}\nplan <- list(\n{rows}\n)"
    return _filled("primary.R", {f"# {PLAN}": data})


def _r_estimand(one: Asked) -> str:
    estimand = one.estimand
    contrast = estimand.contrast
    before = ", ".join(f"{span[0]}:{span[-1]}" for span in one.before)
    arms, weights = zip(*contrast.weights, strict=True)
    return (
        f'  list(role = "{one.role}", name = "{estimand.name}", outcome = "{estimand.outcome}",\n'
        f"       rounds = {one.rounds[0]}:{one.rounds[-1]}, seats = {_r_texts(contrast.seats)},\n"
        f'       arm = "{contrast.arm}", arms = {_r_texts(arms)},\n'
        f"       weights = c({', '.join(f'{w:g}' for w in weights)}),"
        f" among = {_r_texts(contrast.among)},\n"
        f"       covariates = list({before}))"
    )


def _r_texts(names: tuple[str, ...] | str) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"c({quoted})" if quoted else "character(0)"


def stata_script(experiment: Experiment) -> str:
    """Write the Stata script of an experiment's Plan.

    Raises
    ------
    ValueError
        If an estimand has no covariate, or more than one, or endowments differ.
    """
    game = experiment.game
    if len(set(game.endowments)) > 1:
        raise ValueError("the Stata script divides by one endowment for all seats")
    questions = asked(experiment)
    pairs = dict.fromkeys((*(one.estimand.contrast.seats for one in questions), game.seats))
    settings = (
        f"global endowment {game.endowments[0]}\nglobal members {game.members}\n"
        f"global everybody {game.seats}\nglobal pairs {' '.join(pairs)}"
    )
    rows = "\n".join(_stata_estimand(one) for one in questions)
    return _filled("primary.do", {f"* {GAME}": settings, f"* {PLAN}": rows})


def _stata_estimand(one: Asked) -> str:
    estimand = one.estimand
    contrast = estimand.contrast
    if len(one.before) != 1:
        raise ValueError(f"{estimand.name}: the Stata script adjusts for one earlier part")
    arms, weights = zip(*contrast.weights, strict=True)
    among = f" among({' '.join(contrast.among)})" if contrast.among else ""
    span, before = one.rounds, one.before[0]
    kept = "(r(estimate)) (r(se)) (r(df)) (r(low)) (r(high)) (r(p)) (r(n))"
    return (
        f"answer, seats({contrast.seats}) first({span[0]}) last({span[-1]})"
        f" outcome({estimand.outcome}) arm({contrast.arm}) ///\n"
        f"    arms({' '.join(arms)}) weights({' '.join(f'{w:g}' for w in weights)})"
        f" cfirst({before[0]}) clast({before[-1]}) ///\n"
        f'    paths("`paths\'") groups("`groups\'") draws(`draws\'){among}\n'
        f'post `out\' ("{one.role}") ("{estimand.name}") {kept}'
    )


def _filled(name: str, data: dict[str, str]) -> str:
    text = (HERE / name).read_text(encoding="utf-8")
    for place, values in data.items():
        if text.count(place) != 1:
            raise ValueError(f"{name}: the line {place!r} stands {text.count(place)} times in it")
        text = text.replace(place, values)
    return text
