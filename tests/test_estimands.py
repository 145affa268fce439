"""Is every estimand the number that its definition says, at its edges too?"""

import numpy as np
import pandas as pd
import pytest

from analysis.estimands import beliefs, paths, spread, times, verification, welfare
from analysis.estimands.catalogue import CATALOGUE, definition
from analysis.estimands.compare import compare
from analysis.estimands.definition import Definition, NotAvailableError
from analysis.estimands.example import example
from analysis.estimands.games import Beliefs, MatchingGroup, mean_of_others
from analysis.estimands.gather import from_foreign, from_panel, from_simulation
from analysis.estimands.measure import by_group, measure
from analysis.estimands.pictures import drawn
from analysis.estimate import Estimate
from analysis.load import load
from analysis.outcomes import part_mean, shares
from design.experiments import flagship
from design.plan import CONTRASTS, WITHDRAWALS, Contrast, Window
from design.population import fischbacher_gaechter
from design.simulate import simulate
from tests.sessions import Play, tables, write

ONLY = Window(0)
SEEING = CONTRASTS[0]


def group(shares, *, condition="dark", stated=None, earnings=None, held=20.0, **more):
    """A matching group of one part whose shares are given, (rounds, members)."""
    values = np.array(shares, dtype=float)
    kept = np.broadcast_to(np.array(held, dtype=float), values.shape)
    asked = {} if stated is None else {"others": Beliefs(np.array(stated, dtype=float),
                                                         mean_of_others(values), 1)}  # fmt: skip
    fields = {
        "slot": 0, "condition": condition, "seats": tuple("ABCD"[: values.shape[1]]),
        "rounds": np.arange(1, len(values) + 1), "parts": np.ones(len(values), dtype=int),
        "shares": values, "others": mean_of_others(values), "held": kept,
        "earnings": np.full(values.shape, np.nan) if earnings is None else np.array(earnings),
        "beliefs": asked,
    }  # fmt: skip
    return MatchingGroup(**{**fields, **more})


def path(*means, **more):
    """A group of two members who both give these shares."""
    return group([[m, m] for m in means], **more)


def value(name, one, window=ONLY):
    return measure(definition(name), [one], window)["value"].item()


def note(name, one, window=ONLY):
    return measure(definition(name), [one], window)["note"].item()


def test_every_number_of_the_field_is_in_the_catalogue_in_order():
    ids = list(dict.fromkeys(one.id for one in CATALOGUE.values()))
    assert ids == [f"E{i}" for i in range(1, 18)]
    assert all(one.definition.endswith(".") and one.unit for one in CATALOGUE.values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mean", 45.0),  # (60 + 50 + 40 + 30) / 4
        ("decay", -30.0),  # a line that falls 10 a round over 3 steps
        ("decline_given_level", -50.0),  # -30 of 60
        ("final", 30.0),
        ("last_three", 40.0),
        ("end_game", -10.0),
        ("sustainability", 0.75),  # 180 of 4 x 60
    ],
)
def test_a_falling_path_by_hand(name, expected):
    assert value(name, path(60, 50, 40, 30)) == pytest.approx(expected)


def test_the_log_odds_add_half_a_point_to_both_sides():
    # Two members with 20 points: 0 of 40 points, then all 40.
    expected = np.log(40.5 / 0.5) - np.log(0.5 / 40.5)
    assert value("log_odds_decay", path(0, 100)) == pytest.approx(expected)


@pytest.mark.parametrize("name", ["decline_given_level", "half_life", "sustainability"])
def test_nothing_can_be_lost_from_zero(name):
    silent = path(0, 50, 0)
    assert np.isnan(value(name, silent))
    assert note(name, silent) == paths.ZERO


@pytest.mark.parametrize("name", [n for n, d in CATALOGUE.items() if d.level == "group"
                                  and not d.needs and d.id != "E4"])  # fmt: skip
def test_a_group_with_an_unsettled_round_has_no_value_but_says_why(name):
    stopped = group([[40, 60, 20, 0], [30, 50, 20, 10], [np.nan] * 4, [np.nan] * 4])
    assert np.isnan(value(name, stopped))
    assert note(name, stopped)


