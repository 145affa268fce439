"""What happens when members pay for verification, and decide how much of it they buy?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.fund import Fund
from design.stages.meet import Meet
from design.stages.turnover import Turnover

AUDITED = Monitoring(granularity="individual", coverage="audit")
NOISY = Monitoring(granularity="individual", accuracy="noisy", error=600)


def _funded(name: str, fund: Fund) -> Condition:
    stages = (fund, Contribute(), Observe())
    return Condition(name, AUDITED, everybody("B18"), ("seeing", "being_seen", "fund"), stages)


def _met(name: str, meet: Meet) -> Condition:
    stages = (meet, Contribute(), Observe())
    return Condition(name, NOISY, everybody("N05"), ("seeing", "being_seen", "meetings"), stages)


def _joined(name: str, rate: int) -> Condition:
    """Return voted meetings of four of five members, of whom one leaves with a chance a round."""
    stages = (Turnover(every=1, rate=rate, history="unseen"), Meet(), Contribute(), Observe())
    roles = everybody("N05", members=5)
    mechanisms = ("seeing", "being_seen", "meetings", *(("turnover",) if rate > 0 else ()))
    # Who sits out decides nothing in that round, so nobody is asked for guesses.
    return Condition(name, NOISY, roles, mechanisms, stages, beliefs=())


ENTRIES = (
    Entry(
        id="B18",
        title="Monitoring as overhead",
        words='monitoring seen as "overhead", "resourcing"',
        sees="After a round the contributions that a lot picks, more of them the more the fund"
        " holds; before it what the fund holds.",
        does="Contributes, and pays into the fund, votes on what all pay, or pays a tax.",
        parameter="who decides on the fund: a tax of 2 points a member, a vote, each member alone;"
        " every point in the fund makes 5 percent of the contributions visible",
        prediction=Prediction(
            selfish="Nobody contributes and nobody pays into a fund that can be avoided.",
            conditional="A fund that each member pays alone runs dry, like any public good; then"
            " contributions follow old beliefs.",
            indefinite="Cooperation needs a fund large enough for the critical chance of an audit;"
            " a vote can hold it there, single payments are a second public good.",
        ),
        outcome="points in the fund, mean contribution, earnings net of the payments",
        conditions=(
            _funded("fund_tax", Fund("tax", tax=2)),
            _funded("fund_vote", Fund("vote")),
            _funded("fund_each", Fund("each")),
        ),
        control="fund_tax",
        sources=(
            "DeAngelo and Gee 2020: peer and group monitoring, imposed or chosen; chosen group"
            " monitoring was not funded and provision fell. Our tax, prices and chances are not"
            " theirs; theirs could not be checked at the source",
        ),
    ),
    Entry(
        id="N05",
        title="Joint meetings",
        words="joinholism",
        sees="Each other member's contribution, replaced by a random number with a chance that"
        " falls with the number of meetings.",
        does="Contributes, and votes every five rounds on the number of meetings. With turnover"
        " four of five members do so, and one sits out for 20 points a round.",
        parameter="meetings imposed (2) or voted (0 to 4), each at 1 or 3 points a member and"
        " round; each lowers the chance of a wrong number, 60 percent, by 15 points. In groups of"
        " five: the chance of 0, 10 or 20 percent after each round that one member leaves the"
        " table for the one that sits out, who has seen nothing meanwhile",
        prediction=Prediction(
            selfish="Nobody contributes and nobody votes for a meeting.",
            conditional="Meetings make contributions follow the others more closely; their cost"
            " lowers earnings whether or not they do.",
            indefinite="There is a best number of meetings: one more is worth its cost only while"
            " cooperation hangs on it. Turnover raises the number that is held above the best one:"
            " newcomers want to see for themselves, and who leaves has paid for nothing.",
        ),
        outcome="meetings, mean contribution, earnings net of the cost of meetings",
        conditions=(
            _met("meetings_imposed", Meet(fixed=2)),
            _met("meetings_voted", Meet()),
            _met("meetings_voted_dear", Meet(cost=3, most=2, step=300)),
            _joined("meetings_stable", 0),
            _joined("meetings_turnover_10", 100),
            _joined("meetings_turnover_20", 200),
        ),
        control="meetings_imposed",
        sources=(
            "prices and chances, of meetings and of leaving, are ours; no published design is"
            " copied",
        ),
    ),
)
