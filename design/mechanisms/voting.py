"""What happens when rules are chosen by the members, by one of them, or for them?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.mechanisms.funding import AUDITED
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.advise import Advise
from design.stages.project import Project
from design.stages.sanction import Sanction
from design.stages.stage import Stage
from design.stages.vote import Rule, Vote
from design.stages.yoke import Yoke
from design.treatments import Roles

MENU = (
    Rule(review="none"),
    Rule(review="individual"),
    Rule(minimum=10, fine=8, review="none"),
    Rule(minimum=10, fine=8, review="individual"),
)
"""Review or none, with a minimum or without: a fine of 8 outweighs the 6 points that giving 10
costs at an MPCR of 0.4."""

MINIMA = (
    Rule(),
    Rule(minimum=5, fine=4),
    Rule(minimum=10, fine=8),
    Rule(minimum=15, fine=12),
    Rule(minimum=20, fine=16),
)

OPEN = Monitoring(granularity="individual", reveals=("total",))


def _agreed(name: str, rule: Vote) -> Condition:
    stages = (rule, Contribute(), Observe())
    return Condition(name, AUDITED, everybody("O06"), ("seeing", "being_seen", "rules"), stages)


def _managed(name: str, by: str, names: tuple[str, ...]) -> Condition:
    stages = (Vote(MINIMA, by), Contribute(), Observe())
    roles = Roles(names, ("N01",) * 4)
    return Condition(name, OPEN, roles, ("seeing", "being_seen", "rules"), stages)


def _advised(name: str, monitoring: Monitoring) -> Condition:
    roles = Roles(("adviser", "member", "member", "member"), ("O08",) * 4)
    return Condition(name, monitoring, roles, ("advice",), (Advise("A"), Contribute(), Observe()))


def _open(name: str, cell: str, channel: str, *before: Stage) -> Condition:
    stages = (*before, Contribute(), Observe())
    return Condition(name, OPEN, everybody(cell), ("seeing", "being_seen", channel), stages)


CARDS = Condition(
    "role_cards",
    OPEN,
    Roles(("orchestrator", "agitator", "innovator", "member"), ("O15",) * 4),
    ("seeing", "being_seen", "rules", "advice", "sanctions"),
    (
        Vote(MINIMA, "C"),
        Advise("A"),
        Contribute(),
        Observe(),
        Sanction("disapprove", cost=0, effects=(0,), seats="B"),
    ),
)
"""Three members with one more thing to do: one advises, one disapproves, one sets the rule."""

ENTRIES = (
    Entry(
        id="O06",
        title="A co-created agreement",
        words="co-created community agreement",
        sees="The rule that holds; contributions where the rule reviews them.",
        does="Votes every five rounds on a rule, and contributes; where the rule is imposed, only"
        " contributes.",
        parameter="who chose the rule: the group by majority, or another group of the session,"
        " whose rule then holds here in the same rounds; the two are asked the same beliefs and"
        " have the same part 3. Or a lot draws the rule",
        prediction=Prediction(
            selfish="A minimum with a fine that outweighs it is kept, whoever chose it; nothing"
            " beyond it is given.",
            conditional="Under the same rule more is given where the members chose it.",
        ),
        outcome="mean contribution, chosen against imposed, within pairs of groups that live under"
        " the same rule; where a lot drew the rule because the other group was late, the table"
        " heard says so",
        conditions=(
            _agreed("agreement_chosen", Vote(MENU)),
            _agreed("agreement_yoked", Yoke(MENU, of="agreement_chosen")),
            _agreed("agreement_drawn", Vote(MENU, "lot")),
        ),
        control="agreement_yoked",
        sources=(
            "Dal Bo, Foster and Putterman 2010: the idea of comparing a rule chosen with the same"
            " rule imposed; its parameters could not be checked at the source, rules are ours",
        ),
    ),
    Entry(
        id="N01",
        title="A manager with a mandate",
        words="no manager with mandate",
        sees="Everybody's contribution, and the minimum that holds.",
        does="One member sets a minimum with a fine every five rounds; all contribute.",
        parameter="who sets the minimum: one member, or a lot",
        prediction=Prediction(
            selfish="Whoever sets the minimum sets it high: all gain when all are held to it.",
            conditional="The manager's choice settles contributions; what the others gave matters"
            " less.",
            direction=1,
            measure="lowest",
        ),
        outcome="mean contribution and earnings; minimum chosen",
        conditions=(
            _managed("minimum_drawn", "lot", ("mutual",) * 4),
            _managed("manager", "A", ("manager", "member", "member", "member")),
        ),
        control="individual",
        sources=("fines are ours, no published design is copied",),
    ),
    Entry(
        id="O02",
        title="A common measure and a choice of how",
        words="agency with a common measure",
        sees="Everybody's contribution.",
        does="Contributes to one of three projects that are worth the same, picked by itself or by"
        " a lot.",
        parameter="who picks the project: each member, or a lot",
        prediction=Prediction(
            conditional="Who picks for itself gives more at first; the slope on the others stays.",
        ),
        outcome="mean contribution; intercept and slope on beliefs",
        conditions=(
            _open("project_drawn", "O02", "projects", Project("lot")),
            _open("project_chosen", "O02", "projects", Project("member")),
        ),
        control="project_drawn",
        sources=("projects are ours, no published design is copied",),
    ),
    Entry(
        id="O08",
        title="An adviser who hears how the advice did",
        words='orchestrator "believes we know all the answers"',
        sees="Everybody the advice; the adviser everybody's contribution, or nobody's; the others"
        " no contribution.",
        does="One member recommends a contribution in every round; all contribute.",
        parameter="whether the adviser sees what the others give",
        prediction=Prediction(
            conditional="Without feedback the advice stays where it began and is followed less;"
            " with it the advice comes down to what is given.",
        ),
        outcome="advice minus contributions; contributions that follow the advice",
        conditions=(
            _advised("advice_blind", Monitoring()),
            _advised(
                "advice_informed",
                Monitoring(
                    granularity="individual", direction=("BCD", "", "", ""), reveals=("total",)
                ),
            ),
        ),
        control="advice_blind",
        sources=("the advice is ours, no published design is copied",),
    ),
    Entry(
        id="O15",
        title="Agitator, innovator, orchestrator",
        words="roles agitator, innovator, orchestrator",
        sees="Everybody's contribution, the advice, the rule, and disapproval received.",
        does="Contributes; one member recommends, one disapproves, one sets a minimum with a fine.",
        parameter="roles with one more action each, against none",
        prediction=Prediction(
            selfish="The minimum is kept where its fine outweighs it; advice and disapproval change"
            " nothing.",
            conditional="Disapproval works as a cheap punishment; advice moves beliefs.",
        ),
        outcome="use of each role; contributions after advice, disapproval and a new minimum",
        conditions=(CARDS,),
        control="individual",
        sources=("roles are ours, no published design is copied",),
    ),
    Entry(
        id="O16",
        title="Transparent governance",
        words="transparent governance",
        sees="Everybody's contribution and the rule that holds; how many votes each rule got, or"
        " not.",
        does="Votes every five rounds on a minimum with a fine, and contributes.",
        parameter="whether the tally of votes is shown",
        prediction=Prediction(
            selfish="The highest minimum is voted for, as all gain when all are held to it, and"
            " kept, as its fine outweighs it, whether the tally is shown or not.",
            conditional="A rule whose majority is seen is kept better, at the same rule.",
        ),
        outcome="contributions under the same rule",
        conditions=(
            _open("tally_hidden", "O16", "rules", Vote(MINIMA)),
            _open("tally_shown", "O16", "rules", Vote(MINIMA, tally="shown")),
        ),
        control="tally_hidden",
        sources=("rules are ours, no published design is copied",),
    ),
)
