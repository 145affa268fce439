"""Does the Plan's answer equal what a few independent lines find?"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.estimate import Estimate, tidy
from analysis.load import load
from analysis.methods import estimate
from analysis.outcomes import shares
from analysis.plan import run_plan
from analysis.samples import sample
from design.plan import CONTRASTS, Estimand, Plan, Window, flagship_plan
from tests.sessions import Play, tables, write

HEADLINE = "blocked_cr2_skew_randomisation"


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    play = Play(slots=range(40), stops={39: 12}, absent={(3, 1): (4, 5)})
    return load(write(tables(play), tmp_path_factory.mktemp("plan") / "x"))


@pytest.fixture(scope="module")
def estimates(panel):
    return run_plan(shares(panel))


def group_means(panel, seats, rounds):
    """Mean contribution of some seats and rounds in percent, by slot, straight from the table."""
    rows = panel.decisions
    rows = rows[rows["seat"].isin(list(seats)) & rows["round"].isin(rounds)]
    return rows.groupby("slot")["contribution"].mean() * 5


def find(estimates, name, estimator=HEADLINE, role=None):
    rows = [e for e in estimates if (e.estimand, e.estimator) == (name, estimator)]
    return next(e for e in rows if role in (None, e.role))


def frame(panel, seats, arms, rounds=range(6, 21)):
    """One row per group of two conditions: outcome, part-1 mean, arm, block, beliefs."""
    groups = panel.groups.set_index("slot")
    table = groups[groups["condition"].isin(arms)].copy()
    table["y"] = group_means(panel, seats, rounds)
    table["before"] = group_means(panel, "ABCD", range(1, 6))
    return table.assign(treated=(table["condition"] == arms[0]).astype(float))


def fitted(table, y, treated):
    """Least squares with block effects and covariate; HC2 by statsmodels."""
    blocks = pd.get_dummies(table["block"]).to_numpy(dtype=float)
    design = np.column_stack([treated, table["before"], blocks])
    return sm.OLS(y, design).fit(cov_type="HC2")


@pytest.mark.parametrize(
    ("name", "seats", "arms"),
    [
        ("mean.seeing", "AB", ("one_way", "dark")),
        ("mean.being_seen", "CD", ("one_way", "dark")),
        ("mean.earnings", "ABCD", ("dark_earnings", "dark")),
    ],
)
def test_a_pairwise_headline_equals_statsmodels_and_every_swap_within_strata(
    panel, estimates, name, seats, arms
):
    table = frame(panel, seats, arms)
    fit = fitted(table, table["y"], table["treated"])
    found = find(estimates, name)
    # With one row per group CR2 is HC2.
    assert found.estimate == pytest.approx(fit.params.iloc[0])
    assert found.se == pytest.approx(fit.bse.iloc[0])
    # Two groups per block and belief coin: every stratum is dealt one way or the other.
    strata = [index for _, index in table.groupby(["block", "beliefs"]).groups.items()]
    observed, count = abs(fit.tvalues.iloc[0]), 0
    for swaps in range(2 ** len(strata)):
        dealt = table["treated"].copy()
        for i, index in enumerate(strata):
            if swaps >> i & 1:
                dealt[index] = 1 - dealt[index]
        count += abs(fitted(table, table["y"], dealt).tvalues.iloc[0]) >= observed * (1 - 1e-9)
    assert found.n_assignments == 2 ** len(strata) == 256
    assert found.exact
    assert found.discrete
    assert found.p == pytest.approx(count / 256)


def test_the_interval_is_students_for_unequal_arms_lengthened_as_johnson_says(panel, estimates):
    from scipy.stats import t

    table = frame(panel, "AB", ("one_way", "dark"))
    blocks = pd.get_dummies(table["block"]).to_numpy(dtype=float)
    x = np.column_stack([table["treated"], table["before"], blocks])
    w = (np.linalg.inv(x.T @ x) @ x.T)[0]
    rest = np.eye(len(x)) - x @ np.linalg.inv(x.T @ x) @ x.T
    left = rest @ table["y"].to_numpy()
    # The arms' variances: what makes the expected sums of squares those of the residuals.
    arms = [table["treated"].to_numpy() == arm for arm in (0, 1)]
    shares = [[sum(rest[i, j] ** 2 for i in np.flatnonzero(one) for j in np.flatnonzero(two))
               for two in arms] for one in arms]  # fmt: skip
    variances = np.linalg.solve(shares, [(left[arm] ** 2).sum() for arm in arms])
    assert variances.min() > 0
    spread = np.where(arms[1], variances[1], variances[0])
    # Bell and McCaffrey by hand: the variance estimate is a quadratic form u'Au.
    a = rest @ np.diag(w**2 / np.diag(rest)) @ rest @ np.diag(spread)
    df = np.trace(a) ** 2 / np.trace(a @ a)
    found = find(estimates, "mean.seeing")
    assert found.df == pytest.approx(df)
    kept = sum(np.sign(w[j]) * w[i] ** 3 * rest[i, j] ** 3
               for i in range(len(w)) for j in range(len(w)))  # fmt: skip
    skewness = ((w * left) ** 3).sum() / (kept / (np.abs(w) ** 3).sum()) / found.se**3
    reach = t.ppf(0.975, df)
    more = skewness * (1 + 2 * reach**2) / 6
    low, high = reach + max(-more, 0), reach + max(more, 0)
    assert abs(skewness) < 1
    assert (found.low, found.high) == pytest.approx(
        (found.estimate - low * found.se, found.estimate + high * found.se)
    )


def test_the_interaction_is_a_contrast_of_three_arms(panel, estimates):
    groups = panel.groups.set_index("slot")
    table = groups[groups["condition"].isin(["two_way", "one_way", "dark"])].copy()
    table["y"] = group_means(panel, "ABCD", range(6, 21))
    table["before"] = group_means(panel, "ABCD", range(1, 6))
    two, one = ((table["condition"] == c).astype(float) for c in ("two_way", "one_way"))
    blocks = pd.get_dummies(table["block"]).to_numpy(dtype=float)
    fit = sm.OLS(table["y"], np.column_stack([two, one, table["before"], blocks])).fit(
        cov_type="HC2"
    )
    found = find(estimates, "mean.interaction")
    weights = np.zeros(len(fit.params))
    weights[:2] = 1, -2
    assert found.estimate == pytest.approx(weights @ fit.params)
    assert found.se == pytest.approx(float(np.sqrt(weights @ fit.cov_params() @ weights)))
    # Two groups of each of three arms per block, three per stratum: 3!^2 per block.
    assert found.n_assignments == 36**4


def test_without_adjustment_the_estimate_is_the_difference_in_means(panel, estimates):
    table = frame(panel, "AB", ("one_way", "dark"))
    one, other = (table.loc[table["treated"] == arm, "y"] for arm in (1, 0))
    found = find(estimates, "mean.seeing", "difference")
    assert found.estimate == pytest.approx(one.mean() - other.mean())
    assert found.se == pytest.approx(np.sqrt(one.var() / len(one) + other.var() / len(other)))


def test_a_withdrawal_equals_a_regression_on_pair_differences(panel, estimates):
    groups = panel.groups.set_index("slot")
    table = groups[groups["condition"].isin(["one_way", "two_way", "open"])].copy()
    table["y"] = group_means(panel, "ABCD", range(21, 26))
    table["before"] = group_means(panel, "ABCD", range(6, 21))
    table = table[table.index != 39]
    sign = np.where(table["third"] == "removed", 1.0, -1.0)
    pairs = table.assign(y=sign * table["y"], x=sign * table["before"]).groupby(
        ["block", "condition"]
    )
    whole = pairs[["y", "x"]].sum()[pairs.size() == 2]
    # With an effect for every pair, least squares is least squares on the pairs' differences.
    fit = sm.OLS(whole["y"], sm.add_constant(whole["x"])).fit()
    found = find(estimates, "mean.withdrawal")
    assert found.estimate == pytest.approx(fit.params["const"])
    # Eleven pairs: the twelfth lost a group that never finished.
    assert (found.n_cells, found.n_assignments) == (11, 2**11)
    assert "1 with rounds not settled" in found.left_out


def test_holm_multiplies_the_smallest_p_by_the_size_of_the_family(estimates):
    head = [e for e in estimates if e.role == "primary" and e.estimator == HEADLINE]
    assert len(head) == 8
    smallest = min(head, key=lambda e: e.p)
    assert smallest.p_holm == pytest.approx(min(1, 8 * smallest.p))
    ordered = sorted(head, key=lambda e: e.p)
    assert all(a.p_holm <= b.p_holm for a, b in zip(ordered, ordered[1:], strict=False))
    assert all(np.isnan(e.p_holm) for e in estimates if e not in head)


def test_rows_come_in_the_order_of_the_plan(estimates):
    plan = flagship_plan()
    head = [e.estimand for e in estimates if e.role == "primary" and e.estimator == HEADLINE]
    assert head == [one.name for one in plan.primary]
    assert [e.estimand for e in estimates if e.role == "sensitivity"] == [
        one.name for one in plan.sensitivity
    ]
    # Eight primary and two secondary by three methods, eight sensitivities, eight once more without
    # groups that have automatic choices, and eight without those choices.
    assert len(tidy(estimates)) == 8 * 3 + 8 + 2 * 3 + 8 + 8


def test_automatic_choices_count_unless_their_groups_are_left_out(panel, estimates):
    names = {e.estimand for e in estimates if e.role == "without_automatic"}
    touched = panel.groups.set_index("slot").loc[3, "condition"]
    for name in names:
        with_all = find(estimates, name, role="primary")
        without = find(estimates, name, role="without_automatic")
        lost = int(touched in with_all.arms.replace(",", "").split())
        assert with_all.n_groups - without.n_groups == lost


def test_another_plan_is_answered_as_it_stands(panel):
    asked = Plan((Estimand("own", "mean", CONTRASTS[0], Window(2)),), (), (), robustness=())
    rows = run_plan(shares(panel), plan=asked)
    assert [(e.role, e.estimand) for e in rows] == [
        ("primary", "own"),
        ("without_automatic", "own"),
        ("without_imputed", "own"),
    ]
    # A family of one needs no adjustment.
    assert rows[0].p_holm == rows[0].p


def test_an_unknown_method_is_refused_by_name(panel):
    asked = Plan((Estimand("own", "mean", CONTRASTS[0], Window(1)),), (), (), estimator="magic")
    with pytest.raises(ValueError, match=r"estimators are \['blocked.*found 'magic'"):
        run_plan(shares(panel), plan=asked)


def test_what_cannot_be_estimated_says_why(tmp_path):
    one = shares(load(write(tables(Play(slots=range(4))), tmp_path / "few")))
    rows = run_plan(one)
    unknown = [e for e in rows if not e.known]
    assert unknown, "four groups cannot answer eight questions"
    assert all(e.note for e in unknown)


def test_an_empty_lab_has_no_estimates_and_raises_nothing(tmp_path):
    one = shares(load(write(tables(Play(slots=range(0))), tmp_path / "none")))
    assert {e.note for e in run_plan(one)} == {"no block holds every compared arm"}


def test_flipping_the_contrast_flips_the_sign_and_keeps_p(panel):
    found = shares(panel)
    plain = CONTRASTS[0]
    turned = type(plain)("turned", tuple((arm, -w) for arm, w in plain.weights), plain.seats)
    rows = [
        estimate(sample(found, Estimand("x", "mean", one, Window(1))), HEADLINE, "primary")
        for one in (plain, turned)
    ]
    assert rows[0].estimate == pytest.approx(-rows[1].estimate)
    assert rows[0].p == rows[1].p


def test_a_row_without_numbers_is_not_known():
    assert not Estimate("primary", "x", "mean", "seeing", HEADLINE).known


def test_a_plan_of_an_earlier_version_keeps_the_interval_that_it_registered(panel, estimates):
    old = estimate(sample(shares(panel), flagship_plan().primary[0]),
                   "blocked_cr2_randomisation", "primary")  # fmt: skip
    new = find(estimates, "mean.seeing")
    assert (old.estimate, old.se, old.p) == pytest.approx((new.estimate, new.se, new.p))
    # Student's interval lies evenly around the estimate, the new one reaches at least as far.
    assert old.high - old.estimate == pytest.approx(old.estimate - old.low)
    assert old.high - old.low < new.high - new.low
