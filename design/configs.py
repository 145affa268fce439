"""Which numbers of an experiment may a researcher edit in a form, and what do they make?

A session config is one flat dictionary of numbers and text; this module turns an Experiment
into one and back, so that whatever is typed is checked by the design itself.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from design.catalogue import CONDITIONS, CORE, Parts
from design.experiments import Experiment, comparison, flagship
from design.game import Game
from design.pace import Pace

LANGUAGES = ("en", "de")

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
    "prize": "points won with the paid belief",
    "decision_seconds": "time announced for a decision",
    "reading_seconds": "time announced for an explanation with its questions",
    "grace_seconds": "time added before the computer acts",
    "absent_seconds": "time left each round to a member whose last decision was automatic",
    "lobby_seconds": "longest wait for a group",
    "absence": "default (the computer decides for absent members) or wait",
    "language": "language of the screens: en or de",
    "first_slot": "schedule slots below this number are never dealt",
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
    for name in ("first_slot", "schedule_seed"):
        _whole(config, name, least=0)
    endowment, mpcr = _whole(config, "endowment", least=1), _thousandths(config)
    times = {name: _whole(config, name, least=1) for name in _times()}
    conditions = _conditions(config)
    members = CONDITIONS[conditions[0]].members
    # The flagship's Plan is about its own cells; other conditions are compared with the first.
    build = flagship if set(conditions) <= set(CORE) else comparison
    return build(
        name=str(config["name"]),
        conditions=conditions,
        game=Game((endowment,) * members, (mpcr,) * members),
        parts=_parts(config),
        pace=Pace(**times, absence=str(config["absence"])),
        prize=_whole(config, "prize", least=0),
    )


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
    unknown = [name for name in named if name not in CONDITIONS]
    if unknown or not named or len(set(named)) < len(named):
        raise ValueError(
            f"conditions are different names out of {tuple(CONDITIONS)}, found {named}"
        )
    return named
