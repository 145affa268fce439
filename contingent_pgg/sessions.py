"""What was declared for a lab session when it was created, and which slots has it still?"""

import json
import os
import secrets
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy
import otree
import sqlalchemy
from sqlalchemy import bindparam, func, select

from contingent_pgg import records
from design.canonical import dumps
from design.configs import experiment_from
from design.experiments import Experiment, read
from guard.lock import current

DAYS = 365
"""How long a lab keeps what can tell who somebody is, unless it says otherwise."""


@dataclass(frozen=True)
class Setting:
    """What is constant in a lab session.

    Attributes
    ----------
    code, language : str
        The session's code and the language of its screens.
    experiment, experiment_hash, seed
        What is played, and what every draw is made from.
    first_slot : int
        Slots below it were filled by earlier sessions, or are never dealt.
    """

    code: str
    language: str
    experiment: Experiment
    experiment_hash: str
    seed: int
    first_slot: int


def check(config: Mapping[str, Any]) -> None:
    """Refuse a session config of the game with numbers that cannot be played or paid."""
    if "contingent_pgg" not in config["app_sequence"]:
        return
    missing = sorted({"conditions", "schedule_seed", "first_slot"} - set(config))
    if missing:
        raise ValueError(f"the session config {config['name']!r} lacks {missing}")
    try:
        experiment_from(config)
    except (KeyError, NotImplementedError, OverflowError) as error:
        raise ValueError(str(error)) from error
    for name in ("participation_fee", "real_world_currency_per_point"):
        if not 0 <= float(config[name]) < 1_000_000:
            raise ValueError(f"{name} is at least 0, found {config[name]}")


def create(session: Any) -> None:
    """Store the rows that a session has from its beginning: its own and its participants'."""
    config, now = session.config, records.now_ms()
    experiment = experiment_from(config)
    seed = _seed(config)
    records.insert(
        "sessions",
        {
            "session": session.code,
            # With its treatments written out: this very text is what the hash is of.
            "experiment": dumps((experiment, *experiment.treatments())),
            "experiment_hash": experiment.hash,
            "seed": str(seed),
            "first_slot": max(config["first_slot"], next_slot(experiment.hash, seed)),
            "versions": json.dumps(versions(), sort_keys=True),
            "language": config["language"],
            "point_value": float(config["real_world_currency_per_point"]),
            "participation_fee": float(config["participation_fee"]),
            "created_at": now,
        },
    )
    kept = {"secret": secrets.token_hex(32), "retention_days": retention(config)}
    records.insert("keys", {"session": session.code, **kept})
    records.insert(
        "participants",
        *(
            {
                "session": session.code,
                "participant": participant.code,
                "language": config["language"],
                "status": "introduction",
                "quiz_attempts": 0,
            }
            for participant in session.get_participants()
        ),
    )


def retention(config: Mapping[str, Any]) -> int:
    """Return after how many days whoever took part is forgotten: the config's own, or the lab's."""
    return config.get("retention_days") or int(os.environ.get("CONTINGENT_RETENTION_DAYS") or DAYS)


def promised(code: str) -> int:
    """Return the days that were told to a session's participants."""
    (row,) = records.rows("keys", session=code)
    return int(row["retention_days"])


def setting(code: str) -> Setting | None:
    """Return what a session declared at its creation, or None where it does not exist."""
    found = records.rows("sessions", session=code)
    if not found:
        return None
    row = found[0]
    return Setting(
        code=code,
        language=row["language"],
        experiment=_experiment(row["experiment"]),
        experiment_hash=row["experiment_hash"],
        seed=int(row["seed"]),
        first_slot=row["first_slot"],
    )


@cache
def _experiment(stored: str) -> Experiment:
    experiment, *_ = read(json.loads(stored))
    return experiment


def next_slot(experiment_hash: str, seed: int) -> int:
    """Return the lowest slot above all that this experiment and seed have filled here, else 0."""
    highest = current().execute(_HIGHEST, hash=experiment_hash, seed=str(seed)).scalar()
    return 0 if highest is None else highest + 1


_SESSIONS, _GROUPS = records.stored("sessions"), records.stored("groups")
_HIGHEST = (
    select([func.max(_GROUPS.c.slot)])
    .where(_GROUPS.c.session == _SESSIONS.c.session)
    .where(_SESSIONS.c.experiment_hash == bindparam("hash"))
    .where(_SESSIONS.c.seed == bindparam("seed"))
)


def _seed(config: Mapping[str, Any]) -> int:
    """Return the config's own seed, else the lab's, else one made for this session alone."""
    given = config["schedule_seed"] or int(os.environ.get("CONTINGENT_SEED") or 0)
    return int(given) or secrets.randbelow(2**31)


@cache
def versions() -> dict[str, str]:
    """Return the versions of the software that runs the session."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    return {
        "contingent": project["project"]["version"],
        "numpy": numpy.__version__,
        "otree": otree.__version__,
        "python": sys.version.split()[0],
        "sqlalchemy": sqlalchemy.__version__,
    }
