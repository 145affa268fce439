"""Which numbers of an experiment may a researcher edit in a form, and what do they make?

A session config is one flat dictionary of numbers and text; this module turns an Experiment
into one and back, so that whatever is typed is checked by the design itself.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from design.catalogue import CONDITIONS, CORE, Parts
from design.conditions import Condition, everybody
from design.experiments import Experiment, comparison, flagship
from design.game import Game
from design.messages import LANGUAGES
from design.monitoring import Monitoring
from design.pace import LEAST, NO_EXIT, Pace
from design.phases import Contribute, Observe
from design.stages.look import Look
from design.stages.talk import Talk

COMPOSED = "composed"
"""Name of the condition that a session config composes of dial settings."""

DIAL = {
    "granularity": "of the composed condition: none, total, extremes, sorted or individual",
    "identity": "stable or reshuffled",
    "timing": "every_round, every_k, delayed, end or triggered",
    "every": "rounds between reports, with every_k",
    "delay": "rounds by which facts are late, with delayed",
    "fall": "points per member by which the total must fall, with triggered",
    "accuracy": "exact, noisy or rounded",
    "error": "of a thousand numbers how many are random, with noisy",
    "rounding": "points to whose multiples numbers are rounded, with rounded",
    "coverage": "all, graph, audit or sample",
    "direction": "for each seat whom it sees, separated by spaces, - for nobody; empty for all",
    "audited": "of a thousand contributions how many are shown, with audit",
    "sampled": "how many others each member sees, with sample",
    "acquisition": "pushed, or pull (members look)",
    "disclosure": "told or untold (who sees one's contribution)",
    "own_earnings": "1 to show own earnings, else 0",
    "with_total": "1 to show the total beside entries, else 0",
    "target": "a line drawn beside the total, in points; 0 for none",
}
"""Settings of the dial that a form can hold, with what they mean."""

MEANINGS = {
    "conditions": "regimes of part 2 dealt to groups, separated by spaces",
    "endowment": "points per member and round",
    "mpcr": "marginal per-capita return, three decimals at most",
    "rounds_part_1": "rounds of the common part",
    "rounds_part_2": "rounds of the treated part",
    "rounds_part_3": "rounds after the restart",
    "horizon": "announced (all lengths are told), unknown (only that of part 1), or indefinite (a"
    " lot decides after each block of part 2 whether it goes on; part 3 then has 0 rounds)",
    "going_on": "chance in percent that another block follows, with an indefinite horizon",
    "block": "rounds of a block, with an indefinite horizon",
    **{f"dial_{name}": meaning for name, meaning in DIAL.items()},
    "look_price": "of the composed condition: points that a look costs, where looks are pulled",
    "talk_seconds": "of the composed condition: seconds of talk at the start of each round, or 0",
    "prize": "points won with the paid belief",
    "decision_seconds": "time announced for a decision",
    "reading_seconds": "time announced for an explanation with its questions",
    "grace_seconds": "time added before the computer acts",
    "absent_seconds": "time left each round to a member for whom the computer decided last",
    "lobby_seconds": "longest wait for a group",
    "exit_seconds": "wait after which one may leave the waiting room with pay; 0 at once, -1 not"
    " before the longest wait is over",
    "absence": "when a member does not answer, the computer gives its last own contribution"
    " (default), 0 (zero) or what it last saw the others give (conditional); or it has left, and"
    " the group goes on with fewer (shrink) or ends with pay (end); or all wait (wait)",
    "language": "language of the screens: en or de",
    "first_slot": "schedule slots below this number are never dealt",
    "retention_days": "days after which participants are forgotten; 0 takes the lab's own",
    "schedule_seed": "seed of the schedule and of every draw; 0 takes the lab's own",
}
"""Every editable entry of a session config, with what it means."""


def config_for(experiment: Experiment) -> dict[str, Any]:
    """Return the editable entries of a session config, as they stand in an Experiment."""
    pace = {field.name: getattr(experiment.pace, field.name) for field in fields(Pace)}
    return {
        "conditions": " ".join(experiment.schedule.conditions),
        "endowment": experiment.game.endowments[0],
        "mpcr": experiment.game.mpcr[0] / 1_000,
        "rounds_part_1": experiment.parts.common,
        "rounds_part_2": experiment.parts.monitored,
        "rounds_part_3": experiment.parts.restart,
        "horizon": experiment.parts.horizon,
        "going_on": experiment.parts.continuation / 10,
        "block": experiment.parts.block,
        "prize": experiment.prize,
        **pace,
        "language": "en",
        "first_slot": 0,
        "schedule_seed": 0,
        "retention_days": 0,
    }


def experiment_from(config: Mapping[str, Any]) -> Experiment:
    """Build the Experiment that a session config describes.

    Raises
    ------
    ValueError
        Naming the entry, what was found and what is allowed.
    """
    if config["language"] not in LANGUAGES:
        raise ValueError(f"language is one of {LANGUAGES}, found {config['language']!r}")
    for name in ("first_slot", "schedule_seed", "retention_days"):
        _whole({"retention_days": 0} | dict(config), name, least=0)
    endowment, mpcr = _whole(config, "endowment", least=1), _thousandths(config)
    # Configs written before there was an exit do not name one.
    declared = {"exit_seconds": NO_EXIT} | dict(config)
    times = {name: _whole(declared, name, least=LEAST.get(name, 1)) for name in _times()}
    conditions = _conditions(config)
    own = {COMPOSED: composed_from(config)} if _composes(config) else {}
    members = 4 if conditions[0] in own else CONDITIONS[conditions[0]].members
    lengths = _parts(config)
    # The flagship's Plan is about its own cells in three parts; all others compare with the first.
    numbers: dict[str, Any] = {
        "name": str(config["name"]),
        "game": Game((endowment,) * members, (mpcr,) * members),
        "parts": lengths,
        "pace": Pace(**times, absence=str(config["absence"])),
        "prize": _whole(config, "prize", least=0),
    }
    if set(conditions) <= set(CORE) and lengths.restart > 0:
        return flagship(conditions=conditions, **numbers)
    return comparison(conditions=tuple(own.get(name, name) for name in conditions), **numbers)


def _parts(config: Mapping[str, Any]) -> Parts:
    """Return how long the parts last, and what is known of it."""
    horizon = str(config.get("horizon", "announced"))
    on = config.get("going_on", 0)
    if isinstance(on, bool) or not isinstance(on, int | float) or on * 10 != round(on * 10):
        raise ValueError(f"going_on is a percentage with at most one decimal, found {on!r}")
    return Parts(
        _whole(config, "rounds_part_1", least=1),
        _whole(config, "rounds_part_2", least=1),
        _whole(config, "rounds_part_3", least=0 if horizon == "indefinite" else 1),
        horizon,
        round(on * 10),
        _whole(config, "block", least=1) if "block" in config else 1,
    )


def _times() -> list[str]:
    return [field.name for field in fields(Pace) if field.name != "absence"]


def _whole(config: Mapping[str, Any], name: str, *, least: int) -> int:
    value = config[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(f"{name} is a whole number, found {value!r}")
    if value < least:
        raise ValueError(f"{name} is at least {least}, found {value!r}")
    return int(value)


def _thousandths(config: Mapping[str, Any]) -> int:
    value = config["mpcr"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"mpcr is a number, found {value!r}")
    if abs(value * 1_000 - round(value * 1_000)) > 1e-9:
        raise ValueError(f"mpcr has at most three decimals, found {value!r}")
    return round(value * 1_000)


def _conditions(config: Mapping[str, Any]) -> tuple[str, ...]:
    named = tuple(str(config["conditions"]).split())
    known = (*CONDITIONS, *([COMPOSED] if _composes(config) else ()))
    unknown = [name for name in named if name not in known]
    if unknown or not named or len(set(named)) < len(named):
        raise ValueError(f"conditions are different names out of {known}, found {named}")
    return named


def _composes(config: Mapping[str, Any]) -> bool:
    return "dial_granularity" in config


def composed_from(config: Mapping[str, Any]) -> Condition:
    """Build the condition that a form's dial settings compose, for groups of four.

    What the combination reveals by arithmetic is declared for the researcher, so that members
    are told of it.
    """
    settings = {name: _setting(config, name) for name in DIAL}
    dial = Monitoring(**settings)
    reveals = tuple(sorted(dial.entitled(Game()).reveals))
    price = _milli_points(config, "look_price")
    seconds = _whole(config, "talk_seconds", least=0)
    stages = (
        *([Talk(lasts=seconds)] if seconds > 0 else ()),
        Contribute(),
        *([Look((price,))] if dial.acquisition == "pull" else ()),
        Observe(),
    )
    return Condition(
        COMPOSED, replace(dial, reveals=reveals), everybody(COMPOSED), (COMPOSED,), stages
    )


def composing(name: str = "compose") -> dict[str, Any]:
    """Return a session config whose second condition is composed in the form."""
    base = config_for(comparison(name=name, conditions=("individual", "dark")))
    plain = {setting: _plain(getattr(Monitoring(), setting)) for setting in DIAL}
    dial = {f"dial_{setting}": value for setting, value in plain.items()}
    own = {"conditions": f"individual {COMPOSED}", "dial_granularity": "individual"}
    return base | dial | own | {"look_price": 0.0, "talk_seconds": 0}


def _plain(value: Any) -> Any:
    """Return a setting as a form holds it: numbers and text."""
    if isinstance(value, bool):
        return int(value)
    return "" if value == () else value


def _setting(config: Mapping[str, Any], name: str) -> Any:
    """Read one setting of the dial as the Monitoring takes it."""
    plain, found = getattr(Monitoring(), name), config[f"dial_{name}"]
    if isinstance(plain, bool):
        if found not in (0, 1):
            raise ValueError(f"dial_{name} is 0 or 1, found {found!r}")
        return bool(found)
    if isinstance(plain, int):
        return _whole(config, f"dial_{name}", least=0)
    if name == "direction":
        return tuple("" if seen == "-" else seen for seen in str(found).split())
    return str(found)


def _milli_points(config: Mapping[str, Any], name: str) -> int:
    value = config[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1_000:
        raise ValueError(f"{name} is a number of points from 0 to 1000, found {value!r}")
    return round(value * 1_000)
