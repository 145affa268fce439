"""Do payment lists hold the task's pay beside the game's, and stop where it cannot be right?"""

from decimal import Decimal

import pytest

from lab.paying import disagreements, dues
from tests.sessions import small, tables
from tests.test_lab_payments import changed, plain


@pytest.fixture(scope="module")
def stored():
    """Two groups and one left over, all of whom completed the task, the last in a short group."""
    played = tables(small(slots=range(2), left_over=1, elicited=True))
    return {name: [plain(row) for row in frame.to_dict("records")]
            for name, frame in played.items()}  # fmt: skip


def payoffs(stored):
    """What oTree pays: the game's points and the task's."""
    task = {row["participant"]: row["task_pay"] or 0 for row in stored["schedules"]}
    people = stored["participants"]
    codes = [one["participant"] for one in people]
    whole = [round((one["pay"] or 0) + task[one["participant"]], 3) for one in people]
    return {code: Decimal(str(points)) for code, points in zip(codes, whole, strict=True)}


def test_tables_with_a_task_that_agree_stop_nothing(stored):
    assert disagreements(stored, payoffs(stored)) == []


def test_everybody_is_owed_the_task_whoever_found_no_group_too(stored):
    task = {row["participant"]: row["task_pay"] for row in stored["schedules"]}
    game = {row["participant"]: row["pay"] for row in stored["participants"]}
    owed = {due.code: due.earned for due in dues(stored)}
    # A point is worth .02; each sum is rounded to the cent once.
    assert set(owed) == set(task)
    assert all(
        abs(float(earned) - 0.02 * (game[code] + task[code])) <= 0.005 + 1e-9
        for code, earned in owed.items()
    )
    (alone,) = [code for code, points in game.items() if points == 0]
    assert owed[alone] > 0


def test_a_task_pay_that_its_contributions_do_not_make_is_named_with_the_person(stored):
    row = stored["schedules"][3]
    wrong = changed(stored, "schedules", 3, task_pay=row["task_pay"] + 1)
    # oTree pays what the changed table says, so the contributions alone contradict it.
    (named,) = disagreements(wrong, payoffs(wrong))
    assert named.startswith(f"{row['participant']} has {row['task_pay'] + 1} points from the task")


def test_a_payoff_without_the_task_is_named_with_the_person(stored):
    told = payoffs(stored)
    code = stored["schedules"][0]["participant"]
    told[code] -= Decimal(str(stored["schedules"][0]["task_pay"]))
    (named,) = disagreements(stored, told)
    assert named.startswith(f"{code} has ")
    assert "oTree's payoff is" in named


def test_a_task_that_is_not_settled_yet_is_not_owed_yet():
    played = tables(small(slots=range(1), left_over=1, elicited=True, settled=False))
    waiting = {
        name: [plain(row) for row in frame.to_dict("records")] for name, frame in played.items()
    }
    (alone,) = [row for row in waiting["schedules"] if row["settled_at"] is None]
    (due,) = [due for due in dues(waiting) if due.code == alone["participant"]]
    assert due.earned == 0
    assert disagreements(waiting, payoffs(waiting)) == []
