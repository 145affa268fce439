"""Are efficiency and welfare net of what stages cost and pay, in estimands and in the report?"""

import numpy as np
import pytest

from analysis.estimands.catalogue import definition
from analysis.estimands.definition import NotAvailableError
from analysis.estimands.gather import from_panel
from analysis.estimands.measure import measure
from analysis.load import load
from analysis.outcomes import part_mean, shares
from analysis.reporting.descriptives import efficiency
from design.acted import play
from design.catalogue import Parts
from design.experiments import comparison
from design.plan import Window
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from tests.sessions import frames, write

SHORT = Parts(1, 4, 1)
TREATED = Window(1)


def played(experiment, folder):
    """Simulate one block of an experiment and load its tables."""
    people = fischbacher_gaechter(experiment.game)
    acted = list(play(experiment, 5, experiment.schedule.block_size, people))
    return load(write(frames(acted_tables(experiment, 5, acted)), folder))


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """Groups that pay for looks, and groups that see everything."""
    experiment = comparison(name="looks", conditions=("looks_list", "individual"), parts=SHORT)
    return played(experiment, tmp_path_factory.mktemp("looked"))


def spent(panel):
    """What each group paid in part 2 for looks, in percent of what it could gain."""
    rows = panel.decisions[panel.decisions["part"] == 2]
    added = rows.groupby("slot")["adjustment"].sum()
    # Four members gain 0.6 points each on each of 20 points in each of four rounds.
    return -100 * added / (4 * 20 * 0.6 * 4)


def test_the_reports_efficiency_is_the_mean_contribution_less_what_was_spent(looked):
    found = shares(looked)
    cost = spent(looked).reindex(found.groups["slot"]).to_numpy()
    assert (cost > 0).any(), "somebody bought a look"
    np.testing.assert_allclose(efficiency(found), part_mean(found, 1) - cost)


def test_the_estimand_agrees_with_the_report(looked):
    measured = measure(definition("efficiency"), from_panel(looked), TREATED)
    np.testing.assert_allclose(measured["value"], efficiency(shares(looked)))


def test_where_members_sit_out_no_efficiency_is_told(tmp_path):
    conditions = ("turnover_seen", "turnover_none")
    panel = played(comparison(name="N07", conditions=conditions, parts=SHORT), tmp_path / "x")
    assert np.isnan(efficiency(shares(panel))).all()
    with pytest.raises(NotAvailableError, match="marginal per-capita return"):
        measure(definition("efficiency"), from_panel(panel), TREATED)
    worst = measure(definition("worst_off"), from_panel(panel), TREATED)
    assert worst["value"].notna().all(), "who sits out is paid, so all earnings are known"
