"""Is the recorded soak one of this very code?"""

import json

import pytest

from lab.soak import COUNTS, RECORD, bare, code, fingerprints, struck

SOURCE = '''"""What a module says."""


def double(x):
    """Say it again."""
    # A reason.
    return 2 * x
'''


@pytest.fixture
def recorded():
    if not RECORD.exists():
        pytest.skip("no soak is recorded yet: run make soak and commit docs/soak.json")
    return json.loads(RECORD.read_text())


def test_the_committed_soak_is_a_soak_of_this_code(recorded):
    assert recorded["fingerprints"] == fingerprints(), (
        "the game, the rules, the catalogue or the estimators have changed since the last soak:"
        " run make soak and commit docs/soak.json"
    )
    assert recorded["failures"] == recorded["errors"] == 0
    assert recorded["tests"] > recorded["skipped"]


def test_the_committed_soak_struck_as_often_as_it_must(recorded):
    found = recorded["struck"]
    # A hundred kills on each of two databases, and ten thousand bent frames.
    assert found["power cuts on sqlite"] >= 100
    connections = found["lost connections in mid-session"]
    assert found["power cuts on postgresql"] + connections >= 100
    assert connections >= 20
    assert found["lost database connections"] >= 10
    assert found["random frames"] >= 10_000


def test_words_and_layout_are_no_part_of_what_code_does():
    plain = "def double(x):\n    return 2 * x"
    assert bare(SOURCE) == plain
    assert bare(SOURCE.replace("2 * x", "3 * x")) != plain


def test_a_fingerprint_notices_another_file_and_another_name(tmp_path):
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text(SOURCE)
    two.write_text(SOURCE)
    assert code([one]) != code([two])
    assert code([one]) != code([one, two])
    before = code([one])
    one.write_text(SOURCE.replace("# A reason.", "# Another reason."))
    assert code([one]) == before


def test_strikes_are_added_up_over_tests(tmp_path):
    results = tmp_path / "results.xml"
    properties = '<properties><property name="{}" value="{}"/></properties>'
    cases = [("power cuts", 4), ("power cuts", 5), ("random frames", 10)]
    inner = "".join(f"<testcase>{properties.format(*case)}</testcase>" for case in cases)
    results.write_text(f"<testsuites><testsuite>{inner}</testsuite></testsuites>")
    assert struck(results) == {"power cuts": 9, "random frames": 10}


def test_a_soak_counts_all_that_may_go_wrong():
    assert {"failures", "errors"} <= set(COUNTS)
