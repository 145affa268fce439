"""Which estimands are there, E1 to E17, in the order in which the field counts them?"""

import numpy as np

from analysis.estimands import beliefs, elsewhere, paths, spread, times, verification, welfare
from analysis.estimands.definition import Definition, Edges
from analysis.estimands.phrases import (
    CENSORED,
    FROM_ZERO,
    LEFT_OUT,
    NOT_ASKED,
    POINTS,
    SHARE,
    STOPPED,
)
from analysis.estimands.verified import VERIFIED


def _collapse(level: int) -> Definition:
    return Definition(
        id="E4", name=f"collapse_{level}", unit="rounds", picture="survival",
        definition=f"First of two successive rounds in which the group gives {level} % or less.",
        edges=Edges(zero="a group that begins at or below the level collapses in round 1",
                    censored=CENSORED, unfinished=STOPPED),
        of_group=times.collapse(float(level)),
    )  # fmt: skip


LEVELS = (
    Definition(
        id="E1", name="mean", unit=SHARE,
        definition="Mean contribution over the rounds of the treated part.",
        of_group=paths.along(paths.level),
    ),
    Definition(
        id="E2", name="decay", unit=POINTS,
        definition="Least-squares slope of the group's mean on the round, times the rounds' span.",
        of_group=paths.along(paths.decay, least=2),
    ),
    Definition(
        id="E2", name="log_odds_decay", unit="log odds",
        definition="The same slope of the log odds of a point being given: bounded less by floor"
        " and ceiling.",
        edges=Edges(zero="half a point is added to what was given and to what was kept"),
        of_group=paths.log_odds_decay,
    ),
    Definition(
        id="E2", name="decline_given_level", unit="percent of the first round",
        definition="The fitted change relative to the first round of the part.",
        edges=Edges(zero=FROM_ZERO),
        of_group=paths.along(paths.decline_given_level, least=2),
    ),
    Definition(
        id="E3", name="final", unit=SHARE,
        definition="Contribution in the last round of the part.",
        of_group=paths.along(paths.final),
    ),
    Definition(
        id="E3", name="last_three", unit=SHARE,
        definition="Mean contribution in the last three rounds of the part.",
        of_group=paths.along(paths.last_three, least=3),
    ),
    Definition(
        id="E3", name="end_game", unit=POINTS,
        definition="Last round of the part less the one before.",
        of_group=paths.along(paths.end_game, least=2),
    ),
)  # fmt: skip

LASTING = (
    Definition(
        id="E4", name="half_life", unit="rounds", picture="survival",
        definition="First round in which the group gives half of its first round or less.",
        edges=Edges(zero=FROM_ZERO, censored=CENSORED, unfinished=STOPPED),
        of_group=times.half_life(),
    ),
    *(_collapse(level) for level in (10, 20, 50)),
    Definition(
        id="E5", name="restart", unit=POINTS, needs=("part 3",),
        definition="First round of the next part less the last round of the treated one.",
        of_group=paths.restart,
    ),
    Definition(
        id="E5", name="withdrawal", unit=POINTS, needs=("part 3",),
        definition="Mean of the next part less that of the treated one; compare removed with kept.",
        of_group=paths.withdrawal,
    ),
    Definition(
        id="E6", name="sustainability", unit="1 is a path that stays where it began",
        definition="Area under the path over that of a path that stays at its first round.",
        edges=Edges(zero=FROM_ZERO),
        of_group=paths.along(paths.sustainability),
    ),
)  # fmt: skip

SPREAD = (
    Definition(
        id="E7", name="within_sd", unit=POINTS,
        definition="Standard deviation between the members of a round, averaged over rounds.",
        of_group=spread.settled(spread.within_sd),
    ),
    Definition(
        id="E7", name="contribution_gini", unit="0 to 1",
        definition="Gini coefficient of a round's contributions, averaged over rounds.",
        edges=Edges(zero="rounds in which nobody gave have no Gini and are left out of the mean"),
        of_group=spread.settled(spread.contribution_gini, undefined="nobody ever gave anything"),
    ),
    Definition(
        id="E7", name="between_sd", unit=POINTS, level="sample", picture="intervals",
        definition="Standard deviation of E1 between the groups of a condition.",
        edges=Edges(unfinished=LEFT_OUT),
        of_sample=spread.over_groups(spread.between_sd),
    ),
    Definition(
        id="E7", name="bimodality", unit="5/9 if uniform, 1 at most", level="sample",
        picture="intervals",
        definition="Sarle's coefficient of E1 over the groups of a condition: above 5/9, groups"
        " tend to part into two camps.",
        edges=Edges(unfinished=LEFT_OUT),
        of_sample=spread.over_groups(spread.bimodality, least=6),
    ),
    Definition(
        id="E8", name="efficiency", unit="percent", needs=("earnings", "mpcr"),
        definition="Earnings above those of no contributions, over the most possible, net of all"
        " costs.",
        of_group=welfare.efficiency,
    ),
    Definition(
        id="E8", name="worst_off", unit="percent of the mean endowment", needs=("earnings",),
        definition="Mean earnings of the member that earned least over the part.",
        of_group=welfare.worst_off,
    ),
    Definition(
        id="E8", name="earnings_gini", unit="0 to 1", needs=("earnings",),
        definition="Gini coefficient of members' earnings over the part.",
        edges=Edges(zero="missing where nobody earned anything, or somebody lost"),
        of_group=welfare.earnings_gini,
    ),
)  # fmt: skip

