"""Does everything follow from a condition that a researcher composes, in Python or in the form?"""

import json
import re

import pytest

from design.canonical import dumps
from design.configs import COMPOSED, composing, experiment_from
from design.experiments import read
from lab.project import ROOT
from tests.crawl import Run
from tests.test_catalogue_hidden import leaks

BLOCK = re.compile(r"```python\n(.*?)```", re.S)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The names that the page's code leaves, having been run from top to bottom."""
    folder, names = tmp_path_factory.mktemp("composing"), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for code in BLOCK.findall((ROOT / "docs/composing.md").read_text(encoding="utf-8")):
            exec(code, names)
    return names, folder


def test_the_composed_treatment_is_told_previewed_played_and_audited(done):
    names, folder = done
    assert (folder / "preview.html").read_text().count("<iframe") >= 4
    differences = names["audit"](names["load"](folder / "mine")).differences
    assert differences.empty
    said = [names["tell"]("en", one) for one in names["visibility"](names["treatment"], 1, 0)]
    text = " ".join(said)
    assert "2 rounds later" in text
    assert "10 percent" in text
    assert "up to 30 seconds" in text


def test_what_is_composed_hides_what_it_says_it_hides(done):
    treatment = done[0]["treatment"]
    assert list(leaks(treatment)) == []
    assert Run(treatment).group.finished


def test_an_experiment_with_a_condition_of_its_own_is_read_back_the_same(done):
    experiment = done[0]["experiment"]
    assert read(json.loads(dumps(experiment))) == experiment


def test_a_form_composes_what_it_says():
    form = composing() | {
        "dial_accuracy": "noisy",
        "dial_error": 200,
        "dial_own_earnings": 1,
        "talk_seconds": 30,
    }
    experiment = experiment_from(form | {"name": "compose"})
    assert experiment.schedule.conditions == ("individual", COMPOSED)
    (own,) = experiment.composed
    assert (own.monitoring.accuracy, own.monitoring.error) == ("noisy", 200)
    # Own earnings give the total away, and members are told.
    assert own.monitoring.reveals == ("total",)
    assert [stage.name for stage in own.stages] == ["talk", "contribute", "observe"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dial_granularity": "half"}, "granularity is one of"),
        ({"dial_error": 100}, "error = 100 has no effect"),
        ({"dial_direction": "BC - Z A"}, r"seats \['Z'\]"),
        ({"dial_own_earnings": 2}, "dial_own_earnings is 0 or 1"),
        ({"look_price": "dear"}, "look_price is a number of points"),
        ({"dial_sampled": 1.5}, "dial_sampled is a whole number"),
        ({"conditions": "composed nothing"}, "conditions are different names"),
    ],
)
def test_what_a_form_cannot_compose_is_refused_with_the_reason(changed, said):
    with pytest.raises(ValueError, match=said):
        experiment_from(composing() | {"name": "compose"} | changed)
