"""Does every level of the dial show what it says, when it says, at its rate, and nothing else?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design.chance import uniform
from design.conditions import everybody
from design.game import Game
from design.monitoring import LEVELS, Monitoring
from design.occasions import HIDDEN
from design.pace import Pace
from design.phases import Phase
from design.signals import observe
from design.transition import Contribute, advance, start
from design.treatments import Treatment
from design.view import view

GAME = Game()
SEED, SLOT = 11, 3
amounts = st.lists(st.integers(0, 20), min_size=4, max_size=4)
seats = st.integers(0, 3)


def individual(**more):
    return Monitoring(granularity="individual", **more)


def group_of(monitoring, rounds, *, last=None, slot=SLOT):
    """A group that has given so many points in each round, under one setting of the dial."""
    phase = Phase("only", last or len(rounds), monitoring)
    made = Treatment("only", "only", GAME, (phase,), everybody("dial"))
    group = start(slot, made, Pace(), 0, seed=SEED)
    for number, points in enumerate(rounds, 1):
        for seat, given_ in enumerate(points):
            step = advance(group, Contribute(seat, number, given_), 1)
            assert step.refusal is None
            group = step.group
    return group


def printed(monitoring, points, seat):
    """Everything that a seat's View says after one round."""
    return view(group_of(monitoring, [points]), seat)


def drawn(purpose, *key):
    return float(uniform(SEED, (SLOT, 1, *key), purpose))


# Each setting with what it shows to a seat of a vector of contributions, from its fields alone.
def seen_through(direction):
    return lambda x, i: [x["ABCD".index(name)] for name in direction[i]]


def audited(x, i):
    return [x[j] if 1_000 * drawn("audit", j) < 400 else None for j in range(4) if j != i]


def sampled(x, i):
    order = sorted((drawn("sample", i, j), j) for j in range(4) if j != i)
    return [(j, x[j]) for _, j in order[:2]]


def misread(x, i):
    wrong = [1_000 * drawn("misread", j) < 500 for j in range(4)]
    return [None if wrong[j] else x[j] for j in range(4) if j != i]


def others(x, i):
    return [x[j] for j in range(4) if j != i]


