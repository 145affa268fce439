"""Does a power plan say what it means, refuse what it cannot, and come out as tables and curves?"""

import io
import re
import tomllib
import xml.etree.ElementTree as ET
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from analysis.__main__ import main
from analysis.power.command import part_of
from analysis.power.grid import plan_from, read_plan, worlds
from analysis.power.needed import crossing, even, groups_needed

SMALL = """
title = "A small plan"
seed = 3
experiments = 60
truth_groups = 2000

[aim]
estimand = "mean.seeing"
position = "seeing"
parameter = "level"
points = [0, 12]

[grid]
groups = [10, 14]

[population]
base = "fischbacher_gaechter"

[cost]
per_participant = 18.5
per_group = 4
currency = "EUR"
"""


AIM = {
    "estimand": "mean.punish_noise_10.effect",
    "position": "playing punish_noise_10",
    "parameter": "level",
    "points": [4],
}
LOTS = {"horizon": "indefinite", "continuation": 800, "block": 5, "restart": 0}
STAGED = {"conditions": ["punish_exact", "punish_noise_10"], "aim": AIM}


def plan(**changes):
    return plan_from(tomllib.loads(SMALL) | changes)


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def power(folder, *words):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["power", str(folder / "small.toml"), *words])
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("power")
    (folder / "small.toml").write_text(SMALL)
    done = power(folder, "--workers", "1")
    assert done.returncode == 0, done.stderr
    return folder / "small.power", done


def test_every_combination_is_a_world():
    found = plan(grid={"groups": [4], "rounds": [10, 15], "noise": [0.5, 1], "leaving": [0, 5]})
    assert len(worlds(found)) == 2 * 2 * 2 * 2
    calm = worlds(found)[0].people(found.population)
    assert calm.kinds[0].strategy.tremble == round(found.population.kinds[0].strategy.tremble / 2)
    assert worlds(found)[-1].people(found.population).leaving == 5
    assert found.experiment(10).treatments()[0].rounds == 20


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"colour": "red"}, "plan has no entry 'colour'"),
        ({"grid": {"groups": [4], "weather": [1]}}, "grid has no entry 'weather'"),
        ({"population": {"base": "martians"}}, "population.base is one of"),
        ({"population": {"mood": 3}}, "population has no entry 'mood'"),
        ({"conditions": ["dark", "open"]}, "compares \\['one_way'\\]"),
        ({"parts": LOTS}, "lots decide how many rounds"),
        (STAGED | {"grid": {"groups": [4], "leaving": [3]}}, "cannot have leaving = 3"),
        (STAGED | {"aim": AIM | {"parameter": "belief_on_seen"}}, "a channel on belief_on_seen"),
        (STAGED | {"aim": AIM | {"position": "seeing"}}, "taken alike in punish_noise_10 and"),
        (STAGED | {"aim": AIM | {"estimand": "mean.x.effect"}}, "mean.punish_noise_10.effect"),
        ({"conditions": ["dark", "one_way", "rumours"]}, "is called 'rumours'"),
        (
            {"aim": {"estimand": "mean.joy", "position": "seeing", "parameter": "level",
                     "points": [1]}},
            "aim.estimand is one of",
        ),
    ],
)  # fmt: skip
def test_what_a_plan_cannot_mean_is_refused_by_name(changes, words):
    with pytest.raises(ValueError, match=words):
        plan(**changes)


