"""Is the share that went to another account than the group's what was given to either?"""

import numpy as np
import pytest
from estimated import ONLY, group, note, value

from analysis.estimands.catalogue import definition
from analysis.estimands.definition import NotAvailableError
from analysis.estimands.gather import from_panel
from analysis.estimands.measure import measure
from analysis.load import load
from design.acted import play
from design.catalogue import Parts
from design.experiments import comparison
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from tests.sessions import frames, write

NAME = "elsewhere_share"


def divided(*beside, shares=((50, 50), (0, 100))):
    """Two members with 20 points in two rounds, and what they gave elsewhere in each."""
    return group(shares, elsewhere=np.array(beside, dtype=float))


def test_the_share_is_of_all_points_given_and_not_a_mean_of_shares():
    # 10 + 10 and 0 + 20 points to the group, 5 + 0 and 5 + 0 elsewhere: 10 of 50.
    one = divided([5, 0], [5, 0])
    assert value(NAME, one) == 20
    assert measure(definition(NAME), [one], ONLY, seats="A")["value"].item() == 50


def test_where_nobody_gave_or_rounds_are_missing_there_is_no_share():
    assert (
        note(NAME, divided([0, 0], [0, 0], shares=((0, 0), (0, 0)))) == "nobody ever gave anything"
    )
    assert np.isnan(value(NAME, divided([5, 0], [np.nan, np.nan])))


def test_without_another_account_the_question_is_refused():
    with pytest.raises(NotAvailableError, match="another account to give to"):
        measure(definition(NAME), [group([[50, 50]])], ONLY)


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    levels = comparison(name="x", conditions=("levels_own", "level_one"), parts=Parts(1, 3, 1))
    acted = play(levels, 3, 4, fischbacher_gaechter(levels.game))
    return load(write(frames(acted_tables(levels, 3, acted)), tmp_path_factory.mktemp("levels")))


def test_what_is_gathered_is_what_the_tables_hold_round_by_round(panel):
    for one in from_panel(panel):
        if one.condition == "level_one":
            assert one.elsewhere is None
            continue
        # The group account alone in part 1, and in part 3 where the second is removed.
        has = [not np.isnan(row).any() for row in one.elsewhere]
        assert has == [False, True, True, True, one.third == "kept"]
        acts = panel.acts[(panel.acts["slot"] == one.slot) & (panel.acts["part"] == 2)]
        assert np.nansum(one.elsewhere[1:4]) == acts["choice"].sum()
        given = panel.decisions[(panel.decisions["slot"] == one.slot)
                                & (panel.decisions["part"] == 2)]["contribution"].sum()  # fmt: skip
        expected = 100 * acts["choice"].sum() / (acts["choice"].sum() + given)
        found = measure(definition(NAME), [one])["value"].item()
        assert found == pytest.approx(expected)