CONDITIONAL = (
    Definition(
        id="E9", name="schedule_slope", unit="points given per point of the others' mean",
        level="member", needs=("schedules",),
        definition="Slope of a member's elicited contribution schedule on the others' mean.",
        edges=Edges(unfinished="does not arise: schedules are elicited apart from the rounds"),
        of_members=beliefs.schedule_slopes,
    ),
    Definition(
        id="E9", name="belief_slope", unit="points given per point believed", needs=("beliefs",),
        definition="Slope of contributions on the belief about all others, within members, pooled"
        " over the group.",
        edges=Edges(zero="missing where no member's beliefs vary", unfinished=NOT_ASKED),
        of_group=beliefs.belief_slope,
    ),
    Definition(
        id="E9", name="member_belief_slope", unit="points given per point believed",
        level="member", needs=("beliefs",),
        definition="The same slope of every member by itself.",
        edges=Edges(zero="missing where the member's beliefs do not vary", unfinished=NOT_ASKED),
        of_members=beliefs.member_slopes,
    ),
    Definition(
        id="E9", name="exogenous_slope", unit="points given per point of the others' mean",
        level="sample", picture="intervals",
        definition="Slope of round-2 contributions on those of round 1 by the partners whom the"
        " lot chose, holding own round 1 fixed.",
        edges=Edges(unfinished="only the first two rounds count"),
        of_sample=verification.exogenous_slope,
    ),
    Definition(
        id="E10", name="accuracy", unit=POINTS, needs=("beliefs",),
        definition="Minus the mean absolute difference of belief and truth: 0 is perfect.",
        edges=Edges(unfinished=NOT_ASKED), of_group=beliefs.accuracy,
    ),
    Definition(
        id="E10", name="optimism", unit=POINTS, needs=("beliefs",),
        definition="Mean belief less truth.",
        edges=Edges(unfinished=NOT_ASKED), of_group=beliefs.optimism,
    ),
    Definition(
        id="E10", name="updating", unit="0 never learns, 1 believes the last round",
        needs=("beliefs",),
        definition="Weight w in belief_t - belief_t-1 = w (truth_t-1 - belief_t-1); where the"
        " truth is hidden, a placebo.",
        edges=Edges(zero="missing where beliefs were never wrong", unfinished=NOT_ASKED),
        of_group=beliefs.updating,
    ),
)  # fmt: skip

DISTRIBUTION = (
    Definition(
        id="E17", name="full_share", unit="percent of choices",
        definition="Choices that give everything.",
        of_group=spread.settled(spread.share_at(100.0)),
    ),
    Definition(
        id="E17", name="zero_share", unit="percent of choices",
        definition="Choices that give nothing.",
        of_group=spread.settled(spread.share_at(0.0)),
    ),
    Definition(
        id="E17", name="lowest_member", unit=SHARE,
        definition="Mean contribution of the group's member that gave least.",
        of_group=spread.settled(spread.member_extreme(np.min)),
    ),
    Definition(
        id="E17", name="highest_member", unit=SHARE,
        definition="Mean contribution of the group's member that gave most.",
        of_group=spread.settled(spread.member_extreme(np.max)),
    ),
    Definition(
        id="E17", name="role_gap", unit=POINTS,
        definition="Seats A and B less C and D: in one_way, those who see less those who are seen.",
        of_group=spread.role_gap("AB", "CD"),
    ),
    Definition(
        id="E17", name="endowment_gap", unit=POINTS, needs=("unequal endowments",),
        definition="Share given by the members with the most less that of those with the least.",
        edges=Edges(zero="missing where all members hold the same"),
        of_group=spread.endowment_gap,
    ),
    Definition(
        id="E17", name="elsewhere_share", unit="percent of points given",
        needs=("another account",),
        definition="Points given to another account than the group's, of all points given.",
        edges=Edges(zero="missing where nobody gave anything"),
        of_group=elsewhere.share,
    ),
)  # fmt: skip

CATALOGUE: dict[str, Definition] = {
    one.name: one for one in (*LEVELS, *LASTING, *SPREAD, *CONDITIONAL, *VERIFIED, *DISTRIBUTION)
}
"""Every estimand by name, E1 to E17."""


def definition(name: str) -> Definition:
    """Return an estimand by its name.

    Raises
    ------
    ValueError
        Naming those that exist.
    """
    if name not in CATALOGUE:
        raise ValueError(f"estimands are {list(CATALOGUE)}, found {name!r}")
    return CATALOGUE[name]
