"""Is a crowd let in and a flood kept out, and are addresses forgotten?"""

from hypothesis import given
from hypothesis import strategies as st

from guard import allowance
from guard.allowance import Addresses, Allowance


def taken(one, times, now):
    return sum(one.take(now) for _ in range(times))


def test_a_burst_is_let_through_and_then_the_rate():
    one = Allowance(20, 60, now=100)
    assert taken(one, 70, 100) == 60
    assert taken(one, 70, 100.5) == 10
    # An hour of quiet gives no more than the first burst.
    assert taken(one, 70, 3_700) == 60


@given(st.lists(st.floats(0, 5), min_size=1, max_size=50))
def test_no_more_than_burst_and_rate_come_through_whenever_they_try(pauses):
    one, now, passed = Allowance(2, 3, now=0), 0.0, 0
    for pause in pauses:
        now += pause
        passed += taken(one, 10, now)
    assert passed <= 3 + 2 * now + 1e-6


def test_an_address_that_floods_takes_nothing_from_another():
    doors = Addresses(1, 5)
    assert sum(doors.take("one", 0) for _ in range(100)) == 5
    assert sum(doors.take("two", 0) for _ in range(100)) == 5


def test_quiet_addresses_are_forgotten_and_busy_ones_are_not(monkeypatch):
    monkeypatch.setattr(allowance, "MOST_ADDRESSES", 3)
    doors = Addresses(1, 5)
    for who in ("quiet", "busy", "late"):
        doors.take(who, 0 if who == "quiet" else 10)
    assert sum(doors.take("busy", 10) for _ in range(9)) == 4
    doors.take("new", 10)
    assert set(doors._known) == {"busy", "late", "new"}
    assert not doors.take("busy", 10)


def test_a_thousand_busy_addresses_cost_no_more_memory_than_the_limit(monkeypatch):
    monkeypatch.setattr(allowance, "MOST_ADDRESSES", 10)
    doors = Addresses(1, 5)
    for number in range(1_000):
        assert doors.take(str(number), 0)
    assert len(doors._known) == 10
