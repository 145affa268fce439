"""Types of contribution schedules: as flexmix, as simulated, and honest about doubt."""

import numpy as np
import pytest

from analysis.estimators.mixture import regression_types
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("types.R")


def schedules():
    table = read("schedules.csv")
    design = np.column_stack([np.ones(len(table["own"])), table["others"]])
    return design, table["own"], table["member"]


def test_three_types_are_those_of_flexmix():
    found = regression_types(*schedules(), 3)
    # flexmix divides residual variances by degrees of freedom, so its optimum is a hair lower.
    assert found.loglik == pytest.approx(FOUND_BY_R["loglik"], abs=0.01)
    assert found.loglik >= FOUND_BY_R["loglik"]
    assert found.shares == pytest.approx(FOUND_BY_R["shares"], abs=1e-4)
    assert found.coefficients[:, 0] == pytest.approx(FOUND_BY_R["intercepts"], abs=1e-3)
    assert found.coefficients[:, 1] == pytest.approx(FOUND_BY_R["slopes"], abs=1e-4)
    assert found.sigmas == pytest.approx(FOUND_BY_R["sigmas"], rel=2e-3)
    assert regression_types(*schedules(), 2).loglik == pytest.approx(
        FOUND_BY_R["loglik_two"], abs=0.01
    )


def test_the_criteria_choose_the_number_of_types_that_was_simulated():
    fits = [regression_types(*schedules(), k) for k in (1, 2, 3, 4)]
    assert int(np.argmin([fit.bic for fit in fits])) == 2
    assert int(np.argmin([fit.icl for fit in fits])) == 2


def test_every_person_is_sorted_into_the_type_that_was_simulated():
    found = regression_types(*schedules(), 3)
    kinds = read("schedules.csv")["kind"][::11].astype(int)
    # Shares 60, 20 and 20 %: conditional, then the two small ones in either order.
    sorted_as = found.posterior.argmax(axis=1)
    pairs = set(zip(kinds.tolist(), sorted_as.tolist(), strict=True))
    assert len(pairs) == 3
    assert found.posterior.sum(axis=1) == pytest.approx(np.ones(60))
    assert found.entropy > 0.99


def test_one_type_is_least_squares():
    design, y, person = schedules()
    found = regression_types(design, y, person, 1)
    coefficients = np.linalg.lstsq(design, y)[0]
    assert found.coefficients[0] == pytest.approx(coefficients)
    n = len(y)
    spread = np.mean((y - design @ coefficients) ** 2)
    assert found.loglik == pytest.approx(-n / 2 * (np.log(2 * np.pi * spread) + 1))
    assert found.bic == pytest.approx(3 * np.log(60) - 2 * found.loglik)
    assert found.entropy == 1


def test_types_that_do_not_exist_leave_doubt():
    found = regression_types(*schedules(), 4)
    assert found.entropy < 0.9
    assert found.icl > found.bic


def test_the_order_of_rows_does_not_matter():
    design, y, person = schedules()
    shuffle = np.random.default_rng(1).permutation(len(y))
    here = regression_types(design, y, person, 3)
    there = regression_types(design[shuffle], y[shuffle], person[shuffle], 3)
    assert there.loglik == pytest.approx(here.loglik)


def test_identical_persons_need_a_smallest_deviation():
    # Free riders who all give exactly nothing fit exactly: their likelihood has no bound.
    design = np.tile([[1.0, 0.0], [1.0, 10.0], [1.0, 20.0]], (8, 1))
    y = np.where(np.repeat(np.arange(8), 3) < 4, 0.0, np.tile([1.0, 9.0, 21.0], 8))
    person = np.repeat(np.arange(8), 3)
    with pytest.raises(ValueError, match="empty or exact type"):
        regression_types(design, y, person, 2)
    found = regression_types(design, y, person, 2, least_sigma=0.5)
    assert found.posterior[:, 0].round(6).tolist() in ([1.0] * 4 + [0.0] * 4, [0.0] * 4 + [1.0] * 4)
    assert found.sigmas.min() == 0.5


def test_more_types_than_persons_can_show_are_refused():
    design, y, person = schedules()
    with pytest.raises(ValueError, match="31 types for 60 persons"):
        regression_types(design, y, person, 31)
