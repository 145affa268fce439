"""Are the public data sets read whole, as their own documentation counts them?

The data are other people's and not part of the project: tests skip where they are absent.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.foreign.catalogue import KNOWN, data_folder, load_known

SIZES = {
    # rows, matching groups, participants, rows dropped; from the sources' own descriptions
    "fischbacher_gaechter_2010": (140 * 10, 6, 140, 0),
    "alsobay_2025": (49_485 - 213, 463, 3_656, 213),
    "gmtv_2017": (3_560, 74, 74 * 4, 0),
    "roggenkamp_2021_first_round": (116, 29, 116, 0),
    "andreozzi_2020": (134 * 10, 6, 134, 0),
    "degeest_kingsley_2021": (19 * 4 * 50, 19, 76, 0),
    "howquez_people": (12 * 10, 3, 12, 12 * 5),
    "howquez_bots_wide": (120 * 10, 30, 120, 0),
    "howquez_bots": (120 * 10, 30, 120, 0),
    "uchicago_machine_made": (16 * 32, 1, 16, 0),
}


def known(name):
    if not (data_folder() / KNOWN[name].file).is_file():
        pytest.skip(f"no {KNOWN[name].file} in {data_folder()}; set CONTINGENT_DATA")
    return load_known(name)


def test_every_mapping_that_ships_is_tested_here():
    assert set(SIZES) == set(KNOWN)


def test_an_unknown_mapping_is_refused_with_the_known_ones():
    with pytest.raises(KeyError, match="fischbacher_gaechter_2010"):
        load_known("nobody_1999")


@pytest.mark.parametrize("name", SIZES)
def test_the_data_have_the_size_that_their_source_states(name):
    panel = known(name)
    rows, groups, people, dropped = SIZES[name]
    found = (len(panel), panel["slot"].nunique(), panel["participant"].nunique())
    assert found == (rows, groups, people)
    assert panel.attrs["dropped"] == dropped


@pytest.mark.parametrize("name", SIZES)
def test_nobody_gives_more_than_the_endowment(name):
    panel = known(name)
    assert (panel["contribution"] <= panel["endowment"]).all()
    assert (panel["contribution"] >= 0).all()


def test_the_two_exports_of_one_otree_session_give_the_same_panel():
    # the simulation was exported as all_apps_wide and per app
    key = ["participant", "round"]
    wide, per_app = (
        known(name).sort_values(key, ignore_index=True).drop(columns="slot")
        for name in ("howquez_bots_wide", "howquez_bots")
    )
    pd.testing.assert_frame_equal(wide, per_app)


def test_the_payoff_rule_of_the_dynamic_game_holds_for_people_and_bots():
    # each round pays 1.5 / 4 of the total, rounded up to a token
    for name in ("howquez_people", "howquez_bots"):
        panel = known(name)
        paid = panel["earnings"] + panel["contribution"]
        assert (paid == np.ceil(0.375 * panel["group_total"])).all()


def test_beliefs_come_with_the_strangers_data_only():
    assert known("fischbacher_gaechter_2010")["belief"].notna().all()
    assert known("degeest_kingsley_2021")["belief"].isna().all()
