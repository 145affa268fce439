"""Do the generated scripts ask what the Plan asks, and does R find the same answers?"""

import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.estimate import tidy
from analysis.load import load
from analysis.outcomes import shares
from analysis.plan import run_plan
from analysis.scripts.generate import asked, r_script, stata_script
from design.experiments import flagship
from design.game import Game
from tests.sessions import Play, tables, write

PLAN = flagship().plan


def test_every_estimand_of_the_plan_is_asked_in_its_order():
    names = [one.estimand.name for one in asked(flagship())]
    every = (*PLAN.primary, *PLAN.sensitivity, *PLAN.secondary)
    assert names == [one.name for one in every]


@pytest.mark.parametrize("script", [r_script, stata_script])
def test_a_script_names_every_estimand_once_and_leaves_no_gap(script):
    text = script(flagship())
    for one in asked(flagship()):
        assert len(re.findall(rf'"{re.escape(one.estimand.name)}"', text)) == 1
    assert "-- the" not in text


def test_rounds_are_counted_over_all_parts():
    first = asked(flagship())[0]
    assert (first.rounds, first.before) == (range(6, 21), (range(1, 6),))
    assert "rounds = 6:20" in r_script(flagship())
    assert "first(6) last(20)" in stata_script(flagship())


def test_a_plan_by_another_method_is_refused():
    experiment = flagship()
    other = replace(experiment, plan=replace(experiment.plan, estimator="difference"))
    with pytest.raises(ValueError, match="the Plan by 'difference'"):
        r_script(other)


def test_the_numbers_of_another_game_are_those_of_the_script():
    text = stata_script(flagship(game=Game(endowments=(10,) * 4)))
    assert "global endowment 10\n" in text
    assert "A = 10, B = 10" in r_script(flagship(game=Game(endowments=(10,) * 4)))


def test_statas_blocks_are_closed():
    text = stata_script(flagship())
    assert text.count("{") == text.count("}")
    assert len(re.findall(r"^mata:$|^program ", text, re.M)) == len(re.findall("^end$", text, re.M))


@pytest.mark.r
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")
def test_r_finds_the_reports_estimates(tmp_path, request):
    if "r" not in request.config.option.markexpr.split():
        pytest.skip("R is run when asked for: pytest -m r")
    play = Play(slots=range(40), stops={39: 12, 12: 22}, absent={(3, 1): (4, 5)})
    folder = write(tables(play), tmp_path / "x")
    script = tmp_path / "primary.R"
    script.write_text(r_script(play.experiment))
    out = tmp_path / "estimates.csv"
    subprocess.run(["Rscript", script, out, folder], check=True, capture_output=True)
    theirs = pd.read_csv(out).set_index("estimand")
    ours = tidy(run_plan(shares(load(folder))))
    # The scripts answer the Plan, not its answers without groups or rounds of absent members.
    registered = ours["role"].isin(["primary", "sensitivity", "secondary"])
    ours = ours[(ours["estimator"] == PLAN.estimator) & registered]
    ours = ours.set_index("estimand").loc[theirs.index]
    for name in ("estimate", "se", "df", "low", "high", "n_groups"):
        np.testing.assert_allclose(theirs[name], ours[name], rtol=1e-8, atol=1e-9, err_msg=name)
    exact = ours["exact"].to_numpy(dtype=bool)
    assert exact.sum() >= 12
    np.testing.assert_allclose(theirs["p"][exact], ours["p"][exact], rtol=0, atol=1e-12)
    np.testing.assert_allclose(theirs["n_assignments"], ours["n_assignments"].astype(float))
    # Random draws of both differ by chance: four standard errors of a difference at most.
    p = ours["p"][~exact].to_numpy(dtype=float)
    reach = 4 * np.sqrt(2 * p * (1 - p) / 9_999)
    assert (abs(theirs["p"][~exact].to_numpy() - p) <= reach).all()
