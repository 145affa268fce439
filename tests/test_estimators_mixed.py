"""Random intercepts: as lme4 and lmerTest, also at the edge of no variance between groups."""

import numpy as np
import pytest

from analysis.estimators.mixed import mixed, mixed_contrast, profile
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("mixed.R")
# Rows the R script leaves out, so that groups and members have unequal numbers of rounds.
LEFT_OUT = np.array([2, 3, 4, 99, 100, *range(399, 420)])


def unbalanced():
    table = {name: np.delete(column, LEFT_OUT) for name, column in read("decisions.csv").items()}
    treated, period = table["treated"], table["round"]
    design = np.column_stack([np.ones_like(treated), treated, period, treated * period])
    return design, table["contribution"], table["group"], table["member"]


def without_group_levels():
    design, y, group, member = unbalanced()
    means = np.bincount(group.astype(int), y) / np.maximum(np.bincount(group.astype(int)), 1)
    return design[:, [0, 2]], y - means[group.astype(int)], group, member


def agrees(fit, theirs):
    assert fit.loglik == pytest.approx(theirs["loglik"], abs=1e-6)
    assert fit.coefficients == pytest.approx(theirs["coefficients"], rel=1e-6)
    rows = [mixed_contrast(fit, unit) for unit in np.eye(len(fit.coefficients))]
    assert [row.se for row in rows] == pytest.approx(theirs["se"], rel=1e-5)
    assert [row.df for row in rows] == pytest.approx(theirs["df"], rel=1e-4)
    assert [row.p for row in rows] == pytest.approx(theirs["p"], rel=1e-3)


def test_members_within_groups_are_as_in_lme4_and_lmertest():
    design, y, group, member = unbalanced()
    fit = mixed(design, y, group, members=member)
    agrees(fit, FOUND_BY_R["both"])
    found = [fit.sd_member, fit.sd_group, fit.sigma]
    assert found == pytest.approx(FOUND_BY_R["both"]["sd"], rel=1e-5)
    assert not fit.singular


def test_groups_alone_are_as_in_lme4_and_lmertest():
    design, y, group, _ = unbalanced()
    agrees(mixed(design, y, group), FOUND_BY_R["one"])


def test_no_variance_between_groups_is_reported_as_singular():
    design, y, group, member = without_group_levels()
    fit = mixed(design, y, group, members=member)
    agrees(fit, FOUND_BY_R["flat"])
    assert (fit.sd_group, fit.singular) == (0.0, True)


def test_the_restricted_likelihood_is_the_textbook_one():
    # On a handful of rows: -2 l = log|V| + log|X'V^-1 X| + (n - k) log 2 pi + r'V^-1 r.
    design, y, group, member = (part[:40] for part in unbalanced())
    design = design[:, [0, 2]]
    fit = mixed(design, y, group, members=member)
    same_group = group[:, None] == group
    same_member = member[:, None] == member
    v = 4.0 * np.eye(40) + 9.0 * same_group + 1.0 * same_member
    inverse = np.linalg.inv(v)
    inner = design.T @ inverse @ design
    rest = y - design @ np.linalg.solve(inner, design.T @ inverse @ y)
    deviance = np.linalg.slogdet(v)[1] + np.linalg.slogdet(inner)[1]
    deviance += 38 * np.log(2 * np.pi) + rest @ inverse @ rest
    found = profile(fit.moments, np.array([1.5, 0.5]), sigma=2.0)
    assert found.deviance == pytest.approx(deviance, rel=1e-12)


def test_balanced_arms_have_the_degrees_of_freedom_of_group_means():
    # Balanced and with variance between groups, the treatment contrast is the t-test of group
    # means: 24 groups less 2 arms.
    table = read("decisions.csv")
    design = np.column_stack([np.ones(768), table["treated"]])
    fit = mixed(design, table["contribution"], table["group"], members=table["member"])
    assert mixed_contrast(fit, [0.0, 1.0]).df == pytest.approx(22, rel=1e-4)


def test_a_member_of_two_groups_is_refused():
    with pytest.raises(ValueError, match="member occurs in two groups"):
        mixed(np.ones((4, 1)), [1.0, 2, 3, 5], [1, 1, 2, 2], members=[1, 2, 2, 3])


def test_missing_values_are_refused():
    with pytest.raises(ValueError, match="outcome: 1 of 4"):
        mixed(np.ones((4, 1)), [1.0, 2, np.nan, 5], [1, 1, 2, 2])