def test_the_half_life_is_the_first_round_at_half_of_the_first():
    found = measure(definition("half_life"), [path(60, 50, 30, 40)], ONLY).iloc[0]
    assert (found["value"], found["event"]) == (3, True)
    # 31 is above half of 60: never, so censored at the last round.
    found = measure(definition("half_life"), [path(60, 50, 31, 40)], ONLY).iloc[0]
    assert (found["value"], found["event"]) == (4, False)


def test_a_collapse_needs_two_low_rounds_in_a_row():
    assert times.fallen(np.array([50.0, 20, 30, 20, 10]), 20, successive=2).value == 4
    # The last round alone cannot be confirmed: censored.
    assert times.fallen(np.array([50.0, 40, 10]), 20, successive=2).event is False
    assert times.fallen(np.array([10.0, 5, 50]), 20, successive=2).value == 1


def test_a_group_that_stopped_is_censored_there_unless_it_fell_before():
    nan = np.nan
    early = measure(definition("collapse_20"), [path(50, 10, 10, nan, nan)], ONLY).iloc[0]
    assert (early["value"], early["event"]) == (2, True)
    late = measure(definition("collapse_20"), [path(50, 40, nan, nan)], ONLY).iloc[0]
    assert (late["value"], late["event"]) == (2, False)
    assert "no longer settled" in late["note"]


def test_restart_and_withdrawal_look_beyond_the_treated_part():
    parts = np.array([1, 1, 2, 2, 3, 3])
    one = path(50, 50, 40, 20, 45, 35, parts=parts)
    assert value("restart", one, Window(1)) == 25
    assert value("withdrawal", one, Window(1)) == 10


def test_the_spread_within_a_round_by_hand():
    # Sample standard deviations of (0, 100) and (50, 50), averaged.
    assert value("within_sd", group([[0, 100], [50, 50]])) == pytest.approx(np.sqrt(5_000) / 2)


def test_gini_is_zero_for_equals_and_one_less_a_share_for_one_who_has_all():
    assert spread.gini(np.array([3.0, 3, 3])) == pytest.approx(0)
    assert spread.gini(np.array([0.0, 0, 0, 8])) == pytest.approx(3 / 4)
    assert np.isnan(spread.gini(np.zeros(3)))


def test_rounds_in_which_nobody_gave_do_not_count_as_equal():
    one = group([[0, 0, 0, 80], [0, 0, 0, 0]])
    assert value("contribution_gini", one) == pytest.approx(0.75)


def test_bimodality_tells_two_camps_from_one():
    camps = np.array([0.0] * 10 + [100.0] * 10)
    one = np.array([45.0, 48, 49, 50, 50, 50, 51, 52, 55])
    assert spread.bimodality(camps) > 5 / 9 > spread.bimodality(one)
    # Evenly spread values, as a uniform distribution's.
    assert spread.bimodality(np.linspace(0, 1, 5_001)) == pytest.approx(5 / 9, abs=1e-3)


def test_between_sd_has_one_value_per_condition_from_whole_groups_only():
    made = [path(m, m, slot=i) for i, m in enumerate((10, 20, 30, 40))]
    found = measure(definition("between_sd"), [*made, path(90, np.nan, slot=9)], ONLY)
    assert found["n_groups"].tolist() == [4]
    assert found["value"].item() == pytest.approx(np.std([10, 20, 30, 40], ddof=1))


def test_efficiency_is_earnings_above_the_least_over_the_most():
    # Two members, MPCR .6: all give 20 points of 20 in round 1, nobody in round 2.
    earned = [[24.0, 24.0], [20.0, 20.0]]
    one = group([[100, 100], [0, 0]], earnings=earned, mpcr=0.6)
    assert value("efficiency", one) == pytest.approx(50)
    assert value("worst_off", one) == pytest.approx(110)
    assert value("earnings_gini", one) == pytest.approx(0)


