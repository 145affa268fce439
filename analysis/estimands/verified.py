"""Which estimands ask about verification itself: doses, contagion, channels, demand, trust?"""

from analysis.estimands import contagion, demand, instrumented, mediation, trust, verification
from analysis.estimands.definition import Definition, Edges
from analysis.estimands.phrases import LEFT_OUT, NOT_ASKED, POINTS

VERIFIED = (
    Definition(
        id="E11", name="dose_response", unit="points per ten points of coverage", level="sample",
        picture="intervals", needs=("doses",),
        definition="Slope of E1 on coverage, the share of ordered pairs in which one sees the"
        " other; conditions that show earnings are another dose and left out.",
        edges=Edges(unfinished=LEFT_OUT), of_sample=verification.dose_response,
    ),
    Definition(
        id="E11", name="arc_elasticity", unit="percent per percent", level="sample",
        picture="intervals", needs=("doses",),
        definition="Arc elasticity of E1 to coverage between successive positive doses.",
        edges=Edges(zero="a dose of zero has no percentage change and does not enter",
                    unfinished=LEFT_OUT),
        of_sample=verification.arc_elasticity,
    ),
    Definition(
        id="E11", name="look_effect", unit=f"{POINTS}, of a look at all others rather than none",
        level="sample", picture="intervals", needs=("drawn prices",),
        definition="Effect of looking on the own contribution of the next round, instrumented by"
        " the drawn price of the look, for those whose look the price decides; interval by"
        " Anderson and Rubin.",
        edges=Edges(zero="not estimable where the price moves no look", unfinished=LEFT_OUT),
        of_sample=instrumented.look_effect,
    ),
    Definition(
        id="E11", name="price_response", unit="percent of possible looks per point of price",
        level="sample", picture="intervals", needs=("drawn prices",),
        definition="The first stage of look_effect: looks taken, as the drawn price rises by a"
        " point.",
        edges=Edges(zero="0 without an interval where all looked alike", unfinished=LEFT_OUT),
        of_sample=instrumented.price_response,
    ),
    Definition(
        id="E12", name="contingency", unit=POINTS, level="sample", picture="intervals",
        needs=("the glass",),
        definition="How much more A and B give to C and D that were generous in the common part"
        " than to others, when they see them, less the same when they do not.",
        edges=Edges(unfinished=LEFT_OUT), of_sample=verification.contingency,
    ),
    Definition(
        id="E13", name="contagion", unit=f"{POINTS}, mean of the first rounds", level="sample",
        picture="rounds", needs=("induced low contributors",),
        definition="What members at distance 1, 2, ... give more (or less) over the first 1, 2, ..."
        " rounds where a lot made one member a low contributor, against the same seats of the same"
        " network where it made none.",
        edges=Edges(zero="up to as many rounds as links nothing can have arrived: a placebo",
                    unfinished=LEFT_OUT),
        of_sample=contagion.contagion,
    ),
    Definition(
        id="E13", name="induced_drop", unit="points, mean of the first rounds", level="sample",
        picture="rounds", needs=("induced low contributors",),
        definition="What the member made a low contributor gives more (or less) than whoever else"
        " sits there: how large the shock is that spreads.",
        edges=Edges(unfinished=LEFT_OUT), of_sample=contagion.induced_drop,
    ),
    Definition(
        id="E14", name="mediation", unit=POINTS, level="sample", picture="intervals",
        needs=("neither", "the glass", "both ways"),
        definition="Effects of seeing (through beliefs) and of being seen (through being observed),"
        " each alone and beside the other, and of both, from the crossed cells; no regression on"
        " beliefs.",
        edges=Edges(unfinished=LEFT_OUT), of_sample=mediation.channels,
    ),
    Definition(
        id="E14", name="accuracy_moved", unit=POINTS, level="sample", picture="intervals",
        needs=("neither", "the glass", "beliefs"),
        definition="Effect of each channel on E10 accuracy: seeing must move it if it works through"
        " beliefs, being seen need not.",
        edges=Edges(unfinished=NOT_ASKED), of_sample=mediation.accuracy_moved,
    ),
    Definition(
        id="E15", name="demand_for_verification", unit="looks per round", level="member",
        needs=("looks",),
        definition="Looks at others that a member asks or pays for, per round in which it can.",
        edges=Edges(zero="who never looks counts as 0"), of_members=demand.looks_per_round,
    ),
    Definition(
        id="E15", name="spent_on_verification", unit="points per round", level="member",
        needs=("looks",), definition="Points that a member pays for looks, per round.",
        edges=Edges(zero="free looks cost 0"), of_members=demand.spent_per_round,
    ),
    Definition(
        id="E15", name="willingness_to_pay", unit="points for a look at all others", level="member",
        needs=("bids",),
        definition="Mean of a member's bids for a look, stated before the price is drawn.",
        edges=Edges(zero="0 is a bid like any other",
                    censored="a bid at the highest price stands for that or more: a lower bound"),
        of_members=demand.willingness,
    ),
    Definition(
        id="E15", name="demand_curve", unit="percent of looks taken", level="sample",
        picture="prices", needs=("prices",),
        definition="Looks taken at each price: of bids those that reach it, of posted prices those"
        " taken in the rounds that had it.",
        edges=Edges(zero="a price that a group never met is missing there", unfinished=LEFT_OUT),
        of_sample=demand.demand_curve,
    ),
    Definition(
        id="E15", name="looks_after_fall", unit="looks per round", level="member",
        needs=("looks", "verified numbers"),
        definition="A member's looks right after news that others gave less than the news before,"
        " less its looks after other news.",
        edges=Edges(zero="missing where a member had only one kind of news"),
        of_members=demand.looks_after_fall,
    ),
    Definition(
        id="E15", name="willingness_after_fall", unit="points", level="member",
        needs=("bids", "verified numbers"),
        definition="A member's bids right after such falling news, less its bids after other news.",
        edges=Edges(zero="missing where a member had only one kind of news"),
        of_members=demand.willingness_after_fall,
    ),
    Definition(
        id="E16", name="shown_slopes", unit="points given per point shown", level="sample",
        picture="intervals", needs=("shown numbers",),
        definition="Slope of contributions on the others' mean contribution as it was shown before"
        " the choice, within members, for verified and for self-reported numbers.",
        edges=Edges(zero="missing where no member's numbers vary", unfinished=LEFT_OUT),
        of_sample=trust.shown_slopes,
    ),
    Definition(
        id="E16", name="trust_premium", unit="ratio of slopes", level="sample",
        picture="intervals", needs=("reports", "verified numbers"),
        definition="Slope of contributions on verified over that on self-reported contributions.",
        edges=Edges(zero="missing where the slope on reported numbers is 0", unfinished=LEFT_OUT),
        of_sample=trust.trust_premium,
    ),
)  # fmt: skip
"""E11 to E16."""
