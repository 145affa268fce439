"""What happens when members learn of each other only through a broker?"""

from design.conditions import Condition, Entry, Prediction
from design.monitoring import Monitoring
from design.phases import Belief, Contribute, Observe
from design.stages.broker import Broker
from design.stages.rate import Rate
from design.treatments import Roles

FEE = 20_000
TOLD = Monitoring(
    granularity="individual", direction=("BCD", "ACD", "ABD", "ABC", ""), source="broker"
)
ROLES = Roles(("member",) * 4 + ("broker",), ("B05",) * 5)
OTHERS = (Belief("others", ("BCD", "ACD", "ABD", "ABC", "ABCD")),)


def _brokered(name: str, broker: Broker, *, share: int = 0) -> Condition:
    """Return a condition with a fifth seat, whose share is in thousandths of the members'."""
    return Condition(
        name,
        TOLD if broker.rule == "free" else Monitoring(),
        ROLES,
        ("broker",) + ("audit",) * (broker.visits < 1_000),
        (Rate(), Contribute(), broker, Observe()),
        endowments=(1_000, 1_000, 1_000, 1_000, 0),
        mpcr=(1_000, 1_000, 1_000, 1_000, share),
        beliefs=OTHERS,
    )


ENTRIES = (
    Entry(
        id="B05",
        title="A trusted broker",
        words='a partner coordinator "going around talking to people"',
        sees="What the coordinator, a fifth member without points, tells of each other member.",
        does="Four members contribute and rate their trust in the coordinator; the coordinator"
        " sees what they gave and tells all of them.",
        parameter="the computer tells for the coordinator; it tells the truth or nothing; it tells"
        " any number, for a fee of 20 points or for a share of 0.1 in the group account; it visits"
        " each member with a chance of one half",
        prediction=Prediction(
            selfish="Nobody contributes; a coordinator with a share says whatever raises"
            " contributions, and is not believed.",
            conditional="A bound coordinator is as good as seeing each contribution. A free one"
            " rounds up, and its numbers are followed less.",
            indefinite="Visits with chance p deter as a public audit with chance p does, if what"
            " is told is true.",
            direction=1,
            levels=("broker_selective", "broker_free"),
        ),
        outcome="told minus true number; slope of contributions on what is told; contributions",
        conditions=(
            _brokered("broker_computer", Broker("automatic", fee=FEE)),
            _brokered("broker_selective", Broker("selective", fee=FEE)),
            _brokered("broker_free", Broker("free", fee=FEE)),
            _brokered("broker_share", Broker("free"), share=250),
            _brokered("broker_visits", Broker("selective", visits=500, fee=FEE)),
        ),
        control="broker_computer",
        sources=(
            "Corazzini, Cotton and Reggiani 2019: an intermediary helps only if formally"
            " committed. Fee, share and chance of a visit are ours.",
        ),
    ),
)
