"""Do tables, foreign data and simulations become the same groups, and compare as the Plan does?"""

import numpy as np
import pandas as pd
import pytest
from estimated import SEEING, path, value

from analysis.estimands.catalogue import definition
from analysis.estimands.compare import compare
from analysis.estimands.example import example
from analysis.estimands.games import mean_of_others
from analysis.estimands.gather import from_foreign, from_panel, from_simulation
from analysis.estimands.measure import measure
from analysis.estimate import Estimate
from analysis.load import load
from analysis.outcomes import part_mean, shares
from design.experiments import flagship
from design.plan import CONTRASTS, WITHDRAWALS, Contrast, Window
from design.population import fischbacher_gaechter
from design.simulate import simulate
from tests.sessions import Play, tables, write


def test_others_are_those_who_shared_the_account():
    given, accounts = np.array([[0.0, 10, 20, 40]]), np.array([[1, 2, 1, 2]])
    assert mean_of_others(given, accounts).tolist() == [[20, 40, 0, 10]]
    assert mean_of_others(given).tolist() == [[70 / 3, 20, 50 / 3, 10]]


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    play = Play(slots=range(20), stops={4: 12})
    return load(write(tables(play), tmp_path_factory.mktemp("estimands") / "x"))


def test_a_panels_mean_is_that_of_the_registered_outcome(panel):
    found = measure(definition("mean"), from_panel(panel))
    expected = part_mean(shares(panel), 1)
    np.testing.assert_allclose(found["value"], expected)
    assert np.isnan(found.set_index("slot").loc[4, "value"])


def test_seats_restrict_every_arm_to_the_same_members(panel):
    from analysis.outcomes import outcome
    from design.plan import Estimand

    found = measure(definition("decay"), from_panel(panel), seats="AB")
    expected = outcome(shares(panel), Estimand("x", "slope", SEEING, Window(1)))
    np.testing.assert_allclose(found["value"], expected)


def test_a_panels_earnings_are_those_that_were_paid(panel):
    groups = {one.slot: one for one in from_panel(panel)}
    rows = panel.decisions.dropna(subset=["earnings"])
    for row in rows.sample(50, random_state=1).itertuples():
        seat = groups[row.slot].seats.index(row.seat)
        assert groups[row.slot].earnings[row.round - 1, seat] == pytest.approx(row.earnings)


def test_a_panels_beliefs_are_about_the_seats_they_name(panel):
    row = panel.beliefs.iloc[7]
    one = next(g for g in from_panel(panel) if g.slot == row["slot"])
    found, seat = one.beliefs[row["question"]], one.seats.index(row["seat"])
    assert found.stated[row["round"] - 1, seat] == pytest.approx(5 * row["belief"])
    rows = panel.decisions
    here = rows[(rows["slot"] == row["slot"]) & (rows["round"] == row["round"])]
    about = here[here["seat"].isin(list(row["about"]))]["contribution"]
    assert found.truth[row["round"] - 1, seat] == pytest.approx(5 * about.mean())


def test_a_simulation_gathers_to_what_its_tables_gather_to(tmp_path):
    from lab.simulated import write as export

    experiment = flagship()
    direct = from_simulation(simulate(experiment, 3, 10, fischbacher_gaechter(experiment.game)))
    read = from_panel(load(export(experiment, 3, 10, tmp_path / "x")))
    for one, other in zip(direct, read, strict=True):
        assert (one.slot, one.condition, one.third, one.asked) == (
            other.slot, other.condition, other.third, other.asked)  # fmt: skip
        np.testing.assert_allclose(one.shares, other.shares)
        np.testing.assert_allclose(one.earnings, other.earnings)
        for name, asked in one.beliefs.items():
            np.testing.assert_allclose(asked.stated, other.beliefs[name].stated)


