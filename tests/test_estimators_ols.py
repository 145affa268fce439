"""Least squares: the coefficients are right and unanswerable questions are refused."""

import numpy as np
import pytest

from analysis.estimators.ols import contrast, indicators, least_squares

ROUNDS = np.arange(5.0)
LINE = np.column_stack([np.ones(5), ROUNDS])


def test_a_line_through_points_on_a_line_is_that_line():
    fit = least_squares(LINE, 3 - 2 * ROUNDS, names=("intercept", "round"))
    assert fit.coefficient("intercept") == pytest.approx(3)
    assert fit.coefficient("round") == pytest.approx(-2)
    assert fit.residuals == pytest.approx(np.zeros(5), abs=1e-12)


def test_residuals_are_orthogonal_to_every_column():
    fit = least_squares(LINE, [1.0, 0.0, 4.0, 2.0, 7.0])
    assert LINE.T @ fit.residuals == pytest.approx([0, 0], abs=1e-12)
    assert fit.basis @ fit.root == pytest.approx(LINE)


def test_a_column_that_others_determine_is_named():
    dummies, names = indicators(["a", "b", "a", "b", "b"])
    design = np.column_stack([np.ones(5), dummies])
    with pytest.raises(ValueError, match="linear combinations of the other columns"):
        least_squares(design, ROUNDS, names=("intercept", *names))


def test_the_scale_of_a_column_does_not_make_it_look_dependent():
    # A covariate in millionths of a point beside one in points is still two covariates.
    fit = least_squares(LINE * [1.0, 1e-12], 3 - 2 * ROUNDS)
    assert fit.coefficients[1] == pytest.approx(-2e12)


def test_a_missing_outcome_is_refused_with_its_place():
    with pytest.raises(ValueError, match="outcome: 1 of 5 values .* index 3"):
        least_squares(LINE, [0.0, 0.0, 0.0, np.nan, 0.0])


def test_fewer_rows_than_columns_are_refused():
    with pytest.raises(ValueError, match="1 rows cannot identify 2 coefficients"):
        least_squares(LINE[:1], [1.0])


def test_shapes_that_disagree_are_refused():
    with pytest.raises(ValueError, match=r"\(5, 2\) and outcome \(4,\)"):
        least_squares(LINE, [1.0] * 4)


def test_a_contrast_of_unknown_coefficients_is_refused():
    assert contrast(("a", "b"), {"b": -2}) == pytest.approx([0, -2])
    with pytest.raises(ValueError, match=r"\['c'\]; there are \['a', 'b'\]"):
        contrast(("a", "b"), {"c": 1})


def test_indicators_leave_out_the_base_level():
    columns, names = indicators(["open", "dark", "glass"], base="dark")
    assert names == ("glass", "open")
    assert columns.tolist() == [[0, 1], [0, 0], [1, 0]]
    with pytest.raises(ValueError, match="'none' does not occur"):
        indicators(["open"], base="none")