def test_costs_lower_efficiency_but_not_contributions():
    one = group([[100, 100]], earnings=[[22.0, 24.0]], mpcr=0.6)
    assert welfare.efficiency(one, ONLY).value == pytest.approx(75)
    assert value("mean", one) == 100


def test_accuracy_optimism_and_updating_by_hand():
    # The other gives 40, 20, 20; the member believes 60, 50, 35.
    given, stated = [[0, 40], [0, 20], [0, 20]], [[60, np.nan], [50, np.nan], [35, np.nan]]
    one = group(given, stated=stated)
    assert value("accuracy", one) == pytest.approx(-(20 + 30 + 15) / 3)
    assert value("optimism", one) == pytest.approx((20 + 30 + 15) / 3)
    # Moved -10 on news of -20, -15 on news of -30: half of each.
    assert value("updating", one) == pytest.approx(0.5)


def test_the_belief_slope_is_within_members():
    # Each member gives half its belief plus a level of its own: 10, 50.
    stated = [[20, 40], [40, 60], [60, 20]]
    given = [[20, 70], [30, 80], [40, 60]]
    one = group(given, stated=stated)
    assert value("belief_slope", one) == pytest.approx(0.5)
    members = measure(definition("member_belief_slope"), [one], ONLY)
    assert members["value"].tolist() == pytest.approx([0.5, 0.5])


def test_constant_beliefs_say_nothing_about_their_slope():
    one = group([[20, 70], [30, 80]], stated=[[50, 50], [50, 50]])
    assert note("belief_slope", one) == beliefs.NO_SPREAD


def test_questions_about_more_members_weigh_more():
    stated = np.full((1, 4), 30.0)
    both = {"across": Beliefs(stated, stated, 2), "partner": Beliefs(stated + 30, stated, 1)}
    one = group([[1, 1, 1, 1]], beliefs=both)
    # (2 x 30 + 60) / 3
    assert beliefs.about_all_others(one)[0, 0] == pytest.approx(40)


def test_a_schedule_slope_is_one_for_a_perfect_conditional_cooperator():
    schedules = np.array([np.linspace(0, 100, 21), np.zeros(21)])
    one = group([[50, 50]], schedules=schedules)
    found = measure(definition("schedule_slope"), [one], ONLY)
    assert found["value"].tolist() == pytest.approx([1, 0])
    assert by_group(found)["value"].item() == pytest.approx(0.5)


def test_role_and_endowment_gaps_are_differences_within_the_group():
    one = group([[10, 30, 50, 70]])
    assert value("role_gap", one) == pytest.approx(20 - 60)
    rich = group([[10, 30, 50, 70]], held=[10.0, 10, 30, 30])
    assert value("endowment_gap", rich) == pytest.approx(60 - 20)
    assert value("lowest_member", one) == 10
    assert value("highest_member", one) == 70


def test_full_and_zero_shares_count_choices():
    one = group([[0, 100, 50, 100], [0, 0, 50, 100]])
    assert (value("full_share", one), value("zero_share", one)) == (37.5, 37.5)


def test_coverage_counts_ordered_pairs_in_which_one_sees_the_other():
    # 4 of 12 pairs through a one-way glass between two and two, 8 through a two-way one.
    found = [verification.coverage(c) for c in ("dark", "one_way", "two_way", "open")]
    assert found == pytest.approx([0, 4 / 12, 8 / 12, 1])


def test_a_dose_response_is_the_line_through_group_means():
    doses = {"dark": 0.0, "one_way": 1 / 3, "two_way": 2 / 3}
    made = [
        path(30 + 30 * dose + apart, condition=name, slot=10 * i + k)
        for i, (name, dose) in enumerate(doses.items())
        for k, apart in enumerate((-2, 2, 0))
    ]
    found = measure(definition("dose_response"), made, ONLY).iloc[0]
    # 30 points over the whole dial are 3 per ten points of coverage.
    assert found["value"] == pytest.approx(3)
    assert found["n_groups"] == 9


