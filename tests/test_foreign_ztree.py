"""Is z-Tree's own file read by treatment and period, and refused by its line?"""

from dataclasses import replace

import pytest

from analysis.foreign.errors import ForeignDataError
from analysis.foreign.load import load_foreign
from analysis.foreign.mapping import Constant, Mapping

ZTREE = """\
170101_0900\t1\tglobals\tPeriod\tE\t
170101_0900\t1\tglobals\t1\t20\t
170101_0900\t1\tsubjects\tPeriod\tSubject\tGroup\tProfit\tContribution\t
170101_0900\t1\tsubjects\t1\t1\t1\t22\t5\t
170101_0900\t1\tsubjects\t1\t2\t1\t17\t10\t
170101_0900\t1\tsubjects\tPeriod\tSubject\tGroup\tProfit\tContribution\t
170101_0900\t1\tsubjects\t2\t1\t1\t20\t0\t
170101_0900\t1\tsubjects\t2\t2\t1\t20\t{last}\t
170101_0900\t2\tsubjects\tPeriod\tSubject\tQuestion\t
170101_0900\t2\tsubjects\t1\t1\t4\t
"""

PAIR = Mapping(
    name="z-Tree",
    session="session",
    participant="Subject",
    group="Group",
    round="Period",
    contribution="Contribution",
    endowment=Constant(20),
    earnings="Profit",
    layout="z-Tree",
    app="1",
)


def refusal(path, mapping):
    with pytest.raises(ForeignDataError) as error:
        load_foreign(path, mapping)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_ztrees_own_file_is_read_by_treatment(tmp_path, encoding):
    path = tmp_path / "170101_0900.xls"
    path.write_text(ZTREE.format(last=0), encoding=encoding)
    panel = load_foreign(path, PAIR)
    assert panel["contribution"].tolist() == [5, 10, 0, 0]
    assert panel["earnings"].tolist() == [22, 17, 20, 20]
    assert panel["session"].unique().tolist() == ["170101_0900"]


def test_a_bad_cell_of_ztrees_file_is_named_by_its_line(tmp_path):
    path = tmp_path / "170101_0900.xls"
    path.write_text(ZTREE.format(last=21))
    assert "row 8: contribution 21 exceeds the endowment 20" in refusal(path, PAIR)
    assert "no 'subjects' table of a treatment '3'" in refusal(path, replace(PAIR, app="3"))


def test_an_excel_workbook_is_not_taken_for_ztrees_text(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0rest")
    assert "an Excel workbook" in refusal(path, PAIR)
