"""Which small groups do the tests of estimands measure, and how do they read one value?"""

import numpy as np

from analysis.estimands.catalogue import definition
from analysis.estimands.games import Beliefs, MatchingGroup, mean_of_others
from analysis.estimands.measure import measure
from design.plan import CONTRASTS, Window

ONLY = Window(0)
SEEING = CONTRASTS[0]


def group(shares, *, condition="dark", stated=None, earnings=None, held=20.0, **more):
    """A matching group of one part whose shares are given, (rounds, members)."""
    values = np.array(shares, dtype=float)
    kept = np.broadcast_to(np.array(held, dtype=float), values.shape)
    asked = {} if stated is None else {"others": Beliefs(np.array(stated, dtype=float),
                                                         mean_of_others(values), 1)}  # fmt: skip
    fields = {
        "slot": 0, "condition": condition, "seats": tuple("ABCD"[: values.shape[1]]),
        "rounds": np.arange(1, len(values) + 1), "parts": np.ones(len(values), dtype=int),
        "shares": values, "others": mean_of_others(values), "held": kept,
        "earnings": np.full(values.shape, np.nan) if earnings is None else np.array(earnings),
        "beliefs": asked,
    }  # fmt: skip
    return MatchingGroup(**{**fields, **more})


def path(*means, **more):
    """A group of two members who both give these shares."""
    return group([[m, m] for m in means], **more)


def value(name, one, window=ONLY):
    return measure(definition(name), [one], window)["value"].item()


def note(name, one, window=ONLY):
    return measure(definition(name), [one], window)["note"].item()
