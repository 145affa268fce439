"""Are the numbers that others published found in their data, by two ways of computing them?

Whole studies need the public data and skip where they are absent.
"""

import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import replicate
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import contrast, least_squares
from analysis.foreign.catalogue import PROJECT, data_folder, load_known
from analysis.published import andreozzi, fischbacher_gaechter, fox_guyer
from analysis.published.comparison import Comparison, Study, absent, half_unit
from analysis.published.fits import clustered_ols
from analysis.published.schedules import classify

STUDY = Study("a study", "published", "Table 1")


def folder():
    if not data_folder().is_dir():
        pytest.skip(f"no public data in {data_folder()}; set CONTINGENT_DATA")
    return data_folder()


@pytest.fixture(scope="module")
def comparisons():
    return replicate.run(folder())


@pytest.mark.parametrize("study", replicate.STUDIES)
def test_every_number_of_a_study_is_found(comparisons, study):
    of_study = [c for c in comparisons if c.study == study]
    if of_study[0].verdict == "absent":
        pytest.skip(of_study[0].source)
    assert [c for c in of_study if c.verdict not in ("equal", "shown")] == []


def test_the_numbers_that_a_referee_knows_are_among_those_compared(comparisons):
    stated = {(c.study, c.stated) for c in comparisons}
    for study, numbers in {
        "Fischbacher & Gaechter 2010": (0.415, 0.569, 0.118, 0.242, 0.666, -0.473, 77, 32, 17, 14),
        "Roggenkamp 2024": (0.534, 0.501, 0.561, 0.418, 0.278, 0.009, 0.393, 478.087, 379.828),
        "Alsobay et al. 2025": (7100, 360, 49485, 0.699, 0.762),
        "de Geest & Kingsley 2021": (6.71, 12.64, 8.21, 21.40),
        "Fox & Guyer 1978": (6.374,),
    }.items():
        for number in numbers:
            assert (study, number) in stated or any(
                c.study == study and c.verdict == "absent" for c in comparisons
            )


def test_a_number_counts_as_published_only_where_it_was_seen_in_print(comparisons):
    published = {c.study for c in comparisons if c.origin == "published"}
    assert published <= {
        "Fischbacher & Gaechter 2010",
        "Roggenkamp 2024",
        "Alsobay et al. 2025",
    }


def test_the_belief_equation_is_the_same_in_our_own_estimator():
    folder()
    panel = fischbacher_gaechter.with_lags(load_known("fischbacher_gaechter_2010"))
    x = ["others_before", "belief_before"]
    used = panel.dropna(subset=x)
    theirs = clustered_ols(panel, "belief", x, "session")
    design = np.column_stack([np.ones(len(used)), used[x]])
    fit = least_squares(design, used["belief"], names=["const", *x])
    for name in ("const", *x):
        ours = cluster_robust(fit, used["session"], contrast(fit.names, {name: 1}), method="CR1")
        assert ours.estimate == pytest.approx(theirs.coefficients[name], rel=1e-10)
        assert ours.se == pytest.approx(theirs.errors[name], rel=1e-10)


def test_the_anova_of_a_balanced_table_is_the_textbooks():
    rows = [
        ("anonymous", "male", 1), ("anonymous", "male", 3), ("anonymous", "female", 2),
        ("anonymous", "female", 4), ("public", "male", 5), ("public", "male", 7),
        ("public", "female", 6), ("public", "female", 8),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["condition", "sex", "cooperation"])
    # condition means 2.5 and 6.5: SS 2 * 4 * 2^2 = 32; within cells each SS is 2, over 4 df
    f, p = fox_guyer.anova_of_condition(table)
    assert f == pytest.approx(32 / (8 / 4))
    assert p == pytest.approx(stats.f.sf(16, 1, 4))


def climbing(top):
    return list(range(top + 1))


@pytest.mark.parametrize(
    ("schedule", "kind"),
    [
        ([0] * 21, "free rider"),
        (climbing(20), "conditional cooperator"),
        ([0] * 20 + [1], "conditional cooperator"),  # never falls, rises once
        ([20] * 21, "other"),  # unconditional: never rises
        (climbing(20)[::-1], "other"),
        (climbing(10) + climbing(9)[::-1], "triangle"),
        ([0, 0, 0, 1] + [0] * 17, "triangle"),
        ([5] + [0] * 20, "other"),  # the maximum is at the edge
        ([0, 2, 1] + climbing(17), "conditional cooperator"),  # one fall, clear correlation
        (climbing(15) + [13] * 5, "conditional cooperator"),  # ends far above its start
        (climbing(19) + [0], "triangle"),  # correlates, but ends where it began
    ],
)
def test_a_schedule_shows_the_type_of_the_published_rules(schedule, kind):
    assert classify(schedule) == kind


