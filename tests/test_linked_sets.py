"""Is the linked set the independent unit wherever groups hear of each other?"""

from dataclasses import replace

import numpy as np
import pytest

from analysis.estimands.catalogue import definition
from analysis.estimands.compare import compare
from analysis.estimands.gather import from_panel
from analysis.estimands.measure import measure
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import contrast, indicators, least_squares
from analysis.load import load
from analysis.methods import METHODS, estimate
from analysis.outcomes import shares
from analysis.preregistration.sentences import conditions
from analysis.samples import sample
from analysis.scripts.generate import r_script
from analysis.specification import specifications
from design.acted import play
from design.catalogue import Parts
from design.experiments import comparison, flagship
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from tests.sessions import frames, write

PAIR = ("agreement_yoked", "agreement_chosen")
SHORT = Parts(1, 5, 1)
HEADLINE = next(iter(METHODS))


def panel(conditions, folder):
    experiment = comparison(name="x", conditions=conditions, parts=SHORT)
    people = fischbacher_gaechter(experiment.game)
    return load(write(frames(acted_tables(experiment, 3, play(experiment, 3, 16, people))), folder))


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return panel(PAIR, tmp_path_factory.mktemp("linked") / "x")


@pytest.fixture(scope="module")
def linked(tables):
    return shares(tables)


def test_sixteen_groups_in_pairs_are_eight_independent_sets(linked):
    question = linked.experiment.plan.primary[0]
    chosen = sample(linked, question)
    assert (len(chosen.slots), len(np.unique(chosen.units)), chosen.linked) == (16, 8, True)
    found = estimate(chosen, "difference", "primary")
    # The same contrast by hand, a cluster for each pair.
    columns, names = indicators(np.array(chosen.arms, dtype=object)[chosen.codes].astype(str))
    fit = least_squares(columns, chosen.y, names=names)
    weights = contrast(names, dict(zip(chosen.arms, chosen.weights, strict=True)))
    by_set = cluster_robust(fit, chosen.units, weights, method="CR2")
    by_group = cluster_robust(fit, chosen.slots, weights, method="CR2")
    assert found.se == pytest.approx(by_set.se)
    assert found.se != pytest.approx(by_group.se)
    assert by_set.n_clusters == 8


@pytest.mark.parametrize("method", [HEADLINE, "wild_cluster_bootstrap"])
def test_the_registered_methods_say_how_many_sets_there_are(linked, method):
    found = estimate(sample(linked, linked.experiment.plan.primary[0]), method, "primary")
    assert found.known, found.note
    assert "by set" in found.note


@pytest.mark.parametrize("method", [HEADLINE, "wild_cluster_bootstrap"])
def test_a_part_dealt_to_whole_sets_is_not_analysed_as_if_dealt_to_groups(linked, method):
    asked = [one for one in linked.experiment.plan.secondary if one.contrast.arm == "third"]
    # Within one condition every set is met once, so its groups are as good as alone.
    (named,) = asked[0].contrast.among
    assert estimate(sample(linked, asked[0]), method, "secondary").known
    both = replace(asked[0], contrast=replace(asked[0].contrast, among=PAIR))
    found = estimate(sample(linked, both), method, "secondary")
    assert named in PAIR
    assert not found.known
    assert "keep or lose monitoring each by a coin" in found.note


def test_groups_that_are_alone_are_analysed_as_before(tmp_path):
    alone = shares(panel(("individual", "agreement_chosen"), tmp_path / "x"))
    found = sample(alone, alone.experiment.plan.primary[0])
    assert not found.linked
    assert (found.units == found.slots).all()
    assert "set" not in estimate(found, HEADLINE, "primary").note


def test_the_specification_curve_clusters_by_set(linked):
    cells = specifications(linked, linked.experiment.plan.primary[0].contrast)
    found = [one for one in cells if one.cluster == "group" and one.estimator == "group means, CR2"]
    assert {one.n_clusters for one in found if not one.note} == {8}


def test_scripts_that_know_of_groups_alone_refuse_linked_designs(linked):
    with pytest.raises(ValueError, match="groups hear of each other"):
        r_script(linked.experiment)


def test_a_registration_names_the_linked_sets_and_only_where_there_are_any(linked):
    assert "linked set" in conditions(linked.experiment)
    assert "hear" not in conditions(flagship())


def test_an_exploratory_comparison_clusters_by_set_too(tables):
    groups, contrast = from_panel(tables), tables.design.experiment.plan.primary[0].contrast
    found = compare(definition("mean"), measure(definition("mean"), groups), contrast)
    assert "8 independent sets" in found.note
    times = compare(definition("collapse_20"), measure(definition("collapse_20"), groups), contrast)
    assert "know of groups alone" in times.note
