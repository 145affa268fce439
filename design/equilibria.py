"""Which contributions are stable where the game, or its length, is not the plain one?

Thresholds, weakest links, deadlines, lots after blocks of rounds and noisy numbers. The linear game
is in design/theory.py. MPCR are in thousandths, as everywhere in design.
"""

from design.theory import critical_discount, stakes


def critical_continuation(members: int, mpcr: int, *, block: int) -> float:
    """Return the chance of another block needed for full contribution, if all (or a total) is seen.

    Within a block of k rounds the next round is certain, so the temptation is greatest in the
    last: 1 - m <= k (nm - 1) c / (1 - c), hence c = (1-m) / ((1-m) + k (nm-1)). Blocks of one
    round give the critical discount factor.
    """
    if block < 1:
        raise ValueError(f"a block has at least 1 round, found {block}")
    value = stakes(members, mpcr)
    return value.gain / (value.gain + block * value.loss)


def critical_punctuality(members: int, *, cost: int, loss: int) -> float:
    """Return the delta needed for everybody to be on time, late members being seen.

    Being on time costs `cost`, and each late member costs every member `loss`, milli-points: a
    linear public good with MPCR loss / cost.
    """
    gain, harm = cost - loss, members * loss - cost
    if gain <= 0 or harm <= 0:
        raise ValueError(f"a loss of {loss} at a cost of {cost} is no dilemma for {members}")
    return gain / (gain + harm)


def highest_share(mpcr: int, threshold: int) -> float:
    """Return the most that a member gives willingly, in points, where a threshold is just reached.

    Giving x keeps m T, which is lost otherwise, so x <= m T, with and without a refund.
    """
    return mpcr / 1_000 * threshold


def common_level_is_stable(members: int, mpcr: int) -> bool:
    """Say whether every common level of contributions is an equilibrium of the weakest link.

    A point less saves 1 and costs n m; a point more costs 1 and brings nothing. So it is in every
    game that is worth playing together, whatever the monitoring and even in one round.
    """
    return stakes(members, mpcr).loss > 0


def noisy_fixed_point(intercept: float, slope: float, *, error: float, endowment: float) -> float:
    """Return the belief that confirms itself where a share `error` of entries is drawn at random.

    What is seen is on average (1 - error) x + error e / 2, so the slope of what others give on
    what they see shrinks by 1 - error, and beliefs are pulled towards half the endowment:
    B = ((1-error) a + error e/2) / (1 - (1-error) b). Without error it is a / (1 - b).
    """
    heard = (1 - error) * intercept + error * endowment / 2
    return heard / (1 - (1 - error) * slope)


def linear_patience(members: int, returns: tuple[int, ...]) -> tuple[float, ...]:
    """Return the critical discount factor at each of several possible returns."""
    return tuple(critical_discount(members, mpcr) for mpcr in returns)