def foreign(**columns):
    """A Panel of two matching groups of strangers: four people, two accounts a round."""
    rows = [
        {"slot": s, "session": str(s), "group": f"{r}{(p + r) % 2}", "participant": f"{s}{p}",
         "seat": "AB"[p // 2], "condition": "x", "part": 1, "round": r, "endowment": 10.0,
         "contribution": float(p + r), "belief": np.nan, "earnings": np.nan}
        for s in (0, 1) for r in (1, 2, 3) for p in range(4)
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(**columns)


def test_strangers_are_one_matching_group_whose_accounts_change():
    one, _ = from_foreign(foreign())
    assert one.shares[0].tolist() == [10, 20, 30, 40]
    # In round 1 persons 0 and 2 share an account, and 1 and 3.
    assert one.others[0].tolist() == [30, 40, 10, 20]
    assert value("mean", one) == pytest.approx((25 + 35 + 45) / 3)


def test_a_round_that_a_group_did_not_play_is_unsettled():
    rows = foreign()
    one, other = from_foreign(rows[~((rows["slot"] == 1) & (rows["round"] == 3))])
    assert np.isfinite(value("mean", one))
    assert np.isnan(value("mean", other))


def test_shares_need_an_endowment():
    with pytest.raises(ValueError, match="24 of 24 rows have no endowment"):
        from_foreign(foreign(endowment=np.nan))


def test_members_are_averaged_before_arms_are_compared():
    groups = example()
    members = measure(definition("member_belief_slope"), groups)
    found = compare(definition("member_belief_slope"), members, CONTRASTS[3])
    assert found.n_groups <= sum(g.condition in ("dark", "dark_earnings") for g in groups)


def test_the_headline_of_a_compared_mean_is_the_plans_own(panel):
    from analysis.methods import estimate
    from analysis.samples import sample
    from design.plan import Estimand

    everybody = Contrast("earnings", CONTRASTS[3].weights, "ABCD")
    groups = from_panel(panel)
    before = measure(definition("mean"), groups, Window(0))
    found = compare(definition("mean"), measure(definition("mean"), groups), everybody,
                    adjust=before)  # fmt: skip
    plan = estimate(sample(shares(panel), Estimand("x", "mean", everybody, Window(1))),
                    "blocked_cr2_skew_randomisation", "primary")  # fmt: skip
    kept = ("estimate", "se", "df", "low", "high", "p", "n_groups", "n_assignments")
    assert [getattr(found, k) for k in kept] == pytest.approx([getattr(plan, k) for k in kept])


def test_times_are_compared_by_rounds_survived():
    made = [
        path(*[50] * last, *[0] * (10 - last), condition=arm, slot=i, block=0)
        for arm, lasts in (("one_way", (8, 9, 7, 9)), ("dark", (2, 3, 4, 3)))
        for i, last in enumerate(lasts, start=4 * (arm == "dark"))
    ]
    found = compare(definition("collapse_20"), measure(definition("collapse_20"), made), SEEING)
    # All fall; the first low round is one more than the last high one: 33 less 12, over 4 groups.
    assert found.estimate == pytest.approx((33 - 12) / 4)
    # Of the 70 ways to deal, the observed split and its mirror are the most extreme.
    assert found.p == pytest.approx(2 / 70)


def test_withdrawal_compares_pairs_of_one_condition_in_a_block():
    groups = example()
    found = compare(definition("withdrawal"), measure(definition("withdrawal"), groups),
                    WITHDRAWALS[0])  # fmt: skip
    assert isinstance(found, Estimate)
    # Six blocks, three conditions that show others' contributions.
    assert (found.n_cells, found.n_groups) == (18, 36)


def test_a_number_of_the_sample_cannot_be_compared_between_arms():
    with pytest.raises(ValueError, match="nothing to compare"):
        compare(definition("between_sd"), pd.DataFrame(), SEEING)


def test_real_data_of_strangers_have_one_unit_per_session():
    from analysis.foreign.catalogue import data_folder, load_known

    if not (data_folder() / "fischbacher_gaechter_2010").exists():
        pytest.skip("the data of Fischbacher and Gaechter are not here")
    groups = from_foreign(load_known("fischbacher_gaechter_2010"), mpcr=0.4)
    assert len(groups) == 6
    found = measure(definition("mean"), groups)
    assert found["value"].mean() == pytest.approx(5 * 4.83, abs=0.05)
    # The pooled slope of the schedules is .425; everybody has one, so the mean is the same.
    slopes = measure(definition("schedule_slope"), groups)
    assert slopes["value"].mean() == pytest.approx(0.425, abs=0.001)
