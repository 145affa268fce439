"""Are oTree's exports read alike, whether wide or per app?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.foreign.errors import ForeignDataError
from analysis.foreign.load import load_foreign
from analysis.foreign.mapping import Constant
from analysis.foreign.otree import OTREE

WIDE = replace(OTREE, layout="otree wide", app="pgg", endowment=Constant(20), earnings=None)


def written(folder, table, name="data.csv"):
    path = folder / name
    table.to_csv(path, index=False)
    return path


def wide_table(contributions):
    """An all_apps_wide export: (rounds, participants) contributions of groups of two."""
    given = np.asarray(contributions)
    people = given.shape[1]
    columns = {
        "participant.code": [f"p{i}" for i in range(people)],
        "participant.label": "",
        "participant._is_bot": 0,
        "session.code": "s1",
        "intro.1.player.answer": 7,
    }
    for t, row in enumerate(given, start=1):
        columns |= {
            f"pgg.{t}.player.id_in_group": [1 + i % 2 for i in range(people)],
            f"pgg.{t}.player.contribution": row,
            f"pgg.{t}.group.id_in_subsession": [1 + i // 2 for i in range(people)],
            f"pgg.{t}.subsession.round_number": t,
        }
    return pd.DataFrame(columns)


def refusal(path, mapping):
    with pytest.raises(ForeignDataError) as error:
        load_foreign(path, mapping)
    return str(error.value)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 3).flatmap(
        lambda groups: st.lists(
            st.lists(st.integers(0, 20), min_size=2 * groups, max_size=2 * groups),
            min_size=1,
            max_size=4,
        )
    )
)
def test_unfolding_a_wide_export_loses_no_choice(tmp_path_factory, contributions):
    path = written(tmp_path_factory.mktemp("wide"), wide_table(contributions))
    panel = load_foreign(path, WIDE)
    back = panel.pivot(index="round", columns="participant", values="contribution")
    np.testing.assert_array_equal(back[sorted(back, key=lambda p: int(p[1:]))], contributions)
    pairs = np.asarray(contributions).reshape(len(contributions), -1, 2).sum(axis=2)
    assert panel["group_total"].sum() == 2 * pairs.sum()


def test_a_wide_and_a_per_app_export_of_one_game_are_read_alike(tmp_path):
    wide = wide_table([[3, 4, 5, 6], [7, 8, 9, 10]])
    rounds = []
    for t in (1, 2):
        part = wide.filter(regex=rf"^(participant|session|pgg\.{t})\.")
        rounds.append(part.rename(columns=lambda c, t=t: c.removeprefix(f"pgg.{t}.")))
    per_app = replace(WIDE, layout="long", app="")
    pd.testing.assert_frame_equal(
        load_foreign(written(tmp_path, wide, "wide.csv"), WIDE),
        load_foreign(written(tmp_path, pd.concat(rounds), "app.csv"), per_app),
    )


def test_rounds_that_a_group_did_not_play_are_dropped_and_counted(tmp_path):
    panel = load_foreign(written(tmp_path, wide_table([[3, 4], [np.nan, np.nan]])), WIDE)
    assert panel["round"].tolist() == [1, 1]
    assert panel.attrs["dropped"] == 2


def test_a_bad_cell_of_a_wide_export_is_named_as_the_file_names_it(tmp_path):
    wide = wide_table([[3, 4], [5, 6]]).astype({"pgg.2.player.contribution": object})
    wide.loc[1, "pgg.2.player.contribution"] = "x"
    path = written(tmp_path, wide)
    assert "row 3: column 'pgg.2.player.contribution' holds 'x'" in refusal(path, WIDE)


def test_an_unknown_app_is_refused_with_the_apps_there_are(tmp_path):
    path = written(tmp_path, wide_table([[3, 4]]))
    assert "found apps ['intro', 'pgg']" in refusal(path, replace(WIDE, app="ppg"))
