"""What happens when news of contributions is announced to all, rarely or by name?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.banner import Banner
from design.stages.broadcast import Broadcast
from design.stages.newsletter import Newsletter
from design.stages.stage import Stage

EVERY = 5
THRESHOLD = 40


def _newsletter(name: str, monitoring: Monitoring, *, asks: Newsletter | None = None) -> Condition:
    # Where members are asked, they are so before the rounds that the issue is about.
    stages: tuple[Stage, ...] = (Contribute(), Newsletter(), Observe())
    if asks is not None:
        stages = (asks, Contribute(), Observe())
    return Condition(name, monitoring, everybody("B10"), ("newsletter",), stages)


def _banner(name: str, banner: Banner) -> Condition:
    channels = ("total",) if banner.names == "group" else ("total", "seeing", "being_seen")
    stages = (Contribute(), banner, Observe())
    return Condition(
        name, Monitoring(granularity="total"), everybody("B11"), (*channels, "banner"), stages
    )


ENTRIES = (
    Entry(
        id="B10",
        title="A newsletter",
        words="newsletter, quick updates",
        sees="Every fifth round a list of what the group gave in total in each round since the"
        " last one, or of the highest or lowest contribution among the others.",
        does="Contributes; orders each issue beforehand, where it comes only to those who order;"
        " as its editor, seat A picks beforehand whether the highest or the lowest are listed.",
        parameter="what it lists: totals, highest, lowest, or what a member picks; whether it comes"
        " to all or on order",
        prediction=Prediction(
            conditional="Beliefs move only with an issue, towards the listed numbers: a list of"
            " the highest raises them and a list of the lowest lowers them.",
            indefinite="An issue every k rounds delays the answer to a deviation by up to k-1"
            " rounds.",
            direction=1,
            levels=("newsletter_highest",),
        ),
        outcome="beliefs and mean contribution after an issue; issues ordered",
        conditions=(
            _newsletter(
                "newsletter_total",
                Monitoring(granularity="total", timing="every_k", every=EVERY),
            ),
            _newsletter(
                "newsletter_highest",
                Monitoring(granularity="extremes", extreme="high", timing="every_k", every=EVERY),
            ),
            _newsletter(
                "newsletter_lowest",
                Monitoring(granularity="extremes", extreme="low", timing="every_k", every=EVERY),
            ),
            _newsletter(
                "newsletter_ordered",
                Monitoring(granularity="total", timing="every_k", every=EVERY, acquisition="pull"),
                asks=Newsletter("ordered"),
            ),
            _newsletter(
                "newsletter_edited",
                Monitoring(granularity="extremes", timing="every_k", every=EVERY),
                asks=Newsletter(editor="A"),
            ),
        ),
        control="aggregate",
        sources=(
            "Irlenbusch, Rilke and Walkowitz 2019, Experimental Economics: showing only the"
            " highest or the lowest contribution; there a leader chose what is shown, here a rule",
        ),
    ),
    Entry(
        id="B11",
        title="Celebrating success in public",
        words="media announcement: celebrate success, a moral contract",
        sees="The group total; in rounds in which it reaches 40 points an announcement to the"
        " group, which names nobody, those who gave most, those who gave least, or all. Where it"
        " is read beyond the group, the newest announcement of another group too, without letters.",
        does="Contributes.",
        parameter="whom the announcement names; who reads it: the group, or also the other group"
        " of the session that plays the same condition in the block",
        prediction=Prediction(
            conditional="Beliefs move to what is announced of those named; contributions bunch"
            " where the group just reaches the line, if being named matters.",
            indefinite="The total is shown in every condition and deters as well as names do.",
        ),
        outcome="share of rounds at or just above the line; mean contribution",
        conditions=(
            _banner("banner_group", Banner(THRESHOLD)),
            _banner("banner_top", Banner(THRESHOLD, "top")),
            _banner("banner_bottom", Banner(THRESHOLD, "bottom")),
            _banner("banner_all", Banner(THRESHOLD, "all")),
            _banner("banner_session", Broadcast(THRESHOLD)),
            _banner("banner_top_session", Broadcast(THRESHOLD, "top")),
        ),
        control="aggregate",
        sources=(
            "Samek and Sheremeta 2014, Experimental Economics: recognising all or the lowest"
            " raised contributions, recognising the highest did not",
            "the line at 40 of 80 points is ours, and so is reading it beyond the group: the two"
            " groups that read each other's are one observation (linked_set)",
        ),
    ),
)
