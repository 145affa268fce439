"""Do the core cells separate seeing, being seen and earnings, as their table says?"""

import pytest

from design.catalogue import CONDITIONS, CORE, FLAGSHIP, Parts, treatment, treatment_name
from design.experiments import flagship
from design.game import Game
from design.phases import Contribute, Phase
from design.treatments import Roles, Treatment

# Position in the factorial: sees others, is seen by others, sees own earnings.
CELLS = {
    "C0": (False, False, False),
    "C1": (True, False, False),
    "C2": (False, True, False),
    "C3": (True, True, False),
    "C4": (False, False, True),
    "C5": (True, False, True),
    "C6": (False, True, True),
    "C7": (True, True, True),
    "open": (True, True, True),
}
ROLES = {(True, False): "observer", (False, True): "observed", (True, True): "mutual",
         (False, False): "unseen"}  # fmt: skip


@pytest.mark.parametrize("name", CORE)
def test_every_seat_has_the_position_that_its_cell_names(name):
    condition, game = CONDITIONS[name], Game()
    entitled = condition.monitoring.entitled(game)
    for i, cell in enumerate(condition.roles.cells):
        others = [j for j in range(4) if j != i]
        sees, seen = entitled.entries[i, others].any(), entitled.entries[others, i].any()
        assert (sees, seen, bool(entitled.earnings[i])) == CELLS[cell]
        assert condition.roles.names[i] == ROLES[bool(sees), bool(seen)]


def test_all_cells_of_the_factorial_occur():
    assert {cell for c in CORE.values() for cell in c.roles.cells} == set(CELLS)


@pytest.mark.parametrize("name", ["one_way", "two_way", "one_way_earnings", "two_way_earnings"])
def test_whoever_sees_through_the_glass_sees_the_two_seats_across(name):
    entries = CONDITIONS[name].monitoring.entitled(Game()).entries
    for i, across in enumerate(("CD", "CD", "AB", "AB")):
        seen = "".join("ABCD"[j] for j in range(4) if j != i and entries[i, j])
        assert seen in ("", across)


def test_every_condition_is_named_once_and_the_flagship_plays_five():
    assert all(name == condition.name for name, condition in CONDITIONS.items())
    assert set(FLAGSHIP) < set(CONDITIONS)
    assert FLAGSHIP == ("dark", "one_way", "two_way", "dark_earnings", "open")


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("beliefs", [False, True])
@pytest.mark.parametrize("kept", [False, True])
def test_a_treatment_has_a_common_a_treated_and_a_restarted_part(name, beliefs, kept):
    made = treatment(name, beliefs=beliefs, kept=kept)
    common, treated, restart = made.phases
    assert made.name == treatment_name(name, beliefs=beliefs, kept=kept)
    assert (common.rounds, treated.rounds, restart.rounds) == (5, 15, 5)
    assert common == treatment("dark", beliefs=True, kept=False).phases[0]
    assert common.monitoring.granularity == "total"
    assert not common.beliefs
    assert treated.monitoring == CONDITIONS[name].monitoring
    dark = CONDITIONS["dark"].monitoring
    assert restart.monitoring == (CONDITIONS[name].monitoring if kept else dark)
    asked = beliefs and bool(CONDITIONS[name].beliefs)
    assert bool(treated.beliefs) == bool(restart.beliefs) == asked


def test_rounds_are_counted_over_all_parts():
    made = treatment("open", beliefs=False, kept=True)
    assert [made.part(n) for n in (1, 5, 6, 20, 21, 25)] == [0, 0, 1, 1, 2, 2]
    assert [made.first_round(part) for part in range(3)] == [1, 6, 21]
    for number in (0, 26):
        with pytest.raises(ValueError, match=f"rounds 1 to 25, found {number}"):
            made.part(number)


def test_treatments_have_different_names_and_conditions_are_known():
    names = [made.name for made in flagship().treatments()]
    assert len(names) == len(set(names)) == 20
    with pytest.raises(ValueError, match="no condition is called 'fog'"):
        treatment("fog", beliefs=False, kept=True)


def test_beliefs_are_about_the_seats_across_and_about_the_partner():
    across, partner = treatment("dark", beliefs=True, kept=True).phases[1].beliefs
    for i, seat in enumerate("ABCD"):
        assert seat not in across.about[i] + partner.about[i]
        assert sorted(seat + across.about[i] + partner.about[i]) == list("ABCD")


def test_a_treatment_whose_parts_do_not_fit_is_refused():
    phases = (Phase("common", 1, CONDITIONS["dark"].monitoring),)
    with pytest.raises(ValueError, match="name each of the game's seats once"):
        Treatment("odd", "dark", Game(), phases, Roles(("unseen",), ("C0",)))
    four = CONDITIONS["dark"].roles
    with pytest.raises(ValueError, match="found 'random'"):
        Treatment("odd", "dark", Game(), phases, four, horizon="random")
    with pytest.raises(ValueError, match="at least one round, found 0"):
        Phase("none", 0, CONDITIONS["dark"].monitoring)
    with pytest.raises(ValueError, match=r"found stages \['contribute'\]"):
        Phase("blind", 1, CONDITIONS["dark"].monitoring, (Contribute(),))


def test_part_one_is_the_same_for_every_seat():
    with pytest.raises(ValueError, match="the same for all seats"):
        flagship(game=Game((10, 20, 20, 30)))
    with pytest.raises(ValueError, match="prize"):
        flagship(prize=-1)
    assert sum(flagship(parts=Parts(1, 2, 1)).parts.lengths) == 4
