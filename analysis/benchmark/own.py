"""How long do this project's estimators take?"""

import numpy as np

from analysis.benchmark.clock import Took, took
from analysis.benchmark.data import Rows
from analysis.estimators.assignments import Assignments, draw_assignments
from analysis.estimators.mixed import mixed, mixed_contrast
from analysis.estimators.ols import least_squares
from analysis.estimators.randomisation import randomisation_test
from analysis.estimators.studentised import Studentised
from analysis.estimators.wild import wild_bootstrap, wild_weights

WILD, DEALT = 9_999, 10_000


def wild(data: Rows) -> Took:
    """Time the wild cluster bootstrap of the treatment's coefficient, its interval included."""
    design = np.column_stack([np.ones(len(data.y)), data.treated])

    def action() -> float:
        drawn = wild_weights(int(data.group.max()) + 1, draws=WILD)
        return wild_bootstrap(least_squares(design, data.y), data.group, [0, 1], drawn=drawn).p

    return took(action)


def redealt(data: Rows) -> Took:
    """Time studentised randomisation inference on group means, the dealing included."""
    means, arms = data.means
    level = np.zeros(len(arms), dtype=np.int64)

    def action() -> float:
        labels = draw_assignments(arms, level, seed=1, draws=DEALT)
        statistic = Studentised(means, np.ones((len(means), 1)), (-1.0, 1.0))
        return randomisation_test(statistic, arms, Assignments(labels, len(labels), False)).p

    return took(action)


def random_intercepts(data: Rows) -> Took:
    """Time the mixed model with levels of groups and members, and the treatment's inference."""

    def action() -> float:
        fit = mixed(data.design, data.y, data.group, members=data.member)
        return mixed_contrast(fit, [0, 1, 0, 0]).se

    return took(action)