def test_the_arc_elasticity_of_a_proportional_response_is_one():
    made = [
        path(m + apart, condition=c, slot=10 * i + k)
        for i, (c, m) in enumerate((("one_way", 20.0), ("two_way", 40.0)))
        for k, apart in enumerate((-1, 1))
    ]
    assert measure(definition("arc_elasticity"), made, ONLY)["value"].item() == pytest.approx(1)


def test_the_exogenous_slope_finds_the_response_to_partners_of_the_lot():
    rng = np.random.default_rng(1)
    made = []
    for slot in range(60):
        first = rng.uniform(0, 60, 4)
        second = 5 + 0.5 * mean_of_others(first[None])[0] + 0.3 * first
        made.append(group([first, second + rng.normal(0, 0.1, 4)], slot=slot))
    found = measure(definition("exogenous_slope"), made, ONLY).iloc[0]
    assert found["value"] == pytest.approx(0.5, abs=0.02)
    assert found["n_groups"] == 60


def test_partners_who_all_give_the_same_identify_no_slope():
    made = [path(50, 40, slot=slot) for slot in range(5)]
    found = measure(definition("exogenous_slope"), made, ONLY).iloc[0]
    assert np.isnan(found["value"])
    assert "not estimable" in found["note"]


def test_the_contingency_index_finds_a_planted_response_to_seen_generosity():
    rng = np.random.default_rng(2)
    parts, made = np.array([1, 2]), []
    for slot in range(80):
        condition, generous = ("one_way", "dark")[slot % 2], slot // 2 % 2
        first = [40, 40, 60 + rng.uniform(0, 9), 60] if generous else [40, 40, 20, 20.0]
        given = 30 + 5 * generous + (15 * generous if condition == "one_way" else 0)
        row = [given + rng.normal(0, 1), given, 50, 50]
        first[0] += rng.normal(0, 3)
        place = {"condition": condition, "slot": slot, "block": slot // 8}
        made.append(group([first, row], parts=parts, **place))
    found = measure(definition("contingency"), made, Window(1)).iloc[0]
    assert found["value"] == pytest.approx(15, abs=0.6)
    assert found["n_groups"] == 80


@pytest.mark.parametrize("name", ["contagion", "mediation", "demand_for_verification",
                                  "trust_premium"])  # fmt: skip
def test_what_no_data_here_can_answer_is_refused_with_what_it_needs(name):
    with pytest.raises(NotAvailableError, match=r"not available in these data: it needs \w+"):
        measure(definition(name), [path(1, 2)], ONLY)


def test_beliefs_are_needed_where_beliefs_are_asked_about():
    with pytest.raises(NotAvailableError, match="E10 .accuracy.*stated beliefs"):
        measure(definition("accuracy"), [path(1, 2)], ONLY)


def test_an_unknown_estimand_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match=r"estimands are \['mean', .*found 'trust'"):
        definition("trust")


def test_a_definition_cannot_state_another_level_than_it_computes():
    with pytest.raises(ValueError, match="level 'member' but a function of 'group'"):
        Definition("E1", "x", "X.", "u", level="member", of_group=paths.restart)


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
                    "blocked_cr2_randomisation", "primary")  # fmt: skip
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


@pytest.mark.parametrize("name", ["mean", "collapse_20", "between_sd", "member_belief_slope"])
def test_every_kind_of_picture_can_be_drawn(name):
    found = drawn(definition(name), measure(definition(name), example()))
    assert found.svg.startswith("<svg")
    assert "roups" in found.alternative


def test_nothing_is_drawn_of_nothing():
    empty = measure(definition("sustainability"), [path(0, 0)], ONLY)
    with pytest.raises(ValueError, match="no value to draw"):
        drawn(definition("sustainability"), empty)


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


def test_the_page_holds_the_catalogue_as_it_is():
    from analysis.estimands.page import as_markdown
    from lab.project import ROOT

    assert as_markdown() in (ROOT / "docs" / "estimands.md").read_text()


def test_the_table_of_all_values_says_why_an_estimand_is_missing():
    from analysis.estimands.page import values

    found = values(example(10))
    assert set(found["name"]) == set(CATALOGUE)
    reason = found.loc[found["name"] == "contagion", "note"].item()
    assert "not available in these data" in reason
