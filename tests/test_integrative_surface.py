"""Does the response surface find what is there, with honest uncertainty, from groups alone?"""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.errors import DataError
from analysis.integrative import surface as surfaces
from analysis.integrative.effects import (
    against,
    along,
    by_condition,
    check,
    end_to_end,
    left_out,
    references,
)  # fmt: skip
from analysis.integrative.groups import cells, exported, simulated
from analysis.integrative.sample import sample
from analysis.integrative.space import Space
from analysis.integrative.surface import LEVEL_SPREAD, fit
from design.channels import Channel
from design.population import fischbacher_gaechter
from design.simulate import simulate
from design.simulated import tables
from lab.project import ROOT

SPACE = Space("?", ("two_way", "open"), "dark", sessions=8, groups=2, mpcr=(0.3, 0.8))
NAMES = ("sees", "mpcr")


def made(slope, *, sessions=24, groups=4, noise=6.0, seed=5):
    """Groups whose mean rises with `sees` alone: 30 + slope * sees, and noise of their own."""
    rng = np.random.default_rng(seed)
    rows = []
    for session in range(sessions):
        mpcr = 0.3 + 0.25 * (session // 3 % 3)
        for sees in (0.0, (session % 3 + 1) / 3):
            given = 30 + slope * sees + rng.normal(0, noise, groups)
            rows += [(f"s{session}", f"sees {sees:.2f}", sees, mpcr, one) for one in given]
    return pd.DataFrame(rows, columns=["session", "condition", "sees", "mpcr", "given"])


def test_a_cell_counts_groups_and_their_variance():
    frame = made(0.0, sessions=3, groups=3)
    found = cells(frame, NAMES)
    first = frame["given"][:3]
    assert found["groups"].tolist() == [3] * 6
    assert found.loc[0, "mean"] == pytest.approx(first.mean())
    assert found.loc[0, "variance"] == pytest.approx(first.var())


def test_groups_with_open_rounds_are_not_counted():
    frame = made(0.0, sessions=3, groups=3)
    frame.loc[0, "given"] = np.nan
    assert cells(frame, NAMES)["groups"].tolist() == [2, 3, 3, 3, 3, 3]


def test_a_slope_that_is_there_is_found_and_one_that_is_not_is_not():
    surface = fit(cells(made(20.0), NAMES), NAMES)
    ends = pd.DataFrame({"sees": [0.0, 1.0], "mpcr": [0.5, 0.5]})
    expected, covariance = surface.at(ends)
    error = np.sqrt(np.diag(covariance))
    assert np.all(np.abs(expected - [30, 50]) < 3 * error)
    # 96 groups of noise 6: the ends are known to a few points, not better than sampling allows.
    assert np.all((error > 0.5) & (error < 4))
    flat = surface.at(pd.DataFrame({"sees": [0.5, 0.5], "mpcr": [0.3, 0.8]}))
    difference = flat[0][1] - flat[0][0]
    spread = np.sqrt(np.array([-1, 1]) @ flat[1] @ np.array([-1, 1]))
    assert abs(difference) < 3 * spread
    assert surface.lengths[0] < surface.lengths[1]


def test_the_surface_is_the_normal_distribution_given_the_data():
    # Brute force: condition a joint normal of data and new points on the data.
    found = cells(made(10.0, sessions=6), NAMES)
    surface = fit(found, NAMES)
    new = pd.DataFrame({"sees": [0.1, 0.9], "mpcr": [0.4, 0.7]})
    points = np.vstack([surface.points, surface.scaled(new)])
    apart = (points[:, None] - points[None]) / surface.lengths
    joint = surface.spreads[0] ** 2 * np.exp(-0.5 * (apart**2).sum(axis=2)) + LEVEL_SPREAD**2
    same = found["session"].to_numpy()[:, None] == found["session"].to_numpy()[None]
    noise = surface.spreads[1] ** 2 * same + np.diag(surface.spreads[2] ** 2 / found["groups"])
    n = len(found)
    inverse = np.linalg.inv(joint[:n, :n] + noise)
    mean = surface.level + joint[n:, :n] @ inverse @ (found["mean"] - surface.level)
    spread = joint[n:, n:] - joint[n:, :n] @ inverse @ joint[:n, n:]
    expected, covariance = surface.at(new)
    assert expected == pytest.approx(mean, rel=1e-6)
    assert covariance == pytest.approx(spread, rel=1e-4, abs=1e-6)


def test_leaving_a_session_out_is_fitting_without_it(monkeypatch):
    # With spreads and lengths held fixed, the short cut and a second fit must agree.
    found = cells(made(10.0, sessions=6), NAMES)
    whole = fit(found, NAMES)
    logs = np.log(np.concatenate([whole.spreads, whole.lengths]))
    monkeypatch.setattr(surfaces, "_mode", lambda data: logs)
    missed = 0.0
    for session in found["session"].unique():
        rest, own = found[found["session"] != session], found[found["session"] == session]
        refit = fit(rest, NAMES)
        # The level is the mean of what is fitted: it moves a little, and its prior hardly minds.
        missed += float(((own["mean"] - refit.at(own)[0]) ** 2).sum())
    total = float(((found["mean"] - np.average(found["mean"], weights=found["groups"])) ** 2).sum())
    assert left_out(whole, found).explained == pytest.approx(1 - missed / total, abs=0.02)


def test_too_little_is_refused():
    with pytest.raises(ValueError, match="2 dials need more than 3 cells"):
        fit(cells(made(1.0, sessions=1), NAMES), NAMES)
    with pytest.raises(ValueError, match="spread is unknown"):
        fit(cells(made(1.0, groups=1), NAMES), NAMES)


def test_simulated_people_who_respond_to_being_shown_are_found_out():
    channel = Channel("seeing", "level", 4_000)
    played = simulated(sample(SPACE), "fischbacher_gaechter", (channel,), seed=1, times=6)
    assert len(played) == 8 * 4 * 6
    found = cells(played, NAMES)
    surface, where = fit(found, NAMES), references(SPACE)
    told = {one.what: one for one in against(surface, where, "dark")}
    # Four points of twenty, learned from each other, are far more than nothing.
    assert told["two_way - dark"].interval[0] > 5
    assert told["open - dark"].interval[0] > 5
    # These people do not know the MPCR.
    low, high = end_to_end(surface, where, "mpcr").interval
    assert low < 0 < high
    values, said = along(surface, where, "mpcr")
    assert len(values) == len(said)
    levels = {one.what: one.estimate for one in by_condition(surface, where)}
    assert told["open - dark"].estimate == pytest.approx(levels["open"] - levels["dark"])
    truth = cells(simulated(sample(SPACE, seed=9), "fischbacher_gaechter", (channel,), seed=9,
                            times=50), NAMES)  # fmt: skip
    assert check(surface, truth).error < 6


def test_exports_of_different_experiments_are_read_together(tmp_path):
    given = []
    for one in sample(SPACE)[:2]:
        folder = tmp_path / one.name
        folder.mkdir()
        played = simulate(
            one.experiment(), 3, 8, fischbacher_gaechter(one.experiment().game), first_slot=0
        )
        for name, columns in tables(played, session=one.name).items():
            pd.DataFrame(columns).to_csv(folder / f"{name}.csv", index=False)
        held = played.experiment.game.endowments[0]
        part = played.contributions[:, 5:20].mean(axis=(1, 2)) / held
        given.append(100 * part)
    read = exported(tmp_path / "point_000", tmp_path / "point_001")
    assert read.sort_values(["session", "slot"])["given"].to_numpy() == pytest.approx(
        np.concatenate(given)
    )
    assert set(read["mpcr"]) == {one.experiment().game.mpcr[0] / 1_000 for one in sample(SPACE)[:2]}
    with pytest.raises(DataError, match=r"no sessions\.csv"):
        exported(tmp_path)


PAGE = ROOT / "docs" / "integrative.md"
SHOWN = ROOT / "docs" / "spaces" / "monitoring.toml"


def test_the_pages_space_is_shown_as_it_is():
    shown = re.search(r"```toml\n(.*?)```", PAGE.read_text(), re.S).group(1)
    assert shown == SHOWN.read_text()


def test_the_pages_commands_run(tmp_path, capsys):
    # The page's own space with eight sessions instead of 128.
    small = tmp_path / "monitoring.toml"
    small.write_text(re.sub(r"sessions = \d+", "sessions = 8", SHOWN.read_text()))
    assert main(["integrate", str(small)]) == 0
    folder = tmp_path / "monitoring.integrative"
    assert sorted(path.name for path in folder.iterdir()) == ["sessions.csv", "sessions.json"]
    command = re.search(r"integrate \S+ (--simulate.*)", PAGE.read_text()).group(1).split()
    assert main(["integrate", str(small), *command]) == 0
    assert "two_way - dark" in capsys.readouterr().out
    assert (folder / "surface.svg").read_text().startswith("<svg")
    assert len(pd.read_csv(folder / "groups.csv")) == 64


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--simulate", "nobody"], "populations are"),
        (["--simulate", "calibrated", "--effect", "seeing:level"], "POSITION:PARAMETER:SHIFT"),
        (["--simulate", "calibrated", "--data", "here"], "not to both"),
    ],
)
def test_what_cannot_be_done_is_refused(options, told, tmp_path, capsys):
    out = ["--out", str(tmp_path / "out")]
    assert main(["integrate", str(SHOWN), *options, *out]) == 2
    assert told in capsys.readouterr().err
