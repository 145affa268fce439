"""A second recomputation of the task's pay and types that imports nothing from design or analysis.

It follows the words of docs/elicitation.md, the lot included: splitmix64 chained over the seed,
the purpose and the keys, as the generator's own page describes it.
"""

import csv
from statistics import mean

import pytest
from scipy.stats import spearmanr

from tests.sessions import small, tables, write

WORD = 2**64
GOLDEN = 0x9E3779B97F4A7C15


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """Thirteen people who completed the task: three whole groups, and one alone."""
    folder = tmp_path_factory.mktemp("task")
    return write(tables(small(slots=range(3), left_over=1, elicited=True)), folder)


def rows(export, table):
    with (export / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def mixed(word):
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB % WORD
    return word ^ (word >> 31)


def hashed(text):
    code = 0xCBF29CE484222325
    for byte in text.encode():
        code = (code ^ byte) * 0x100000001B3 % WORD
    return code


def lot(seed, purpose, *keys):
    state = mixed(mixed((seed + GOLDEN) % WORD) ^ hashed(purpose))
    for key in keys:
        state = mixed(((state + GOLDEN) % WORD) ^ mixed((key + GOLDEN) % WORD))
    return state


def drawn(seed, session, group):
    return int((lot(seed, "schedule member", hashed(session), group) >> 11) * 2.0**-53 * 4)


def test_pay_is_the_games_with_one_member_read_off_its_table(export):
    (session,) = rows(export, "sessions")
    people = {row["participant"]: row for row in rows(export, "schedules")}
    assert len(people) == 13
    for row in people.values():
        group = [people[name] for name in row["partners"].split()]
        given = [int(one["unconditional"]) for one in group]
        seat = drawn(int(session["seed"]), row["session"], int(row["task_group"]))
        others = given[:seat] + given[seat + 1 :]
        given[seat] = int(group[seat]["schedule"].split()[int(mean(others) + 0.5)])
        own = "ABCD".index(row["place"])
        assert row["drawn_place"] == "ABCD"[seat]
        assert row["rule"] == ("table" if own == seat else "unconditional")
        assert int(row["contribution"]) == given[own]
        assert int(row["group_total"]) == sum(given)
        assert float(row["task_pay"]) == pytest.approx(20 - given[own] + 2 * sum(given) / 5)


def test_the_one_who_is_alone_is_lent_the_answers_that_the_lot_puts_first(export):
    (session,) = rows(export, "sessions")
    people = sorted(rows(export, "schedules"), key=lambda row: int(row["arrival"]))
    alone = people[12]
    assert alone["task_group"] == "4"
    keys = [
        lot(int(session["seed"]), "lent answers", hashed(alone["session"]), 4, place)
        for place in range(12)
    ]
    order = sorted(range(12), key=lambda place: keys[place])
    lenders = [people[place]["participant"] for place in order[:3]]
    assert alone["partners"].split() == [alone["participant"], *lenders]


def test_types_follow_the_words_of_the_rule(export):
    found = {row["type"] for row in rows(export, "schedules")}
    assert len(found) > 1
    for row in rows(export, "schedules"):
        own = [int(points) for points in row["schedule"].split()]
        falls = any(later < earlier for earlier, later in zip(own, own[1:], strict=False))
        if len(set(own)) == 1:
            assert row["type"] == ("unconditional" if own[0] else "free rider")
        elif not falls:
            assert row["type"] == "conditional cooperator"
        elif row["type"] == "conditional cooperator":
            rho, p = spearmanr(range(21), own)
            assert rho > 0
            assert p < 0.01
