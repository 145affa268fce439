"""What happens when members say beforehand what they will give?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.pledge import Pledge
from design.stages.report import Report
from design.stages.stage import Stage

CYCLE = 5

REVIEWED = Monitoring(granularity="individual", timing="every_k", every=CYCLE, reveals=("total",))
SELF_REVIEWED = Monitoring(
    granularity="individual", timing="every_k", every=CYCLE, source="self_report"
)


def _pledging(
    name: str, cell: str, monitoring: Monitoring, pledge: Pledge, *reports: Stage
) -> Condition:
    stages = (pledge, Contribute(), *reports, Observe())
    mechanisms = ("pledges",) + ("review",) * (pledge.review != "none")
    mechanisms += ("escrow",) * (pledge.escrow > 0)
    return Condition(name, monitoring, everybody(cell), mechanisms, stages)


CYCLED = Condition("every_fifth", REVIEWED, everybody("B09"), ("seeing", "being_seen"))
"""Everybody sees everybody's contributions of five rounds together, and nobody pledges."""

ENTRIES = (
    Entry(
        id="B09",
        title="An annual memorandum of understanding",
        words="an annual MOU: define contributions and gauge progress",
        sees="All pledges; after every five rounds a table of what each member pledged and gave.",
        does="Pledges every five rounds what to give in each of them, then contributes.",
        parameter="review of contributions or of own reports; half a point lost for each point"
        " given less than pledged (escrow), or none",
        prediction=Prediction(
            selfish="Nobody contributes and pledges mean nothing; escrow of half a point leaves"
            " giving one tenth of a point dearer than keeping, so nothing changes.",
            conditional="Whoever dislikes to break its word gives up to its pledge. Barrett and"
            " Dannenberg find that review moves pledges and hardly contributions. Simulated members"
            " expect what is pledged, and less once a review shows what was given.",
            indefinite="A review makes deviations known, five rounds at a time.",
            direction=-1,
            levels=("pledge_review", "pledge_escrow"),
        ),
        outcome="pledge minus contribution; mean contribution; decay within the five rounds",
        conditions=(
            _pledging("pledge_review", "B09", REVIEWED, Pledge(CYCLE, "delivered")),
            _pledging("pledge_reported", "B09", SELF_REVIEWED, Pledge(CYCLE, "reported"), Report()),
            _pledging("pledge_escrow", "B09", REVIEWED, Pledge(CYCLE, "delivered", 500)),
        ),
        control="pledge_only",
        sources=(
            "Barrett and Dannenberg 2016: pledge and review with a threshold; here the game is"
            " linear, and cycle and escrow are ours",
        ),
    ),
    Entry(
        id="B20",
        title="Good intent is never enough",
        words='"good intent is never enough"',
        sees="All pledges, and nothing of what becomes of them.",
        does="Pledges every five rounds what to give in each of them, then contributes.",
        parameter="pledges without any review, against neither pledges nor review",
        prediction=Prediction(
            conditional="A jump at first, as pledges raise what is expected; nothing shows that"
            " they are not kept, so beliefs stay where the pledges put them.",
            indefinite="Without review nothing can be enforced.",
            direction=1,
        ),
        outcome="slope of contributions on pledges; half-life",
        conditions=(_pledging("pledge_only", "B20", Monitoring(), Pledge(CYCLE)),),
        control="dark",
        sources=("Pledges as in B09, without the review.",),
    ),
    Entry(
        id="B24",
        title="Position and willingness",
        words="positioning against willingness: what is stated and what is done",
        sees="What each member said it is willing to give, and every contribution.",
        does="States once, before the part begins, what it is willing to give; then contributes.",
        parameter="a public statement before play, or none",
        prediction=Prediction(
            conditional="Statements raise what is expected in the first round; later what is seen"
            " counts.",
        ),
        outcome="statement minus contribution",
        conditions=(
            _pledging(
                "position",
                "B24",
                Monitoring(granularity="individual", reveals=("total",)),
                Pledge(0, words="position"),
            ),
        ),
        control="individual",
        sources=("The statement before play is ours; no published design is copied.",),
    ),
)
