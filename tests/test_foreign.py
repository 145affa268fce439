"""Is somebody else's table read as what it says, and refused where it does not?"""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.foreign.columns import PANEL
from analysis.foreign.errors import ForeignDataError
from analysis.foreign.load import load_foreign
from analysis.foreign.mapping import Beside, Coded, Constant, Joined, Mapping, Shifted
from design.tables import DECISIONS

LONG = Mapping(
    name="long",
    session="session",
    group="group",
    participant="who",
    round="period",
    contribution="gave",
    endowment=Constant(20),
    treatment="arm",
)


def long_table(**changes):
    """Two pairs in two periods; `changes` replace whole columns."""
    columns = {
        "session": ["s"] * 8,
        "group": [1, 1, 2, 2] * 2,
        "who": ["a", "b", "c", "d"] * 2,
        "period": [1] * 4 + [2] * 4,
        "gave": [0, 20, 5, 10, 1, 19, 6, 9],
        "arm": ["dark", "dark", "open", "open"] * 2,
    }
    return pd.DataFrame(columns | changes)


def written(folder: Path, table: pd.DataFrame, name: str = "data.csv") -> Path:
    path = folder / name
    table.to_csv(path, index=False)
    return path


def refusal(path: Path, mapping: Mapping) -> str:
    with pytest.raises(ForeignDataError) as error:
        load_foreign(path, mapping)
    return str(error.value)


def test_columns_that_mean_the_same_are_declared_once():
    own = {column.name: column for column in DECISIONS.columns}
    assert PANEL.columns[0] is own["session"]
    assert {"slot", "seat", "treatment", "round", "contribution", "automatic"} <= set(own)
    assert {"slot", "seat", "treatment", "round", "contribution", "automatic"} <= set(PANEL.names)


def test_a_long_table_becomes_one_row_per_member_and_round(tmp_path):
    panel = load_foreign(written(tmp_path, long_table()), LONG)
    assert tuple(panel.columns) == PANEL.names
    assert panel["contribution"].tolist() == [0, 20, 1, 19, 5, 10, 6, 9]
    assert panel["slot"].tolist() == [0] * 4 + [1] * 4
    assert panel["seat"].tolist() == ["A", "B"] * 4
    assert panel["group_total"].tolist() == [20] * 4 + [15] * 4
    assert panel["condition"].tolist() == panel["treatment"].tolist()


def test_partners_keep_their_seats_whatever_the_order_of_rows(tmp_path):
    shuffled = long_table().iloc[[0, 1, 2, 3, 7, 6, 5, 4]]
    panel = load_foreign(written(tmp_path, shuffled), LONG)
    seats = panel.groupby("participant")["seat"].unique().map(list)
    assert seats.to_dict() == {"a": ["A"], "b": ["B"], "c": ["A"], "d": ["B"]}


def test_what_the_source_does_not_say_stays_empty(tmp_path):
    panel = load_foreign(written(tmp_path, long_table()), LONG)
    empty = ["belief", "earnings", "shown_at", "decided_at", "label", "device", "bot"]
    assert panel[empty].isna().all().all()
    assert panel["automatic"].tolist() == [0] * 8


@pytest.mark.parametrize("name", ["data.csv.gz", "data.tsv", "data.dta"])
def test_every_kind_of_file_gives_the_same_panel(tmp_path, name):
    table = long_table()
    path = tmp_path / name
    if name.endswith("dta"):
        table.to_stata(path, write_index=False)
    else:
        table.to_csv(path, index=False, sep="\t" if name.endswith("tsv") else ",")
    pd.testing.assert_frame_equal(
        load_foreign(path, LONG), load_foreign(written(tmp_path, table), LONG)
    )


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    path = tmp_path / "excel.csv"
    long_table().to_csv(path, index=False, encoding="utf-8-sig")
    assert len(load_foreign(path, LONG)) == 8


def test_one_members_missing_choice_is_refused_unless_the_mapping_drops_it(tmp_path):
    path = written(tmp_path, long_table(gave=[0, None, 5, 10, 1, 19, 6, 9]))
    said = refusal(path, LONG)
    assert "row 3" in said
    assert 'missing="drop"' in said
    assert len(load_foreign(path, replace(LONG, missing="drop"))) == 7


def test_a_contribution_above_the_endowment_is_refused_with_its_row(tmp_path):
    path = written(tmp_path, long_table(gave=[0, 20, 23, 10, 1, 19, 6, 9]))
    assert f"{path}, row 4: contribution 23 exceeds the endowment 20" in refusal(path, LONG)


def test_a_negative_contribution_is_refused(tmp_path):
    path = written(tmp_path, long_table(gave=[0, 20, 5, 10, 1, 19, 6, -1]))
    assert "row 9: contribution -1 is below 0" in refusal(path, LONG)


@pytest.mark.parametrize("found", ["ten", "inf", "1,5"])
def test_text_where_a_number_belongs_is_refused_with_row_and_column(tmp_path, found):
    path = written(tmp_path, long_table(gave=[0, 20, found, 10, 1, 19, 6, 9]))
    assert f"row 4: column 'gave' holds {found!r}; allowed: a number" in refusal(path, LONG)


def test_a_missing_column_is_refused_with_the_closest_names(tmp_path):
    path = written(tmp_path, long_table().rename(columns={"gave": "given"}))
    said = refusal(path, LONG)
    assert "row 1: there is no column 'gave'" in said
    assert "'given'" in said


