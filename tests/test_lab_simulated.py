"""Do simulated groups make files that the analysis reads and audits like a lab's?"""

import pandas as pd
import pytest

from analysis.audit import audit
from analysis.load import load
from design.catalogue import CORE
from design.experiments import flagship
from design.population import fischbacher_gaechter
from design.simulate import simulate
from design.simulated import tables
from lab.simulated import write

EXPERIMENT = flagship(conditions=tuple(CORE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(EXPERIMENT, 21, 14, tmp_path_factory.mktemp("simulated"))


def test_simulated_files_load_and_audit_without_a_difference(folder):
    # Every rule of the simulator is recomputed by the audit from choices and seeds alone.
    found = audit(load(folder))
    assert found.differences.to_string() == audit(load(folder)).differences.iloc[:0].to_string()
    assert found.settled_rounds == 14 * 25
    assert found.cells["sightings"] > 14 * 25 * 20


def test_what_is_read_is_what_was_simulated(folder):
    played = simulate(EXPERIMENT, 21, 14, fischbacher_gaechter(EXPERIMENT.game))
    panel = load(folder)
    for name, columns in tables(played).items():
        read = panel.table(name)
        for column, values in columns.items():
            pd.testing.assert_series_equal(
                read[column], pd.Series(values, name=column), check_dtype=False
            )
