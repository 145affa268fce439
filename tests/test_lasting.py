"""Does the report say how long groups stand as the catalogue of estimands does?"""

import numpy as np
import pytest

from analysis.estimands.catalogue import definition
from analysis.estimands.gather import from_panel
from analysis.estimands.measure import measure
from analysis.load import load
from analysis.outcomes import shares
from analysis.reporting.appendix import as_tex, methods
from analysis.reporting.lasting import lasting, table
from analysis.reporting.report import report
from design.experiments import comparison, flagship
from design.plan import Window
from tests.sessions import Play, tables, write


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    play = Play(slots=range(20), stops={19: 12})
    return load(write(tables(play), tmp_path_factory.mktemp("lasting") / "x"))


def test_times_are_those_of_the_estimand_for_groups_that_were_settled(panel):
    found = lasting(shares(panel))
    every = measure(definition("collapse_20"), from_panel(panel), Window(1)).set_index("slot")
    # Group 19 stopped in round 12: as in the Plan it does not count.
    assert sorted(found.values["slot"]) == list(range(19))
    for row in found.values.itertuples():
        assert (row.value, row.event) == tuple(every.loc[row.slot, ["value", "event"]])


def test_every_contrast_of_two_conditions_is_answered_at_three_levels(panel):
    found = lasting(shares(panel))
    names = [(one.contrast, one.outcome) for one in found.estimates]
    levels = ("collapse_10", "collapse_20", "collapse_50")
    contrasts = ("seeing", "being_seen", "earnings")
    assert names == [(name, level) for name in contrasts for level in levels]
    assert all(np.isnan(one.p_holm) for one in found.estimates)
    assert [row[1] for row in table(found).rows[:3]] == ["10 %", "20 %", "50 %"]


def test_nothing_settled_is_nothing_to_draw(tmp_path):
    play = Play(slots=range(2), stops={0: 7, 1: 7})
    found = lasting(shares(load(write(tables(play), tmp_path / "x"))))
    assert (found.estimates, found.picture) == ((), None)


def test_the_appendix_holds_every_estimand_and_rule_of_the_design():
    told = methods(flagship())
    plan = flagship().plan
    text = " ".join(fact.text for fact in told)
    for one in (*plan.primary, *plan.secondary):
        assert f"{one.name}: " in text
    assert "Holm's adjustment over the 8 primary tests" in text
    assert "without the last 2 rounds" in text


@pytest.mark.parametrize(
    "experiment", [flagship(), comparison(name="looks", conditions=("looks_free", "looks_bid"))]
)
def test_the_appendix_can_be_set_by_latex(experiment):
    text = as_tex(experiment)
    assert text.isascii()
    assert text.count(r"\paragraph{") == len(methods(experiment))


def test_the_report_shows_both_and_repeats_no_table_where_the_rule_never_chose(panel):
    html = report(panel).html
    assert 'id="estimand-collapse_20-title"' in html
    assert "Primary estimand 8" in html
    assert "no group has any, so that these are the primary estimates again" in html
    assert "without groups that have automatic choices</caption>" not in html
