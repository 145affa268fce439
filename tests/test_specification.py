"""Is every cell of the curve fitted, shown, and the registered one the report's own?"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from analysis.load import load
from analysis.methods import estimate
from analysis.outcomes import shares
from analysis.reporting.curve import curve_of, specification_curve
from analysis.samples import sample
from analysis.specification import (
    CLUSTERS,
    COVARIATES,
    END_ROUNDS,
    ESTIMATORS,
    ordered,
    specifications,
    tidy,
)
from design.plan import CONTRASTS, WITHDRAWALS, Estimand, Window
from tests.sessions import Play, tables, together, write

SEEING = CONTRASTS[0]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    one = tables(Play(slots=range(10)))
    other = tables(Play(slots=range(10, 20), session="s2", created_at=1_700_100_000_000))
    folder = write(together(one, other), tmp_path_factory.mktemp("specifications") / "x")
    return shares(load(folder))


@pytest.fixture(scope="module")
def cells(found):
    return specifications(found, SEEING)


def find(cells, cluster, end, covariate, estimator):
    asked = (cluster, end, covariate, estimator)
    return next(c for c in cells if (c.cluster, c.end, c.covariate, c.estimator) == asked)


def test_every_combination_has_its_cell(cells):
    choices = set(product(CLUSTERS, END_ROUNDS, COVARIATES, ESTIMATORS))
    assert {(c.cluster, c.end, c.covariate, c.estimator) for c in cells} == choices
    assert len(tidy(cells)) == len(choices)


@pytest.mark.parametrize("contrast", CONTRASTS, ids=lambda c: c.name)
def test_the_registered_specification_is_the_headline(found, contrast):
    cells = specifications(found, contrast)
    cell = find(cells, "group", 2, "blocks and part 1", "group means, CR2")
    asked = sample(found, Estimand("x", "mean", contrast, Window(1, 2)))
    head = estimate(asked, "blocked_cr2_skew_randomisation", "primary")
    assert cell.estimate == pytest.approx(head.estimate)
    assert (cell.low, cell.high) == pytest.approx((head.low, head.high))


def test_without_covariates_member_rounds_have_the_group_means_estimate(cells):
    # Groups are balanced: the mean of all rows is the mean of the groups' means.
    one = find(cells, "group", 0, "none", "group means, CR2")
    rows = find(cells, "group", 0, "none", "member rounds, CR1")
    logit = find(cells, "group", 0, "none", "fractional logit")
    assert rows.estimate == pytest.approx(one.estimate)
    # A saturated mean model fits both means exactly, whatever its link.
    assert logit.estimate == pytest.approx(one.estimate)


def test_the_unit_counted_is_never_a_member(found, cells):
    groups = int(found.groups["condition"].isin(["dark", "one_way"]).sum())
    counted = {c.n_clusters for c in cells if np.isfinite(c.estimate)}
    assert counted <= {groups, 2}


def test_a_cell_without_an_answer_says_why(found):
    alone = replace(found, groups=found.groups.assign(session="one"))
    lost = [c for c in specifications(alone, SEEING) if c.cluster == "session"]
    assert len(lost) == 4 * 4 * 5
    assert all(np.isnan(c.estimate) and c.note for c in lost)
    # Models of likelihood can fail before they come to their clusters.
    assert "at least two" in find(lost, "session", 0, "none", "group means, CR2").note


def test_cells_stand_in_the_order_of_their_estimates_and_the_others_at_the_end(cells):
    shown = [c.estimate for c in ordered(cells)]
    known = [e for e in shown if np.isfinite(e)]
    assert known == sorted(known)
    assert shown[: len(known)] == known
    assert len(shown) == len(cells)


def test_the_words_count_every_cell(cells):
    words = curve_of(cells, "seeing").alternative
    n = sum(np.isfinite(c.estimate) for c in cells)
    assert words.startswith(f"{n} specifications, {len(cells) - n} more without an answer")


def test_nothing_estimated_is_drawn_as_nothing(cells):
    none = tuple(replace(c, estimate=np.nan) for c in cells)
    shown = specification_curve(none, "x", "X")
    assert shown.alternative == f"None of {len(cells)} specifications could be estimated."


def test_a_withdrawal_has_no_curve(found):
    with pytest.raises(ValueError, match="compares conditions, found arms of 'third'"):
        specifications(found, WITHDRAWALS[0])
