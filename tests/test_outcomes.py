"""Is the one number per group the right one, of the right seats, rounds and groups?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.load import load
from analysis.outcomes import Shares, has_automatic, outcome, own_choices, part_mean, shares
from analysis.reporting.accuracy import accuracy, belief_errors
from analysis.reporting.descriptives import (
    by_condition,
    efficiency,
    position_means,
    restarts,
    round_means,
)
from analysis.reporting.intervals import t_interval
from analysis.samples import ALONE, AUTOMATIC, UNFINISHED, sample, sample_without_automatic
from analysis.stored import StoredDesign
from design.plan import CONTRASTS, WITHDRAWALS, Estimand, Window
from tests.sessions import Play, small, tables, write

SEEING, BEING_SEEN, INTERACTION, EARNINGS = CONTRASTS


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """Two whole blocks and three slots of a third; an unfinished group; two with absences."""
    play = Play(slots=range(23), stops={4: 12}, absent={(3, 1): (4, 5), (8, 2): (21,)})
    return load(write(tables(play), tmp_path_factory.mktemp("outcomes") / "x"))


@pytest.fixture(scope="module")
def found(panel):
    return shares(panel)


def given(panel, slot, seats, rounds):
    """Contributions of some seats and rounds of a slot, read straight from the table."""
    rows = panel.decisions
    rows = rows[(rows["slot"] == slot) & rows["seat"].isin(list(seats))]
    return rows[rows["round"].isin(rounds)]


def test_a_mean_is_percent_of_the_endowment_over_the_seats_and_rounds_of_the_window(panel, found):
    estimand = Estimand("x", "mean", SEEING, Window(1, 2))
    values = outcome(found, estimand)
    # Seats A and B, rounds 6 to 18, of 20 points.
    by_hand = given(panel, 7, "AB", range(6, 19))["contribution"].mean() / 20 * 100
    assert values[7] == pytest.approx(by_hand)


def test_a_slope_is_the_fitted_change_over_the_window(panel, found):
    estimand = Estimand("x", "slope", BEING_SEEN, Window(1))
    rows = given(panel, 7, "CD", range(6, 21)).groupby("round")["contribution"].mean()
    # Fifteen rounds span fourteen steps.
    slope = np.polyfit(rows.index, rows.to_numpy() / 20 * 100, 1)[0]
    assert outcome(found, estimand)[7] == pytest.approx(slope * 14)


def test_a_straight_line_has_its_rise_as_slope():
    path = shares_of(lambda number: 5 + number)
    # One point of twenty more each round is 5 points of percent, over 14 steps.
    assert outcome(path, Estimand("x", "slope", SEEING, Window(1)))[0] == pytest.approx(70)


def shares_of(rule):
    """Contributions that follow a rule of the round, in every group of one block."""
    play = Play(slots=range(10))
    played = tables(play)
    played["decisions"]["contribution"] = [
        min(20, rule(n) - 5) for n in played["decisions"]["round"]
    ]
    frames = {name: frame.infer_objects() for name, frame in played.items()}

    class Panel:
        groups, decisions = frames["groups"], frames["decisions"]
        design = StoredDesign(play.experiment, play.experiment.treatments(), "")

    return shares(Panel)


def test_a_group_whose_window_is_not_settled_has_no_outcome(found):
    mean = Estimand("x", "mean", SEEING, Window(1))
    assert np.isnan(outcome(found, mean)[4]), "slot 4 stopped in round 12"
    assert np.isfinite(part_mean(found, 0)[4]), "but its part 1 is settled"
    assert np.isnan(outcome(found, mean)).sum() == 1


def test_a_half_decided_round_does_not_count(panel, found):
    # Slot 4 settled 12 rounds and one member decided the thirteenth.
    assert len(panel.decisions[panel.decisions["slot"] == 4]) == 12 * 4 + 1
    assert np.isnan(found.values[4, 12]).all()


def test_net_efficiency_equals_mean_contribution_in_a_linear_game(found):
    left, right = efficiency(found), part_mean(found, 1)
    assert np.isnan(left).tolist() == np.isnan(right).tolist()
    assert np.nanmax(np.abs(left - right)) < 1e-9


def test_a_sample_compares_the_arms_within_block_and_beliefs(panel, found):
    chosen = sample(found, Estimand("x", "mean", SEEING, Window(1)))
    groups = panel.groups.set_index("slot").loc[chosen.slots]
    assert [chosen.arms[code] for code in chosen.codes] == groups["condition"].tolist()
    keys = list(zip(groups["block"], groups["beliefs"], strict=True))
    same = [[a == b for b in keys] for a in keys]
    assert (np.equal.outer(chosen.strata, chosen.strata) == np.array(same)).all()
    assert chosen.weights.tolist() == [1.0, -1.0]


def test_a_withdrawal_compares_the_two_groups_of_a_condition_in_a_block(panel, found):
    chosen = sample(found, Estimand("x", "mean", WITHDRAWALS[0], Window(2), covariate=(1,)))
    groups = panel.groups.set_index("slot").loc[chosen.slots]
    assert set(groups["condition"]) == {"one_way", "two_way", "open"}
    for cell in np.unique(chosen.cells):
        pair = groups[chosen.cells == cell]
        assert len(pair) == 2
        assert len(set(zip(pair["block"], pair["condition"], strict=True))) == 1
        assert set(pair["third"]) == {"kept", "removed"}


def test_every_group_that_is_not_used_is_counted_with_its_reason(panel, found):
    groups, part = panel.groups, found.groups["block"] == 2
    for contrast in CONTRASTS:
        arms = [arm for arm, _ in contrast.weights]
        asked = groups["condition"].isin(arms)
        chosen = sample(found, Estimand("x", "mean", contrast, Window(1)))
        assert len(chosen.y) + sum(chosen.left_out.values()) == asked.sum()
        lost = groups["slot"] == 4
        assert chosen.left_out[UNFINISHED] == (asked & lost).sum()
        # The third block has three slots: it is used only if every compared arm is among them.
        present = set(groups.loc[part, "condition"])
        alone = 0 if set(arms) <= present else (asked & part).sum()
        assert chosen.left_out[ALONE] == alone


def test_groups_with_automatic_choices_are_left_out_only_where_asked(found):
    touched = {int(slot) for slot in found.groups["slot"][has_automatic(found)]}
    assert touched == {3, 8}
    for contrast in CONTRASTS:
        estimand = Estimand("x", "mean", contrast, Window(1))
        assert sample(found, estimand).left_out[AUTOMATIC] == 0
        assert not touched & set(sample_without_automatic(found, estimand).slots)


def test_without_imputed_choices_a_mean_is_over_members_own_choices(panel, found):
    own, whole = own_choices(found), Estimand("x", "mean", SEEING, Window(1, 2))
    # In slot 3 the rule chose for B in two of the rounds of the window: A alone counts there.
    rows = given(panel, 3, "AB", range(6, 19))
    alone = rows[~rows["automatic"]].groupby("round")["contribution"].mean()
    assert len(rows) == 26
    assert outcome(own, whole)[3] == pytest.approx(alone.mean() / 20 * 100)
    untouched = [n for n, slot in enumerate(found.groups["slot"]) if slot not in (3, 8)]
    same = outcome(found, whole)[untouched], outcome(own, whole)[untouched]
    assert np.array_equal(*same, equal_nan=True)


def test_a_round_that_nobody_chose_in_is_missing_without_imputed_choices(found):
    automatic = found.automatic.copy()
    automatic[0, 6, :2] = True
    own = own_choices(replace(found, automatic=automatic))
    estimand = Estimand("x", "mean", SEEING, Window(1, 2))
    assert np.isnan(outcome(own, estimand)[0])
    assert not np.isnan(outcome(found, estimand)[0])


def test_belief_errors_are_beliefs_less_what_the_others_gave(panel):
    errors = belief_errors(panel)
    row = errors[(errors["question"] == "across") & (errors["seat"] == "C")].iloc[3]
    truth = given(panel, row["slot"], "AB", [row["round"]])["contribution"].mean() / 20 * 100
    stated = panel.beliefs.set_index(["slot", "seat", "round", "question"])["belief"]
    belief = stated[row["slot"], "C", row["round"], "across"] / 20 * 100
    assert row["signed"] == pytest.approx(belief - truth)
    assert row["absolute"] == pytest.approx(abs(belief - truth))


def test_beliefs_are_averaged_within_groups_first(panel):
    errors = belief_errors(panel)
    table = accuracy(errors, ["condition", "question"])
    row = table[(table["condition"] == "two_way") & (table["question"] == "partner")]
    row = row[row["error"] == "signed"].iloc[0]
    here = errors[(errors["condition"] == "two_way") & (errors["question"] == "partner")]
    means = here.groupby("slot")["signed"].mean()
    assert (row["n"], row["mean"]) == (len(means), pytest.approx(means.mean()))


def test_paths_are_means_over_groups(panel, found):
    means = round_means(found).set_index(["condition", "round"])
    rows = panel.decisions[panel.decisions["settled_at"].notna()]
    by_hand = rows.groupby(["condition", "round"])["contribution"].mean() / 20 * 100
    assert means.loc[("dark", 9), "mean"] == pytest.approx(by_hand["dark", 9])


def test_positions_are_matched_by_seat(panel, found):
    means = position_means(found).set_index(["arm", "round"])["mean"]
    rows = panel.decisions[panel.decisions["seat"].isin(["C", "D"])]
    by_hand = rows.groupby(["condition", "round"])["contribution"].mean() / 20 * 100
    assert means["C2 (C, D)", 15] == pytest.approx(by_hand["one_way", 15])
    assert means["C0 (C, D)", 15] == pytest.approx(by_hand["dark", 15])


def test_a_restart_is_the_step_into_part_three(panel, found):
    table = restarts(found).set_index(["condition", "third", "measure"])
    rows = panel.decisions[(panel.decisions["condition"] == "dark")]
    rows = rows[rows["third"] == "kept"].groupby("round")["contribution"].mean() / 20 * 100
    found_step = table.loc[("dark", "kept", "restart"), "mean"]
    assert found_step == pytest.approx(rows[21] - rows[20])


def test_every_condition_has_every_measure(found):
    table = by_condition(found)
    assert len(table) == 5 * 6
    assert table.groupby("measure").size().eq(5).all()


def test_an_interval_needs_two_groups():
    assert np.isnan(t_interval([3.0]).low)
    assert np.isnan(t_interval([np.nan]).mean)
    # For 1, 3: mean 2, sd sqrt(2), standard error 1, t(1, .975) = 12.706.
    assert t_interval([1.0, 3.0]).high == pytest.approx(2 + 12.7062047)


def test_a_short_experiment_has_its_own_windows(tmp_path):
    one = shares(load(write(tables(small(slots=range(2))), tmp_path / "x")))
    assert (one.rounds(Window(1)), one.rounds(Window(2))) == (range(3, 7), range(7, 9))


def test_who_sits_out_counts_in_no_mean():
    values = np.full((1, 25, 4), 50.0)
    values[0, 5:20, 3] = 0.0
    outside = values == 0.0
    groups = pd.DataFrame({"slot": [0]})
    experiment = Play(slots=range(1)).experiment
    found = Shares(groups, values, np.zeros_like(outside), experiment, outside)
    # The three at the table give half each; without the mark the fourth would make it 37.5.
    assert found.window(Window(1), "ABCD").tolist() == [[50.0] * 15]
    assert np.isnan(found.window(Window(1), "D")).all()
    assert replace(found, outside=None).window(Window(1), "ABCD")[0, 0] == 37.5
