"""Do the closed forms agree with games that are simply played out and summed?"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.theory import (
    belief_factor,
    belief_fixed_point,
    conditional_cooperation,
    contagion_earnings,
    critical_discount,
    critical_discount_alarmed,
    critical_discount_audited,
    critical_discount_covered,
    highest_price_per_look,
    news_distance,
    punishing_pays,
    selfish_contributions,
    stakes,
)

N, M = 4, 400
ALL = ~np.eye(4, dtype=bool)
GLASS = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0]], dtype=bool)
ONE_WAY = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=bool)
RING = np.roll(np.eye(4, dtype=bool), 1, axis=0)
PAIRS = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=bool)


def earned(contributions, mpcr, seat):
    """Earnings of one seat, in units of endowment, straight from the rule of the game."""
    return 1 - contributions[seat] + mpcr / 1000 * sum(contributions)


def sum_discounted(values, delta):
    """Sum a path whose last value lasts for ever."""
    weights = delta ** np.arange(len(values))
    return float(np.dot(weights, values) + weights[-1] * delta / (1 - delta) * values[-1])


def deviation_gain(delta, n, mpcr, delay):
    """Play grim trigger out: one member stops for good, the others notice `delay` rounds late."""
    cooperate = [earned([1] * n, mpcr, 0)] * (delay + 3)
    cheat = [earned([0] + [1] * (n - 1), mpcr, 0)] * (delay + 1) + [earned([0] * n, mpcr, 0)] * 2
    return sum_discounted(cheat, delta) - sum_discounted(cooperate, delta)


@pytest.mark.parametrize(("delay", "printed"), [(0, 0.5), (1, 0.707), (2, 0.794), (3, 0.841)])
def test_delayed_news_needs_the_printed_patience(delay, printed):
    assert critical_discount(N, M, delay=delay) == pytest.approx(printed, abs=5e-4)


@given(st.integers(2, 12), st.floats(0.02, 0.98), st.integers(0, 5))
def test_a_deviator_is_just_indifferent_at_the_critical_discount(n, place, delay):
    mpcr = round(1000 * (1 / n + place * (1 - 1 / n)))
    if not 1 / n < mpcr / 1000 < 1:
        return
    delta = critical_discount(n, mpcr, delay=delay)
    step = min(delta, 1 - delta) / 10
    assert deviation_gain(delta - step, n, mpcr, delay) > 0
    assert deviation_gain(delta + step, n, mpcr, delay) < 0


@pytest.mark.parametrize(("audit", "printed"), [(1.0, 0.5), (0.5, 0.667), (0.25, 0.8)])
def test_a_rarer_audit_needs_the_printed_patience(audit, printed):
    assert critical_discount_audited(N, M, audit) == pytest.approx(printed, abs=5e-4)


def alarm_value(delta, alarm_now, alarm_later, first_round):
    """Value of `first_round`, then cooperation until an alarm, by summing over when it rings."""
    cooperate, autarky = earned([1] * N, M, 0), earned([0] * N, M, 0)
    total, alive, weight = first_round, 1 - alarm_now, delta
    for _ in range(4000):
        total += weight * (alive * cooperate + (1 - alive) * autarky)
        alive *= 1 - alarm_later
        weight *= delta
    return total


@pytest.mark.parametrize(("hit", "false_alarm"), [(0.5, 0.0), (0.6, 0.1), (0.9, 0.3), (1.0, 0.0)])
def test_an_alarm_that_errs_leaves_a_deviator_indifferent(hit, false_alarm):
    delta = critical_discount_alarmed(N, M, hit=hit, false_alarm=false_alarm)
    obey = alarm_value(delta, false_alarm, false_alarm, earned([1] * N, M, 0))
    cheat = alarm_value(delta, hit, false_alarm, earned([0, 1, 1, 1], M, 0))
    assert cheat == pytest.approx(obey, abs=1e-9)


def test_false_alarms_cost_patience_at_the_same_difference():
    assert critical_discount_alarmed(N, M, hit=0.5, false_alarm=0) == pytest.approx(2 / 3)
    erring = critical_discount_alarmed(N, M, hit=0.6, false_alarm=0.1)
    assert erring == pytest.approx(0.714, abs=5e-4)


def test_an_alarm_that_says_nothing_supports_nothing():
    assert critical_discount_alarmed(N, M, hit=0.2, false_alarm=0.2) is None
    with pytest.raises(ValueError, match="0 <= false alarm <= hit"):
        critical_discount_alarmed(N, M, hit=0.1, false_alarm=0.2)


@pytest.mark.parametrize(
    ("sees", "printed"),
    [(ALL, 0.5), (GLASS, 0.581), (RING, 0.691), (PAIRS, None), (ONE_WAY, None)],
    ids=["complete", "two-way glass", "ring", "pairs", "one-way glass"],
)
def test_coverage_needs_the_printed_patience(sees, printed):
    found = critical_discount_covered(sees, M)
    assert found == (None if printed is None else pytest.approx(printed, abs=5e-4))


@pytest.mark.parametrize("sees", [ALL, GLASS, RING], ids=["complete", "two-way glass", "ring"])
def test_no_deviation_of_any_shape_pays_above_the_critical_discount(sees):
    # Every pattern of giving over seven rounds, then never again; always giving earns nm/(1-delta).
    delta = critical_discount_covered(sees, M)
    for mover, side in product(range(4), (-0.01, 0.01)):
        patience = delta + side
        obey = N * M / 1000 / (1 - patience)
        best = max(
            contagion_earnings(sees, M, patience, plan=plan, mover=mover, started=mover)
            for plan in product((False, True), repeat=7)
            if not plan[0]
        )
        assert (best > obey) == (side < 0)


def test_unseen_members_always_gain_by_defecting():
    for delta in (0.5, 0.9, 0.99):
        never = contagion_earnings(ONE_WAY, M, delta, plan=(), mover=0, started=0)
        assert never > N * M / 1000 / (1 - delta)


def test_a_ring_of_very_patient_members_would_rather_not_punish():
    # An observer keeps two others giving by staying quiet: worth it when d + d^2 > (1-m)/m = 1.5.
    limit = (-1 + 7**0.5) / 2
    assert punishing_pays(RING, M, limit - 0.01)
    assert not punishing_pays(RING, M, limit + 0.01, rounds=9)


@pytest.mark.parametrize("sees", [ALL, GLASS], ids=["complete", "two-way glass"])
def test_punishing_pays_where_another_observer_spreads_the_news_anyway(sees):
    assert all(punishing_pays(sees, M, delta) for delta in (0.6, 0.8, 0.95))


@given(st.integers(0, 2**16 - 1))
def test_news_distance_equals_a_walk_round_by_round(bits):
    sees = np.array([bits >> k & 1 for k in range(16)], dtype=bool).reshape(4, 4)
    np.fill_diagonal(sees, False)
    walked = np.full((4, 4), np.inf)
    for subject in range(4):
        knows = np.arange(4) == subject
        for lag in range(5):
            walked[knows & np.isinf(walked[:, subject]), subject] = lag
            knows = knows | (sees & knows).any(axis=1)
    assert np.array_equal(news_distance(sees), walked)


def test_the_highest_price_makes_watching_worth_as_much_as_autarky():
    price = highest_price_per_look(N, M, 20_000)
    watching = 20_000 * earned([1] * N, M, 0) - price * (N - 1)
    assert watching == pytest.approx(20_000 * earned([0] * N, M, 0))


def test_backward_induction_leaves_nothing_before_a_known_end():
    # In every round each choice of a member is compared given any choices of the others; what
    # follows is the same whatever is done now, so the best reply in the round is the solution.
    best = {
        max((0, 1, 2), key=lambda x, others=others: 2 * earned([x / 2, *others], M, 0))
        for others in product((0, 0.5, 1), repeat=3)
    }
    assert best == {0}
    assert not selfish_contributions(N, M, 15).any()


def test_a_game_without_dilemma_is_refused():
    for mpcr in (250, 1000, 1600):
        with pytest.raises(ValueError, match="between 0.25 and 1"):
            stakes(4, mpcr)


@given(st.floats(0, 20), st.floats(0.05, 1), st.floats(0, 0.95))
def test_beliefs_approach_the_fixed_point_at_the_stated_factor(prior, weight, slope):
    intercept = 10 * (1 - slope)
    path = conditional_cooperation(
        prior, intercept=intercept, slope=slope, weight=weight, endowment=20, rounds=8
    )
    point = belief_fixed_point(intercept, slope)
    distance = (prior - point) * belief_factor(slope, weight) ** np.arange(8)
    assert path.beliefs == pytest.approx(point + distance)


def test_without_a_signal_beliefs_stay_and_at_slope_one_they_drift():
    still = conditional_cooperation(
        6.5, intercept=0.96, slope=0.74, weight=0, endowment=20, rounds=5
    )
    assert set(still.beliefs) == {6.5}
    drift = conditional_cooperation(5, intercept=0.5, slope=1, weight=0.4, endowment=20, rounds=5)
    assert np.diff(drift.beliefs) == pytest.approx([0.2] * 4)
    assert belief_fixed_point(0.5, 1) is None


def test_contributions_stop_at_the_bounds():
    path = conditional_cooperation(19, intercept=5, slope=1, weight=1, endowment=20, rounds=4)
    assert path.contributions == pytest.approx([20, 20, 20, 20])
