"""Is every fault that the docs claim to have been tried tried by a test of that name?"""

import re

from lab.project import ROOT

PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!what was|---)(.+?) \| (.+?) \| (.+?) \|$", PAGE, re.M)
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)
}


def test_each_fault_names_tests_that_exist():
    for fault, outcome, tests in ROWS:
        named = re.findall(r"`(\w+)`", tests)
        assert named, fault
        assert outcome, fault
        assert set(named) <= TESTS, fault
    assert len(ROWS) >= 20


def test_every_test_of_faults_is_in_the_table():
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    files = [*(ROOT / "tests" / "live").glob("test_faults*.py")]
    own = {
        name
        for path in files
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    # It shows that the other tests of the clock can fail.
    assert own - named == {"test_the_clock_of_these_tests_leaps"}
