"""Are the worlds of the certificates what they claim, and does a sample keep the promises?"""

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace

import numpy as np
import pytest

from analysis.__main__ import main
from analysis.certificates import claims, command, study
from analysis.certificates.claims import (
    GROUPS,
    PLAYED,
    Claim,
    additive,
    weak_null,
)
from analysis.certificates.sample import further, published
from analysis.certificates.study import Certificate, verdicts
from analysis.power.accelerated import accelerated
from analysis.power.arrange import percent
from analysis.power.populations import calibrated
from analysis.power.primary import FIELDS, Answers, outcome
from analysis.power.scenario import Shard, answer
from analysis.power.summary import Rate, performance, tidy
from analysis.power.truth import Truth, truths
from design.experiments import flagship
from design.game import Game
from lab.project import ROOT

TOLD = flagship()
PRIMARY = TOLD.plan.primary
SHARP = Claim("sharp", "(i) sharp null", TOLD, calibrated(Game()), PLAYED, null=True, required=True)
ADDITIVE = Claim("additive", "(iii) no interaction, main effects", TOLD, additive())


def alone(condition, population, groups=4_000):
    return percent(accelerated(flagship(conditions=(condition,)), 3, groups, population))


def test_main_effects_add_up_exactly_and_nothing_is_cut_off():
    found = truths(TOLD, additive(), PRIMARY, seed=4, groups=2_000)
    assert found.value == pytest.approx([15, 10, 0, -15, 0, 0, 0, 0], abs=1e-9)
    for condition in ("dark", "two_way", "dark_earnings"):
        given = alone(condition, additive())
        assert given.min() > 0
        # Everything that is 100 % is there by rounding, never beyond.
        assert (given == 100).mean() < 1e-3


def test_the_weak_null_has_equal_means_and_twice_the_spread():
    seeing = PRIMARY[0]
    dark, seen = (outcome(alone(c, weak_null(), 20_000), TOLD, seeing) for c in ("dark", "one_way"))
    assert seen.mean() == pytest.approx(dark.mean(), abs=0.4)
    assert seen.std() / dark.std() == pytest.approx(2, abs=0.1)
    slope = PRIMARY[4]
    dark, seen = (outcome(alone(c, weak_null(), 20_000), TOLD, slope) for c in ("dark", "one_way"))
    assert seen.std() / dark.std() == pytest.approx(2, abs=0.15)


def test_effects_are_solved_together(monkeypatch):
    monkeypatch.setattr(claims, "SEARCHED", 2_000)
    few = replace(calibrated(Game()), prior_spread=2_000)
    found = claims.with_effects(TOLD, few, 5.0)
    there = truths(TOLD, found, PRIMARY, seed=9, groups=10_000)
    assert there.value[[0, 1, 3]] == pytest.approx([5, 5, 5], abs=0.5)


def test_a_sample_of_the_sharp_null_has_its_size_and_coverage():
    scenario = SHARP.scenario(12, 300)
    found = answer(Shard(scenario, 0, 300))
    p, low, high = (found[FIELDS.index(name)] for name in ("p", "low", "high"))
    # Eight tests of 300 experiments each: five Monte-Carlo errors of .0126 around 5 %.
    assert np.abs((p <= 0.05).mean(axis=0) - 0.05).max() < 5 * 0.0126
    covered = ((low <= 0) & (high >= 0)).mean(axis=0)
    assert np.abs(covered - 0.95).max() < 5 * 0.0126


def test_eight_groups_cannot_pass_holms_first_step_with_two_arms():
    found = answer(Shard(Claim("big", "", TOLD, additive()).scenario(8, 20), 0, 20))
    p, adjusted = found[FIELDS.index("p")], found[FIELDS.index("p_holm")]
    assert p[:, 0].min() == 2 / 256
    assert adjusted[:, 0].min() > 0.05


def made(size, error, family):
    """A certificate with one estimand at 12 groups."""
    answers = performance_of(size)
    table = answers.assign(groups=12, truth_mc=0.0, null=True, assignments=4_096)
    table["power_raw_mc"], table["coverage"], table["coverage_mc"] = error, 0.95, error
    return Certificate(SHARP, Truth(np.zeros(1), np.zeros(1)), table, {12: family})


def performance_of(size):
    columns = {name: np.zeros((100, 1)) for name in FIELDS}
    columns["p"] = (np.arange(100)[:, None] + 0.5) / 100
    columns["p_holm"] = np.ones((100, 1))
    table = tidy(performance(Answers(("mean.seeing",), **columns), np.zeros(1)))
    table["power_raw"] = size
    return table


