"""Is the recorded soak one of this very code?"""

import json

import pytest

from lab.soak import RECORD, bare, code, fingerprints, outcome, struck

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
    assert len(recorded["again"]) <= 2, "a busy moment of the machine may fail a test, no more"


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


SUITE = (
    '<testsuites><testsuite tests="2" skipped="0" failures="{}" errors="0">{}</testsuite>'
    "</testsuites>"
)
CASE = '<testcase file="tests/live/test_x.py" name="{}">{}</testcase>'


def test_what_failed_and_passed_alone_is_named_and_what_failed_twice_is_counted(tmp_path):
    first, passed, failing = (tmp_path / name for name in ("first", "passed", "failing"))
    broken = CASE.format("b", "<failure/>")
    first.write_text(SUITE.format(1, CASE.format("a", "") + broken))
    passed.write_text(SUITE.format(0, CASE.format("b", "")))
    failing.write_text(SUITE.format(1, broken))
    alone = outcome([first, passed], 5, 1.0)
    assert (alone["tests"], alone["failures"]) == (2, 0)
    assert alone["again"] == ["tests/live/test_x.py::b"]
    assert outcome([first, failing], 5, 1.0)["failures"] == 1
    assert outcome([first], 5, 1.0)["failures"] == 1