def test_a_code_without_a_meaning_is_refused_with_the_codes_allowed(tmp_path):
    path = written(tmp_path, long_table(arm=[0, 0, 1, 1, 0, 0, 1, 2]))
    coded = replace(LONG, treatment=Coded("arm", ((0, "dark"), (1, "open"))))
    assert "row 9: column 'arm' holds '2'; allowed: ['0', '1']" in refusal(path, coded)


def test_a_round_played_twice_is_refused(tmp_path):
    path = written(tmp_path, long_table(period=[1, 1, 1, 1, 2, 2, 2, 1]))
    assert "row 9: participant d plays round 1 of session s a second time" in refusal(path, LONG)


@pytest.mark.parametrize("found", [0, 1.5])
def test_a_round_that_is_no_count_is_refused(tmp_path, found):
    path = written(tmp_path, long_table(period=[1, 1, 1, 1, 2, 2, 2, found]))
    assert f"row 9: round is {found}; allowed: 1, 2, 3, ..." in refusal(path, LONG)


def test_an_empty_participant_is_refused(tmp_path):
    path = written(tmp_path, long_table(who=["a", "b", "c", ""] * 2))
    assert "row 5: participant is empty; it is read from 'who'" in refusal(path, LONG)


def test_members_who_change_groups_need_the_mapping_to_say_strangers(tmp_path):
    path = written(tmp_path, long_table(group=[1, 1, 2, 2, 1, 2, 1, 2]))
    said = refusal(path, LONG)
    assert "participant b is in group 2 after group 1" in said
    assert 'matching="stranger"' in said
    panel = load_foreign(path, replace(LONG, matching="stranger"))
    # strangers meet throughout the session, so the session is the independent unit
    assert panel["slot"].tolist() == [0] * 8
    assert panel["group_total"].tolist() == [20, 20, 15, 15, 7, 7, 28, 28]


@pytest.mark.parametrize("flag", [2, -1, 0.5])
def test_a_flag_is_zero_or_one(tmp_path, flag):
    path = written(tmp_path, long_table(auto=[0, 1, 0, 0, 0, 0, 0, flag]))
    said = refusal(path, replace(LONG, automatic="auto"))
    assert f"row 9: automatic is {flag}; allowed: 0, 1" in said


def test_identifiers_keep_leading_zeros_and_lose_statas_decimal_point(tmp_path):
    table = long_table(who=["007", "7", "c", "d"] * 2, group=["1.0", "1.0", "2.0", "2.0"] * 2)
    panel = load_foreign(written(tmp_path, table), LONG)
    assert panel["participant"].unique().tolist() == ["007", "7", "c", "d"]
    assert panel["group"].unique().tolist() == ["1", "2"]


def test_a_second_file_adds_its_columns_by_a_shared_one(tmp_path):
    games = pd.DataFrame({"group": [1, 2], "pot": [30, 10]})
    written(tmp_path, games, "games.csv")
    mapping = replace(LONG, endowment="pot", beside=Beside("games.csv", "group"))
    panel = load_foreign(written(tmp_path, long_table(gave=[30] * 2 + [5] * 6)), mapping)
    assert panel["endowment"].tolist() == [30] * 4 + [10] * 4
    short = written(tmp_path, games.head(1), "games.csv")
    assert f"row 4: group '2' is not in {short}" in refusal(tmp_path / "data.csv", mapping)
    written(tmp_path, games.assign(group=1), "games.csv")
    assert "row 3: group '1' occurs a second time" in refusal(tmp_path / "data.csv", mapping)


def test_rows_can_be_chosen_and_counts_shifted(tmp_path):
    path = written(tmp_path, long_table(period=[0] * 4 + [1] * 4))
    mapping = replace(LONG, round=Shifted("period", 1), only=("arm", ("open",)))
    panel = load_foreign(path, mapping)
    assert panel["round"].tolist() == [1, 1, 2, 2]
    assert panel["treatment"].unique().tolist() == ["open"]


def test_identifiers_can_be_joined_from_several_columns(tmp_path):
    mapping = replace(LONG, group=Joined(("session", "period", "group")), matching="stranger")
    panel = load_foreign(written(tmp_path, long_table()), mapping)
    assert panel["group"].unique().tolist() == ["s-1-1", "s-1-2", "s-2-1", "s-2-2"]


def test_kept_columns_travel_under_their_own_names(tmp_path):
    table = long_table(age=[20, "", 22, 23] * 2, town=["X", "Y", "Z", "W"] * 2)
    panel = load_foreign(written(tmp_path, table), replace(LONG, keep=("age", "town")))
    assert panel.loc[panel["participant"] == "a", "age"].tolist() == [20, 20]
    assert panel.loc[panel["participant"] == "b", "age"].isna().all()
    assert panel["town"].tolist() == ["X", "Y", "X", "Y", "Z", "W", "Z", "W"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", None, "there is no such file"),
        ("a.xlsx", b"", "this kind of file is not read"),
        ("a.csv", b"", "not a readable table"),
        ("a.csv", b"session,group\n", "the table has no rows"),
        ("a.csv", b"a,b\n1,2\n1,2,3,4\n", "not a readable table"),
        ("a.csv", b"\xff\xfe\x00", "not a readable table"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert said in refusal(path, LONG)


def test_a_mapping_names_an_app_exactly_where_its_layout_has_apps():
    with pytest.raises(ValueError, match="an app is named exactly where"):
        replace(LONG, app="pgg")
    with pytest.raises(ValueError, match="an app is named exactly where"):
        replace(LONG, layout="otree wide")
