"""Which experiments does the lab offer, and with which numbers?

Everything here comes from design; what a researcher may edit stands in `design/configs.py`.
Passwords and keys come from the environment (`make lab` keeps them in `.env`).
"""

import os
import secrets

from design.catalogue import CATALOGUE, CORE
from design.configs import composing, config_for
from design.experiments import Experiment, flagship, mechanisms, published
from design.mechanisms.presets import PRESETS

APPS = ["introduction", "contingent_pgg", "debriefing"]
WITH_TYPES = ["introduction", "conditional_contribution", "contingent_pgg", "debriefing"]


def session_config(
    experiment: Experiment, doc: str, groups: int, *, apps: list[str] = APPS
) -> dict[str, object]:
    """Return the session config of an experiment, with its numbers to edit."""
    members = experiment.game.members
    return {
        "name": experiment.name,
        "app_sequence": apps,
        "num_demo_participants": groups * members,
        "doc": doc,
        **config_for(experiment),
    }


SESSION_CONFIGS = [
    session_config(flagship(), "Who sees whom, and who is seen: five conditions in blocks.", 10),
    session_config(
        flagship(name="with_types"),
        "The flagship after a table of conditional contributions, which shows everybody's type.",
        2,
        apps=WITH_TYPES,
    ),
    *(
        session_config(
            flagship(name=f"only_{name}", conditions=(name,)),
            f"Every group plays the condition {name}: to try it out, not to compare.",
            2,
        )
        for name in CORE
    ),
    *(
        session_config(one, f"{entry.title}: {entry.parameter}.", 2)
        for entry in CATALOGUE.values()
        for one in mechanisms(entry)
    ),
    {
        "name": "compose",
        "app_sequence": APPS,
        "num_demo_participants": 8,
        "doc": "A condition of your own, composed of the dial's settings, against another.",
        **composing(),
    },
    *(
        session_config(published(preset), f"{preset.title} ({preset.name}).", 2)
        for preset in PRESETS
    ),
]
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 0.10, "participation_fee": 5.00}

ROOMS = [
    {
        "name": "lab",
        "display_name": "Lab",
        "participant_label_file": "_rooms/lab.txt",
    }
]

LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
USE_POINTS = True
# A payoff has thousandths where the MPCR has three decimals; fewer would round it.
POINTS_DECIMAL_PLACES = 3

ADMIN_USERNAME = "admin"
# Random where none is given, so that no key is ever known from the code.
SECRET_KEY = os.environ.get("OTREE_SECRET_KEY") or secrets.token_hex(32)
