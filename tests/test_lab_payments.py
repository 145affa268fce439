"""Is everybody paid what all tables say, and does a table that says otherwise stop the payment?"""

import csv
import math
import stat
from decimal import Decimal

import pytest

from analysis.load import load
from design.tables import TABLES
from lab import payments
from lab.paying import Due, disagreements, dues, money
from lab.servers import Server
from tests.lab_folder import lab, real
from tests.sessions import small, tables, write


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A session with an absence, a half-played group, and three who played in none."""
    away = {"left_over": 1, "left_waiting": 1, "declined": 1}
    played = small(slots=range(4), absent={(1, 2): (2, 3)}, stops={3: 4}, **away)
    panel = load(write(tables(played), tmp_path_factory.mktemp("pay") / "export"))
    return {name: [plain(row) for row in panel.table(name).to_dict("records")] for name in TABLES}


def plain(row):
    """As the database has it: None where a cell is empty."""
    return {name: None if empty(value) else value for name, value in row.items()}


def empty(value):
    return value == "" or (isinstance(value, float) and math.isnan(value))


def payoffs(stored):
    people = stored["participants"]
    return {p["participant"]: Decimal(str(p["pay"] or 0)) for p in people}


def changed(stored, table, number, **values):
    rows = [dict(row) for row in stored[table]]
    rows[number] |= values
    return stored | {table: rows}


def test_tables_that_agree_stop_nothing(stored):
    assert disagreements(stored, payoffs(stored)) == []


def test_everybody_who_came_has_the_fee_and_only_the_finished_their_earnings(stored):
    owed = dues(stored)
    # 16 seats, one left over, one who left, one who declined: all came. The fee is 4, a point .02.
    assert len(owed) == 19
    assert {due.fee for due in owed} == {Decimal("4.00")}
    finished = [due for due in owed if not due.note]
    assert len(finished) == 12
    assert all(due.earned > 0 for due in finished)
    others = {due.note: due.earned for due in owed if due.note}
    assert set(others) == {"game not finished: earnings not included", "found no group",
                           "left the waiting room", "did not take part"}  # fmt: skip
    assert set(others.values()) == {Decimal("0.00")}


def test_the_totals_are_the_sum_over_the_participants_table(stored):
    points = sum(row["pay"] or 0 for row in stored["participants"])
    earned = sum(due.earned for due in dues(stored))
    # Each person's money is rounded to the cent once: half a cent each at most.
    assert abs(float(earned) - points * 0.02) <= 0.005 * 18


@pytest.mark.parametrize(
    ("table", "columns"),
    [("participants", {"pay": 999.0}), ("decisions", {"earnings": 999.0})],
)
def test_a_table_that_contradicts_the_others_is_named_with_the_person(stored, table, columns):
    row = next(
        n
        for n, one in enumerate(stored[table])
        if one["slot"] == 0
        and (table == "participants" or str(one["round"]) in paid_rounds(stored).split())
    )
    wrong = changed(stored, table, row, **columns)
    said = disagreements(wrong, payoffs(wrong))
    assert said
    assert stored[table][row]["participant"] in said[0]


def paid_rounds(stored):
    return next(group["paid_rounds"] for group in stored["groups"] if group["slot"] == 0)


def test_another_payoff_in_otree_is_named(stored):
    code = stored["participants"][0]["participant"]
    said = disagreements(stored, payoffs(stored) | {code: Decimal("1.5")})
    assert said == [f"{code} has {stored['participants'][0]['pay']} points, oTree's payoff is 1.5"]


@pytest.mark.parametrize(
    ("points", "worth", "amount"),
    # .125 is exact in binary, and halves go up; 66.05 * .1 is a little more than 6.605.
    [(1.25, 0.1, "0.13"), (0.125, 1.0, "0.13"), (66.05, 0.1, "6.61"), (0.0, 0.1, "0.00")],
)
def test_points_become_money_once_to_the_cent(points, worth, amount):
    assert money(points, worth) == Decimal(amount)


OWED = [
    Due("s1", "P1", "aaaa1111", Decimal("6.60"), Decimal("5.00"), ""),
    Due("s1", "=cmd|'/c'!A1", "bbbb2222", Decimal("0.00"), Decimal("5.00"), "found no group"),
]


def cells(path):
    with path.open(newline="") as file:
        return list(csv.reader(file))


def test_lists_are_private_hold_no_formula_and_no_code_of_people_with_labels(tmp_path):
    payments.write(tmp_path / "pay", OWED, {"P1": {"name": "N", "iban": "DE1", "label": "P1"}})
    assert cells(tmp_path / "pay" / "prolific.csv") == [["P1", "6.60"]]
    assert cells(tmp_path / "pay" / "bank.csv")[1] == ["N", "DE1", "11.60", "Study s1"]
    assert cells(tmp_path / "pay" / "vouchers.csv")[2][0] == "'=cmd|'/c'!A1"
    for path in (tmp_path / "pay").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "aaaa1111" not in path.read_text()


def test_an_empty_lab_owes_nothing_and_a_missing_file_of_accounts_is_named(tmp_path):
    place = real(tmp_path / "place")
    with Server(place):
        pass
    code, said = lab(place, "payments")
    assert (code, "holds no session" in said) == (1, True)
    assert not (place.folder / "payments").exists()
    code, said = lab(place, "payments", "--accounts", "nowhere.csv")
    assert (code, "There is no file nowhere.csv." in said) == (1, True)


def test_receipts_are_escaped(tmp_path):
    strange = [Due("s1", "<img src=x>", "c", Decimal("1.00"), Decimal("0.00"), "")]
    payments.write(tmp_path / "pay", strange, {})
    text = (tmp_path / "pay" / "receipts.html").read_text()
    assert "<img" not in text
    assert "&lt;img src=x&gt;" in text


def test_a_file_of_accounts_with_other_columns_or_a_label_twice_is_refused(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("label,iban\nP1,DE1\n")
    with pytest.raises(SystemExit, match="needed are"):
        payments.read_accounts(path)
    path.write_text("label,name,iban\nP1,N,DE1\nP1,M,DE2\n")
    with pytest.raises(SystemExit, match="more than once: \\['P1'\\]"):
        payments.read_accounts(path)
