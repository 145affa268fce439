"""Does the catalogue hold every estimand of the field, and refuse what data cannot answer?"""

import pytest
from estimated import ONLY, path

from analysis.estimands import paths
from analysis.estimands.catalogue import CATALOGUE, definition
from analysis.estimands.definition import Definition, NotAvailableError
from analysis.estimands.example import example
from analysis.estimands.measure import measure
from analysis.estimands.pictures import drawn


def test_every_number_of_the_field_is_in_the_catalogue_in_order():
    ids = list(dict.fromkeys(one.id for one in CATALOGUE.values()))
    assert ids == [f"E{i}" for i in range(1, 18)]
    assert all(one.definition.endswith(".") and one.unit for one in CATALOGUE.values())


@pytest.mark.parametrize(
    ("name", "design"),
    [
        ("contagion", "ring_low and ring"),
        ("mediation", "two_way"),
        ("demand_for_verification", "looks_list"),
        ("willingness_to_pay", "looks_bid"),
        ("trust_premium", "report_checked"),
    ],
)
def test_what_data_cannot_answer_is_refused_with_the_design_that_would(name, design):
    with pytest.raises(NotAvailableError, match=rf"not available in these data: .*{design}"):
        measure(definition(name), [path(1, 2)], ONLY)


def test_beliefs_are_needed_where_beliefs_are_asked_about():
    with pytest.raises(NotAvailableError, match="E10 .accuracy.*stated beliefs"):
        measure(definition("accuracy"), [path(1, 2)], ONLY)


def test_an_unknown_estimand_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match=r"estimands are \['mean', .*found 'trust'"):
        definition("trust")


def test_a_definition_cannot_state_another_level_than_it_computes():
    with pytest.raises(ValueError, match="level 'member' but a function of 'group'"):
        Definition("E1", "x", "X.", "u", level="member", of_group=paths.restart)


@pytest.mark.parametrize("name", ["mean", "collapse_20", "between_sd", "member_belief_slope"])
def test_every_kind_of_picture_can_be_drawn(name):
    found = drawn(definition(name), measure(definition(name), example()))
    assert found.svg.startswith("<svg")
    assert "roups" in found.alternative


def test_nothing_is_drawn_of_nothing():
    empty = measure(definition("sustainability"), [path(0, 0)], ONLY)
    with pytest.raises(ValueError, match="no value to draw"):
        drawn(definition("sustainability"), empty)


def test_the_page_holds_the_catalogue_as_it_is():
    from analysis.estimands.page import as_markdown
    from lab.project import ROOT

    assert as_markdown() in (ROOT / "docs" / "estimands.md").read_text()


def test_the_table_of_all_values_says_why_an_estimand_is_missing():
    from analysis.estimands.page import values

    found = values(example(10))
    assert set(found["name"]) == set(CATALOGUE)
    reason = found.loc[found["name"] == "contagion", "note"].item()
    assert "not available in these data" in reason
