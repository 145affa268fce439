"""Do the closed forms for other games and lengths agree with trying every alternative?"""

from itertools import product

import numpy as np
import pytest

from design.catalogue import CATALOGUE
from design.equilibria import (
    common_level_is_stable,
    critical_continuation,
    critical_punctuality,
    highest_share,
    linear_patience,
    noisy_fixed_point,
)
from design.game import Game
from design.theory import belief_fixed_point, critical_discount


def deviation_pays(members, share, block, chance, when):
    """Compare giving all for ever with keeping all from a round of a block on, under grim trigger.

    Played out and summed over 400 blocks, each weighed by the chance that it is reached.
    """
    weights = np.repeat(chance ** np.arange(400), block)[when - 1 :]
    kept = np.full(len(weights), 1.0)
    kept[0] = 1 + share * (members - 1)
    return (weights * kept).sum() > (weights * members * share).sum() + 1e-9


@pytest.mark.parametrize("block", [1, 2, 5])
@pytest.mark.parametrize(("members", "mpcr"), [(4, 400), (3, 500), (5, 300)])
def test_a_lot_after_every_block_needs_the_stated_chance(block, members, mpcr):
    needed = critical_continuation(members, mpcr, block=block)
    rounds = range(1, block + 1)
    below = [deviation_pays(members, mpcr / 1_000, block, needed - 0.01, r) for r in rounds]
    above = [deviation_pays(members, mpcr / 1_000, block, needed + 0.01, r) for r in rounds]
    assert below[-1], "the last round of a block is the one to deviate in"
    assert not any(above)


def test_blocks_of_one_round_are_the_usual_discounting():
    assert critical_continuation(4, 400, block=1) == pytest.approx(critical_discount(4, 400))
    # .6 / (.6 + 5 * .6)
    assert critical_continuation(4, 400, block=5) == pytest.approx(1 / 6)
    with pytest.raises(ValueError, match="at least 1 round"):
        critical_continuation(4, 400, block=0)


def test_being_on_time_is_a_linear_public_good():
    assert critical_punctuality(4, cost=1_000, loss=500) == pytest.approx(critical_discount(4, 500))
    for loss in (200, 1_000):
        with pytest.raises(ValueError, match="no dilemma"):
            critical_punctuality(4, cost=1_000, loss=loss)


def equilibria(game):
    """Return every profile of whole points that nobody alone gains by leaving, brute force."""
    levels, seats = range(game.endowments[0] + 1), range(game.members)
    found = set()
    for profile in product(levels, repeat=game.members):
        own = game.earnings(np.array(profile) * 1_000)
        alone = np.array([[[other if j == i else p for j, p in enumerate(profile)]
                           for other in levels] for i in seats]) * 1_000  # fmt: skip
        if all(game.earnings(alone[i])[:, i].max() <= own[i] for i in seats):
            found.add(profile)
    return found


@pytest.mark.parametrize("refund", [0, 1_000])
def test_a_threshold_is_shared_in_every_way_that_nobody_overpays(refund):
    game = Game((4,) * 3, (500,) * 3, technology="threshold", threshold=6, refund=refund)
    most = highest_share(500, 6)
    shared = {p for p in product(range(5), repeat=3) if sum(p) == 6 and max(p) <= most}
    found = equilibria(game)
    assert {p for p in found if sum(p) >= 6} == shared
    assert (0, 0, 0) in found
    # Without a refund nothing else is stable; with one, hopeless gifts cost nothing.
    assert {p for p in found if 0 < sum(p) < 6} == set() or refund == 1_000


def test_every_common_level_of_a_weakest_link_is_stable_and_nothing_else():
    game = Game((5,) * 3, (400,) * 3, technology="weakest_link")
    assert common_level_is_stable(3, 400)
    assert equilibria(game) == {(level,) * 3 for level in range(6)}


def test_the_linear_game_has_one_equilibrium():
    assert equilibria(Game((4,) * 3, (400,) * 3)) == {(0, 0, 0)}


@pytest.mark.parametrize("error", [0, 0.1, 0.5, 1])
def test_noise_moves_the_fixed_point_where_beliefs_settle(error):
    level, slope, held = 1.0, 0.8, 20.0
    belief = 12.0
    for _ in range(2_000):
        seen = (1 - error) * (level + slope * belief) + error * held / 2
        belief = 0.3 * seen + 0.7 * belief
    assert belief == pytest.approx(noisy_fixed_point(level, slope, error=error, endowment=held))
    if error == 0:
        assert belief == pytest.approx(belief_fixed_point(level, slope))


def test_the_catalogue_prints_the_patience_of_both_unknown_returns():
    low, high = linear_patience(4, (300, 600))
    said = CATALOGUE["B06"].prediction.indefinite
    assert f"{low:.2f}".lstrip("0") in said
    assert f"{high:.2f}".lstrip("0") in said