def test_a_file_that_is_no_plan_is_named(tmp_path):
    with pytest.raises(ValueError, match="there is no such file"):
        read_plan(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("title = ")
    with pytest.raises(ValueError, match="bad.toml"):
        read_plan(tmp_path / "bad.toml")
    (tmp_path / "less.toml").write_text('title = "x"')
    with pytest.raises(ValueError, match="'aim' is missing"):
        read_plan(tmp_path / "less.toml")


def test_a_probit_line_crosses_where_it_should():
    # Power ndtr(-2 + .5 x) is 80 % at x = (2 + .8416) / .5.
    x = np.array([2.0, 4.0, 6.0, 8.0])
    found = crossing(x, ndtr(-2 + 0.5 * x), 10_000, 0.8)
    assert found.value == pytest.approx((2 + 0.841621) / 0.5, abs=1e-4)
    assert found.inside
    assert not crossing(x, ndtr(-2 + 0.5 * x), 10_000, 0.9999).inside


def test_the_crossings_error_is_its_spread_over_repetitions():
    rng = np.random.default_rng(4)
    x = np.array([4.0, 5.0, 6.0])
    tried = [crossing(x, rng.binomial(500, ndtr(-2 + 0.5 * x)) / 500, 500, 0.8) for _ in range(400)]
    assert np.mean([one.error for one in tried]) == pytest.approx(
        np.std([one.value for one in tried]), rel=0.15
    )


def test_no_crossing_is_claimed_where_power_does_not_move():
    assert np.isnan(crossing([4, 8], [0.0, 0.0], 100, 0.8).value)
    assert np.isnan(crossing([4, 8], [0.5, 0.2], 100, 0.8).value)


def test_groups_come_in_pairs_per_block():
    assert [even(n) for n in (11.2, 12.0, 12.1)] == [12, 12, 14]
    groups = np.array([9.0, 16.0, 25.0])
    found = groups_needed(groups, ndtr(-3 + np.sqrt(groups)), 10_000, 0.8)
    assert found.value == pytest.approx((3 + 0.841621) ** 2, abs=0.01)


def test_parts_of_a_batch_scheduler_cover_everything_once():
    shards = list(range(11))
    parts = [part_of(shards, f"{i}/3") for i in (1, 2, 3)]
    assert sorted(sum(parts, [])) == shards
    assert part_of(shards, None) == shards
    for wrong in ("0/3", "4/3", "x"):
        with pytest.raises(ValueError, match="--shard is I/N"):
            part_of(shards, wrong)


def test_the_tables_hold_every_design_and_estimand(finished):
    folder, _ = finished
    rows = pd.read_csv(folder / "power.csv")
    assert len(rows) == 2 * 2 * 8
    assert (rows["experiments"] == 60).all()
    aimed = rows[rows["estimand"] == "mean.seeing"]
    assert aimed[aimed["points"] == 12]["truth"].to_numpy() == pytest.approx(12, abs=0.5)
    assert aimed[aimed["points"] == 0]["truth"].to_numpy() == pytest.approx(0, abs=0.3)


def test_the_page_says_power_after_holm_cost_and_the_other_tests(finished):
    folder, done = finished
    text = (folder / "power.md").read_text()
    assert text.strip() in done.stdout
    for words in ("after Holm", "seeing → level", "What it takes", "slope.interaction", "EUR"):
        assert words in text
    takes = pd.read_csv(folder / "needed.csv")
    known = takes.dropna(subset=["groups"])
    assert len(known)
    # Five conditions of four people at 18.50, and five groups at 4, for every group.
    cost = known["groups"] * (5 * 4 * 18.5 + 5 * 4)
    assert known["cost"].to_numpy() == pytest.approx(cost.to_numpy())


def test_the_curve_is_a_picture_that_says_itself_in_words(finished):
    root = ET.fromstring((finished[0] / "power.svg").read_text())
    words = [e.text for e in root if e.tag.endswith("desc")]
    assert re.search(r"12 points: \d+ % with 10, \d+ % with 14 groups per condition", words[0])


def test_a_second_run_computes_nothing_and_says_the_same(finished):
    folder, first = finished
    again = power(folder.parent, "--workers", "1")
    assert "0 to compute" in again.stderr
    assert again.stdout == first.stdout


def test_parts_computed_apart_come_together(finished, tmp_path):
    folder, first = finished
    (tmp_path / "small.toml").write_text(SMALL)
    for part in ("1/2", "2/2"):
        done = power(tmp_path, "--shard", part, "--workers", "1")
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
    whole = power(tmp_path, "--workers", "1")
    assert "0 to compute" in whole.stderr
    assert whole.stdout.split("Wrote")[0] == first.stdout.split("Wrote")[0]
    for path in (folder / "shards").iterdir():
        assert (tmp_path / "small.power" / "shards" / path.name).read_bytes() == path.read_bytes()


def test_bad_input_ends_with_one_sentence_and_code_two(tmp_path):
    (tmp_path / "small.toml").write_text(SMALL.replace("[10, 14]", "[5]"))
    done = power(tmp_path)
    assert done.returncode == 2
    assert "groups per condition are 2, 4, 6" in done.stderr
    assert "Traceback" not in done.stderr


def test_people_are_scaled_to_the_plans_endowment():
    # Amounts are estimated at an endowment of 20: at 100 everybody's noise is five times as large.
    small, large = plan(), plan(game={"endowment": 100, "mpcr": 400})
    one, other = (p.population.kinds[0].strategy for p in (small, large))
    assert other.tremble == pytest.approx(5 * one.tremble, abs=5)
    assert large.population.level_spread == pytest.approx(5 * small.population.level_spread, abs=5)
    assert other.on_belief == one.on_belief