@given(st.lists(st.integers(0, 20), min_size=21, max_size=21), st.integers(2, 9))
def test_a_type_does_not_depend_on_the_unit_of_account(schedule, factor):
    assert classify(schedule) == classify([factor * own for own in schedule])


@pytest.mark.parametrize("schedule", [[1, 2], [1, math.nan, 2], [[1, 2, 3]]])
def test_what_is_no_schedule_is_refused(schedule):
    with pytest.raises(ValueError, match="a schedule is at least three finite numbers"):
        classify(schedule)


def test_the_types_of_three_answers_are_the_authors_27():
    # every answer of 0, 50 or 100 to low, medium and high; the authors list 1 selfish,
    # 7 conditional cooperators, 5 humped and 14 other schedules
    answers = np.array(np.meshgrid(*[[0, 50, 100]] * 3, indexing="ij")).reshape(3, 27).T
    table = pd.DataFrame(answers, columns=["ccL", "ccM", "ccH"])
    counts = andreozzi.with_types(table)["type"].value_counts()
    assert counts.to_dict() == {"other": 14, "cooperator": 7, "humped": 5, "selfish": 1}


@pytest.mark.parametrize(
    ("printed", "half"), [("0.415", 0.0005), (".68", 0.005), ("67.6", 0.05), ("7100", 0.0)]
)
def test_the_last_printed_digit_decides_the_tolerance(printed, half):
    assert half_unit(printed) == pytest.approx(half, abs=1e-15)


def test_a_verdict_says_whether_rounding_explains_the_difference():
    assert STUDY.compare("mean", 0.41549, "0.415").verdict == "equal"
    assert STUDY.compare("mean", 0.4156, "0.415").verdict == "DIFFERS"
    assert STUDY.compare("count", 7100, "7100").verdict == "equal"
    assert STUDY.compare("count", 7101, "7100").verdict == "DIFFERS"
    assert STUDY.show("slope", 1.2).verdict == "shown"
    assert absent("a study", "nowhere").verdict == "absent"


def test_one_differing_number_is_enough_to_disagree():
    equal = STUDY.compare("mean", 1.0, "1.0")
    differing = replace(equal, found=2.0)
    assert replicate.agrees([equal, STUDY.show("slope", 1.2), absent("a", "b")])
    assert not replicate.agrees([equal, differing])


def test_the_table_shows_found_beside_stated_with_tolerance_verdict_and_source():
    text = replicate.table([STUDY.compare("mean", 0.41549, "0.415"), STUDY.show("slope", 1.2)])
    lines = text.splitlines()
    assert lines[0].startswith("1 numbers equal, 0 differ, 1 shown")
    row = [cell.strip() for cell in lines[4].strip("|").split("|")]
    assert row == ["a study", "mean", "0.4155", "0.415", "0.0005", "published", "equal", "Table 1"]
    assert "published: stated by the authors" in text


def test_absent_data_are_said_to_be_absent_and_are_no_failure(tmp_path):
    found = replicate.run(tmp_path)
    assert [c.verdict for c in found] == ["absent"] * len(replicate.STUDIES)
    assert all(str(tmp_path) in c.source for c in found)
    assert replicate.agrees(found)
    assert f"{len(found)} studies whose data are absent" in replicate.table(found)


def test_asking_for_help_does_not_wait_for_statsmodels():
    # importing it takes two seconds of CPU; only a replication needs it
    code = "import analysis.replicate, sys; sys.exit('statsmodels' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=os.environ, check=False, timeout=60
    )
    assert done.returncode == 0


def test_the_data_folder_is_named_by_the_environment(monkeypatch):
    monkeypatch.setenv("CONTINGENT_DATA", "/somewhere/else")
    assert data_folder() == Path("/somewhere/else")
    monkeypatch.delenv("CONTINGENT_DATA")
    assert data_folder() == PROJECT.parent / "shared" / "data"


def test_a_comparison_keeps_what_it_compares():
    comparison = STUDY.compare("mean", 0.41549, "0.415")
    assert comparison == Comparison(
        "a study", "mean", 0.41549, 0.415, half_unit("0.415"), "published", "Table 1"
    )
