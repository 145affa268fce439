"""Does any screen of the whole catalogue know what it must not? In full in a soak."""

import pytest

from design.catalogue import CONDITIONS
from tests.crawl import played
from tests.test_catalogue_hidden import leaks


def test_no_treatment_of_the_catalogue_tells_what_it_hides(effort):
    if effort <= 1:
        pytest.skip("the whole catalogue is crawled by make soak; the gate crawls a sample")
    found = {
        (name, kept): told
        for name in CONDITIONS
        for kept in (True, False)
        if (told := list(leaks(played(name, kept=kept))))
    }
    assert found == {}