RING = ("B", "C", "D", "A")
GLASS = ("CD", "CD", "", "")
SETTINGS = {
    "none": (Monitoring(), lambda x, i: []),
    "total": (Monitoring(granularity="total"), lambda x, i: [sum(x)]),
    "earnings": (Monitoring(own_earnings=True, reveals=("total",)), lambda x, i: [sum(x)]),
    "others' earnings": (
        individual(content="earnings", own_earnings=True, reveals=("total", "last_member")), others
    ),
    "both extremes": (
        Monitoring(granularity="extremes"), lambda x, i: [min(others(x, i)), max(others(x, i))]
    ),
    "highest": (
        Monitoring(granularity="extremes", extreme="high"), lambda x, i: [max(others(x, i))]
    ),
    "lowest": (
        Monitoring(granularity="extremes", extreme="low"), lambda x, i: [min(others(x, i))]
    ),
    "sorted": (
        Monitoring(granularity="sorted", reveals=("total",)), lambda x, i: sorted(others(x, i))
    ),
    "glass": (individual(direction=GLASS), seen_through(GLASS)),
    "graph": (individual(coverage="graph", direction=RING), seen_through(RING)),
    "audit": (individual(coverage="audit", audited=400), audited),
    "sample": (individual(coverage="sample", sampled=2), sampled),
    "noisy": (individual(accuracy="noisy", error=500), misread),
    "rounded": (
        individual(accuracy="rounded", rounding=5),
        lambda x, i: [(2 * y + 5) // 10 for y in others(x, i)],
    ),
    "delayed": (
        individual(timing="delayed", delay=2, reveals=("total",)), lambda x, i: []
    ),
    "end": (Monitoring(granularity="total", timing="end"), lambda x, i: [sum(x)]),
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
@settings(max_examples=15, deadline=None)
@given(x=amounts, y=amounts, seat=seats, keep=st.lists(st.booleans(), min_size=4, max_size=4))
def test_views_differ_only_if_something_that_is_shown_differs(name, x, y, seat, keep):
    # Where two vectors agree in all that the setting shows to a seat, its Views are equal; where
    # they do not, something shown has changed, and so has the View.
    monitoring, shows = SETTINGS[name]
    other = [a if same else b for a, b, same in zip(x, y, keep, strict=True)]
    other[seat] = x[seat]
    alike = shows(x, seat) == shows(other, seat)
    assert (printed(monitoring, x, seat) == printed(monitoring, other, seat)) == alike


@settings(max_examples=20, deadline=None)
@given(x=amounts, seat=seats)
def test_a_swap_of_two_others_is_invisible_wherever_seats_are_not_named(x, seat):
    first, second = (j for j in range(4) if j != seat and j != (seat + 1) % 4)
    swapped = list(x)
    swapped[first], swapped[second] = x[second], x[first]
    for name in ("none", "total", "earnings", "both extremes", "sorted"):
        monitoring, _ = SETTINGS[name]
        assert printed(monitoring, x, seat) == printed(monitoring, swapped, seat)
    # Reshuffled entries come in an order of the round's own: the same numbers, whoever gave them.
    mixed = individual(identity="reshuffled", reveals=("total",))
    one, two = (printed(mixed, points, seat).history[0] for points in (x, swapped))
    assert sorted(one.others) == sorted(two.others) == sorted(map(float, others(x, seat)))
    assert not one.entries


@given(x=amounts, y=amounts, reports=amounts, seat=seats)
def test_what_is_reported_tells_nothing_of_what_was_given(x, y, reports, seat):
    y[seat] = x[seat]
    told = np.array(reports) * 1_000
    for source in ("self_report", "broker", "output"):
        one, two = (
            observe(individual(source=source), GAME, np.array(points) * 1_000, reported=told)
            for points in (x, y)
        )
        assert one.entries[seat].tolist() == two.entries[seat].tolist()


@given(x=amounts, y=amounts, asked=st.lists(st.booleans(), min_size=16, max_size=16), seat=seats)
def test_only_what_was_looked_at_is_seen(x, y, asked, seat):
    looked = np.array(asked).reshape(4, 4)
    other = [a if looked[seat, j] or j == seat else b
             for j, (a, b) in enumerate(zip(x, y, strict=True))]  # fmt: skip
    pulled = individual(acquisition="pull")
    one, two = (
        observe(pulled, GAME, np.array(points) * 1_000, looked=looked) for points in (x, other)
    )
    assert one.entries[seat].tolist() == two.entries[seat].tolist()
    assert ((one.entries[seat] != HIDDEN) == looked[seat] | np.eye(4, dtype=bool)[seat]).all()


def test_the_settings_above_reach_every_level_of_the_dial():
    reached = {name: {getattr(one, name) for one, _ in SETTINGS.values()} for name in LEVELS}
    missing = {name: set(levels) - reached[name] for name, levels in LEVELS.items()}
    # These have tests of their own here: reshuffling, reports, looks and late reports; what
    # members are told is no part of what is shown.
    assert missing == {
        "content": set(),
        "granularity": set(),
        "identity": {"reshuffled"},
        "timing": {"every_k", "triggered"},
        "accuracy": set(),
        "coverage": set(),
        "acquisition": {"pull"},
        "source": {"self_report", "audited_report", "broker", "output"},
        "disclosure": {"untold"},
    }


def at_once(totals, last):
    return {number: number for number in range(1, len(totals) + 1)}


def every_third(totals, last):
    # Reports come after rounds 3, 6, ..., and with the last round for what is left.
    times = [n for n in range(1, last + 1) if n % 3 == 0 or n == last]
    return {n: next(time for time in times if time >= n) for n in range(1, len(totals) + 1)}


def two_later(totals, last):
    return {n: n + 2 for n in range(1, len(totals) + 1) if n + 2 <= last}


def at_the_end(totals, last):
    return dict.fromkeys(range(1, len(totals) + 1), last)


def after_a_fall(totals, last):
    falls = [n for n in range(2, len(totals) + 1) if totals[n - 2] - totals[n - 1] >= 3 * 4]
    return {n: min(time for time in falls if time >= n)
            for n in range(1, len(totals) + 1) if any(time >= n for time in falls)}  # fmt: skip


LATE = {
    "every round": ({}, at_once),
    "every third": ({"timing": "every_k", "every": 3}, every_third),
    "two later": ({"timing": "delayed", "delay": 2}, two_later),
    "at the end": ({"timing": "end"}, at_the_end),
    "after a fall": ({"timing": "triggered", "fall": 3}, after_a_fall),
}


@pytest.mark.parametrize("name", LATE)
@settings(max_examples=8, deadline=None)
@given(rounds=st.lists(amounts, min_size=6, max_size=8), seat=seats)
def test_every_round_is_shown_from_its_report_on_and_never_before(name, rounds, seat):
    timing, times = LATE[name]
    monitoring = individual(reveals=("total",), **timing)
    for now in range(1, len(rounds) + 1):
        due = times([sum(points) for points in rounds[:now]], 8)
        history = view(group_of(monitoring, rounds[:now], last=8), seat).history
        for number, feedback in enumerate(history, 1):
            shown = due.get(number, 99) <= now
            expected = others(rounds[number - 1], seat) if shown else []
            assert [value for _, value in feedback.entries] == expected
            assert feedback.reported == shown


@pytest.mark.parametrize("name", sorted(set(LATE) - {"every round"}))
@given(rounds=st.lists(amounts, min_size=4, max_size=4), y=amounts, seat=seats)
@settings(max_examples=15, deadline=None)
def test_an_unreported_round_leaves_no_trace_on_a_screen(name, rounds, y, seat):
    # The last of four rounds of eight changes; unless it is reported, its View does not.
    timing, times = LATE[name]
    y[seat] = rounds[-1][seat]
    changed = [*rounds[:-1], y]
    dues = [times([sum(points) for points in one], 8) for one in (rounds, changed)]
    if any(due.get(4, 99) <= 4 for due in dues):
        return
    monitoring = individual(reveals=("total",), **timing)
    one, two = (view(group_of(monitoring, played, last=8), seat) for played in (rounds, changed))
    assert one == two


edges = st.lists(st.sampled_from("ABCD"), unique=True).map(lambda names: "".join(sorted(names)))


@given(st.tuples(edges, edges, edges, edges).filter(any), amounts)
def test_a_graph_shows_exactly_its_edges(direction, x):
    dial = individual(coverage="graph", direction=direction)
    shown = observe(dial, GAME, np.array(x) * 1_000).entries
    for i, sees in enumerate(direction):
        for j, name in enumerate("ABCD"):
            assert shown[i, j] == (x[j] * 1_000 if name in sees or i == j else HIDDEN)
