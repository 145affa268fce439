"""Does an entitlement hold exactly what the printed numbers determine?"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design.catalogue import CORE
from design.game import Game
from design.monitoring import LEVELS, Monitoring
from design.signals import deducible, known_total, observe

SMALL = Game((2, 2, 2, 2), (400, 400, 400, 400))
VECTORS = list(product((0, 1, 2), repeat=4))


def printed_to(monitoring, vector, seat):
    """What a seat reads in one round, from the fields alone: no part of design is asked."""
    sees = {"": "ABCD"} if not monitoring.direction else dict(enumerate(monitoring.direction))
    seen = sees.get(seat, sees.get("", "")) if monitoring.granularity == "individual" else ""
    read = [("own", vector[seat])]
    read += [(name, vector["ABCD".index(name)]) for name in "ABCD" if name in seen]
    if monitoring.granularity == "total":
        read.append(("total", sum(vector)))
    if monitoring.own_earnings:
        read.append(("earnings", 2 - vector[seat] + 0.4 * sum(vector)))
    return tuple(read)


def determined(monitoring, seat):
    """For every vector, which entries and whether the total are the same in all that look alike.

    A seat cannot tell apart the vectors for which it reads the same numbers.
    """
    alike = {}
    for vector in VECTORS:
        alike.setdefault(printed_to(monitoring, vector, seat), []).append(vector)
    found = {}
    for group in alike.values():
        entries = [len({v[j] for v in group}) == 1 for j in range(4)]
        for vector in group:
            found[vector] = (entries, len({sum(v) for v in group}) == 1)
    return found


def compare(monitoring):
    entitled = monitoring.entitled(SMALL)
    given_ = np.array(VECTORS, dtype=np.int64) * 1_000
    signal = observe(monitoring, SMALL, given_)
    hidden_but_known, totals = deducible(signal, SMALL), known_total(signal, SMALL)
    for seat in range(4):
        truth = determined(monitoring, seat)
        for index, vector in enumerate(VECTORS):
            entries, total = truth[vector]
            known = entitled.entries[seat] | hidden_but_known[index, seat]
            assert known.tolist() == entries
            assert totals[index, seat] == (1_000 * sum(vector) if total else -1)
        always = np.all([entries for entries, _ in truth.values()], axis=0)
        assert (entitled.entries[seat] | entitled.deduced[seat]).tolist() == always.tolist()
        total_always = all(total for _, total in truth.values())
        assert bool(entitled.total[seat] | entitled.total_deduced[seat]) == total_always


@pytest.mark.parametrize("condition", CORE)
def test_a_cell_is_entitled_to_exactly_what_its_numbers_determine(condition):
    compare(CORE[condition].monitoring)


seen = st.lists(st.sampled_from("ABCD"), unique=True).map(lambda seats: "".join(sorted(seats)))


@settings(max_examples=40)
@given(st.tuples(seen, seen, seen, seen), st.booleans())
def test_any_glass_entitles_to_exactly_what_its_numbers_determine(direction, earnings):
    compare(Monitoring(granularity="individual", direction=direction, own_earnings=earnings))


@pytest.mark.parametrize("earnings", [False, True])
def test_a_shown_total_entitles_to_exactly_what_it_determines(earnings):
    compare(Monitoring(granularity="total", own_earnings=earnings))


def test_what_is_printed_and_what_is_deduced_never_overlap():
    for condition in CORE.values():
        entitled = condition.monitoring.entitled(SMALL)
        assert not (entitled.entries & entitled.deduced).any()
        assert not (entitled.total & entitled.total_deduced).any()


def test_a_glass_with_earnings_must_declare_that_it_reveals_the_partner():
    silent = Monitoring(granularity="individual", direction=("CD", "CD", "AB", "AB"),
                        own_earnings=True)  # fmt: skip
    with pytest.raises(ValueError, match=r"reveals \['last_member', 'total'\] by arithmetic"):
        silent.check(Game())
    replace(silent, reveals=("last_member", "total")).check(Game())


def test_declaring_what_is_not_revealed_is_refused():
    with pytest.raises(ValueError, match=r"declared to reveal \['total'\], but does not"):
        Monitoring(reveals=("total",)).check(Game())


@pytest.mark.parametrize("field", LEVELS)
def test_an_unknown_level_is_refused_with_the_known_ones(field):
    with pytest.raises(ValueError, match=f"{field} is one of"):
        Monitoring(**{field: "sideways"})


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"error": 100}, "error = 100 has no effect"),
        ({"granularity": "total", "accuracy": "noisy", "error": 1_001}, "error lies in 0 .. 1000"),
        ({"granularity": "total", "timing": "delayed"}, "delay = 0 makes its level do nothing"),
        ({"granularity": "sorted", "acquisition": "pull"}, "needs granularity 'individual'"),
        ({"granularity": "individual", "coverage": "graph"}, "'graph' needs direction"),
        ({"granularity": "sorted", "source": "self_report"}, "exactly and verified"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(settings, said):
    with pytest.raises(ValueError, match=said):
        Monitoring(**settings)


@pytest.mark.parametrize(
    ("direction", "said"),
    [(("AB", "CD"), "names 2 observers, the game has 4"), (("AZ", "", "", ""), r"seats \['Z'\]")],
)
def test_a_glass_that_does_not_fit_the_game_is_refused(direction, said):
    with pytest.raises(ValueError, match=said):
        Monitoring(granularity="individual", direction=direction).entitled(Game())


def test_a_glass_needs_individual_entries_and_known_revelations():
    with pytest.raises(ValueError, match="needs granularity 'individual'"):
        Monitoring(direction=("CD", "CD", "", ""))
    with pytest.raises(ValueError, match="reveals knows"):
        Monitoring(reveals=("everything",))