@pytest.mark.parametrize(
    ("size", "error", "verdict"),
    [(0.05, 0.002, "holds"), (0.062, 0.002, "holds within error"), (0.07, 0.002, "FAILS")],
)
def test_a_requirement_holds_holds_within_error_or_fails(size, error, verdict):
    rows = verdicts((made(size, error, Rate(0.03, 0.002)),)).set_index("what")
    assert rows.loc["size, mean.seeing", "verdict"] == verdict
    assert rows.loc["family-wise error", "verdict"] == "holds"


def test_the_command_writes_the_page_and_goes_on_where_it_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(study, "GROUPS", (8, 12))
    monkeypatch.setattr(command, "claims", lambda: (SHARP, ADDITIVE))
    words = ["certificates", "--experiments", "12", "--truth-groups", "500", "--workers", "1"]
    words += ["--out", str(tmp_path / "page.md"), "--shards", str(tmp_path / "shards")]
    said = []
    for _ in range(2):
        err = io.StringIO()
        with redirect_stdout(io.StringIO()), redirect_stderr(err):
            assert main(words) in (0, 1)
        said.append(err.getvalue())
    assert "4 shards, 4 to compute" in said[0]
    assert "4 shards, 0 to compute" in said[1]
    text = (tmp_path / "page.md").read_text()
    assert "(i) sharp null" in text
    assert "| mean.seeing | 8 | 0.00 |" in text
    assert "discrete" in text


@pytest.fixture(scope="module")
def small_page(tmp_path_factory):
    """A page of 60 experiments of the sharp null with 8 groups, and the words that made it."""
    folder = tmp_path_factory.mktemp("page")
    words = ["certificates", "--experiments", "60", "--truth-groups", "500", "--workers", "1"]
    words += ["--out", str(folder / "page.md"), "--shards", str(folder / "shards")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study, "GROUPS", (8,))
        patch.setattr(study, "JUDGED", 8)
        patch.setattr(command, "claims", lambda: (SHARP,))
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            main(words)
    return folder / "page.md", words


def checked(page, words, monkeypatch):
    """The exit code and the words of a comparison with 50 further experiments."""
    monkeypatch.setattr(command, "claims", lambda: (SHARP,))
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        code = main([*words[:-4], "--out", str(page), "--check", "50"])
    return code, out.getvalue()


def test_further_experiments_agree_with_the_page_that_did_not_see_them(small_page, monkeypatch):
    page, words = small_page
    before = page.read_text()
    code, said = checked(page, words, monkeypatch)
    # Eight estimands, five numbers each.
    assert code == 0
    assert said.startswith("40 numbers of")
    assert page.read_text() == before


def test_a_page_that_promises_too_much_is_caught(small_page, monkeypatch, tmp_path):
    page, words = small_page
    lines = page.read_text().splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("| slope.seeing"))
    cells = lines[place].split(" | ")
    cells[5] = "50.0 ± 0.2"
    lines[place] = " | ".join(cells)
    promised = tmp_path / "page.md"
    promised.write_text("\n".join(lines))
    code, said = checked(promised, words, monkeypatch)
    assert code == 1
    assert "slope.seeing" in said
    assert "coverage" in said


def test_a_plan_that_breaks_its_promise_in_further_experiments_is_caught(small_page, monkeypatch):
    page, words = small_page
    monkeypatch.setattr(study, "JUDGED", 8)
    # Nothing differs between conditions, so p is at most .05 far less often than that.
    monkeypatch.setattr(study, "SIZE", (0.5, 0.6))
    code, said = checked(page, words, monkeypatch)
    assert code == 1
    # Eight sizes, eight coverages, one family; the page itself is not to blame.
    assert "0 differ by more" in said
    assert "Of 17 requirements" in said
    assert len(re.findall(r"size, .* FAILS", said)) == 8


def test_the_sample_starts_where_the_page_ends():
    asked = further(SHARP, 12, 10_000, 600)
    assert [(one.first, one.count) for one in asked] == [
        (10_000, 250),
        (10_250, 250),
        (10_500, 100),
    ]


def test_a_page_without_certificates_is_refused():
    with pytest.raises(ValueError, match="no certificates"):
        published("# Something else")


def test_the_published_page_is_whole():
    text = (ROOT / "docs" / "certificates.md").read_text()
    experiments = re.search(r"^([\d,]+) experiments of the flagship", text, re.M)
    assert int(experiments.group(1).replace(",", "")) >= 10_000
    for number in ("(i)", "(ii)", "(iii)", "(iv) 5", "(iv) 15"):
        assert f"## {number}" in text
    rows = re.findall(r"^\| (?:mean|slope)\.\w+ \| (\d+) \|", text, re.M)
    assert len(rows) == 5 * 8 * len(GROUPS)
