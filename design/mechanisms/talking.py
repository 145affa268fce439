"""What happens when members can talk, and who is left out or cut short?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.mechanisms.accuracy import EVERYBODY
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.agenda import Agenda
from design.stages.deliberate import Deliberate, Length
from design.stages.talk import Talk
from design.stages.vote import Vote
from design.treatments import Roles

OPEN = EVERYBODY.monitoring
WITHOUT_D = Monitoring(
    granularity="individual", direction=("BCD", "ACD", "ABD", ""), reveals=("total",)
)
POOR_AND_RICH = Roles(("poor", "rich", "poor", "rich"), ("P03",) * 4)
UNEQUAL = (500, 1_500, 500, 1_500)
"""Half and one and a half of the usual endowment: 10 and 30 points where it is 20."""

MEETING = Talk(every=5, lasts=90)


def _talking(name: str, cell: str, monitoring: Monitoring, talk: Talk) -> Condition:
    stages = (talk, Contribute(), Observe())
    return Condition(name, monitoring, everybody(cell), ("talk",), stages)


def _deliberated(name: str, cost: int) -> Condition:
    stages = (Length(cost), Deliberate(), Contribute(), Observe())
    return Condition(name, OPEN, everybody("O11"), ("talk", "seeing", "being_seen"), stages)


def _shares(name: str, characters: tuple[int, ...]) -> Condition:
    return Condition(
        name,
        OPEN,
        POOR_AND_RICH,
        ("talk", "endowments"),
        (Talk(every=5, lasts=90, characters=characters), Contribute(), Observe()),
        endowments=UNEQUAL,
    )


INCLUDED = _talking("included", "P01", OPEN, MEETING)
"""All four talk every five rounds and see each contribution."""

SOLO = _talking("solo", "B08", OPEN, Agenda(0, 120, item="unrelated"))
"""Each answers alone, within the time that a social talk has."""


def _excluded(name: str, voting: tuple[Vote, ...]) -> Condition:
    talk = Talk(every=5, lasts=90, seats="ABC")
    return Condition(
        name,
        WITHOUT_D,
        Roles(("included",) * 3 + ("excluded",), ("P01",) * 4),
        ("talk", "exclusion", *("rules" for _ in voting)),
        (talk, *voting, Contribute(), Observe()),
    )


VOTED = Condition(
    "included_voting",
    OPEN,
    everybody("P01"),
    ("talk", "rules"),
    (MEETING, Vote(every=5), Contribute(), Observe()),
)
"""All four talk and vote every five rounds and see each contribution."""

ENTRIES = (
    Entry(
        id="B07",
        title="An online forum",
        words="online forum, threaded discussion",
        sees="What the others wrote, in this and in earlier rounds; cited contributions are true.",
        does="Writes every third round for up to a minute, answers and likes the lines of others,"
        " citing own earlier contributions or not; then contributes.",
        parameter="whether lines can cite the speaker's own verified contributions",
        prediction=Prediction(
            selfish="Nobody contributes; whoever can prove a high contribution has no reason to.",
            conditional="Where numbers can be proven, silence is bad news: citing spreads from"
            " the highest down. Words alone move what is expected.",
            indefinite="Proven numbers can be answered as seen ones are.",
        ),
        outcome="share of lines that cite; mean contribution",
        conditions=(
            _talking(
                "forum",
                "B07",
                Monitoring(),
                Talk(every=3, lasts=60, lasting=True, threads=True),
            ),
            _talking(
                "forum_citing",
                "B07",
                Monitoring(),
                Talk(every=3, lasts=60, lasting=True, citing=True, threads=True),
            ),
        ),
        control="dark",
        sources=("The length of a line, of a talk and the rule for citing are ours.",),
    ),
    Entry(
        id="B08",
        title="Social gatherings",
        words="social gatherings to strengthen trust",
        sees="What the others wrote before the part; then each contribution.",
        does="Writes with the others for up to two minutes about anything but the study; then"
        " contributes.",
        parameter="a talk about other things before the part, or a question that each answers"
        " alone, in the same time",
        prediction=Prediction(
            selfish="Nobody contributes: incentives do not change.",
            conditional="The level of contributions rises, how they follow the others does not.",
        ),
        outcome="contribution in the first round after it; level and slope taken apart",
        conditions=(_talking("social", "B08", OPEN, Talk(0, 120, topic="social")),),
        control="solo",
        sources=(
            "Zelmer 2003, Experimental Economics: communication raises contributions; length and"
            " topic are ours",
        ),
    ),
    Entry(
        id="O04",
        title="Voicing dissent",
        words="people stop asking questions and voicing dissent",
        sees="What was written, with or without the letter of whoever wrote it; each contribution.",
        does="Writes every five rounds for up to 90 seconds, then contributes.",
        parameter="lines with their writer's letter, or without",
        prediction=Prediction(
            conditional="Lines without letters hold more dissent; what is agreed is worth less.",
        ),
        outcome="share of lines that dissent, coded from the text",
        conditions=(
            _talking("talk_nameless", "O04", OPEN, Talk(every=5, lasts=90, names="hidden")),
        ),
        control="included",
        sources=("No published design is copied; dissent has to be coded from the lines.",),
    ),
    Entry(
        id="P01",
        title="Critical views excluded",
        words="critical views are excluded",
        sees="A, B and C read the talk and see each contribution; D sees nothing of either, and"
        " is told which rule holds.",
        does="A, B and C talk every five rounds and, where there is a vote, choose the rule that"
        " holds for all four; all four contribute and benefit.",
        parameter="one of four, drawn by lot when seats are dealt, is excluded from the talk, or"
        " from talk and vote; or nobody, with and without a vote",
        prediction=Prediction(
            selfish="Without a vote nobody contributes. With one the minimum is voted for, as all"
            " gain when all are held to it, and kept, as its fine outweighs it; nothing beyond it"
            " is given.",
            conditional="Without news D's contributions stay where its beliefs were; who is"
            " treated unfairly gives less.",
            indefinite="D cannot answer a deviation, so its own contribution must be worth it.",
        ),
        outcome="contributions of the excluded against the included; those of the others",
        conditions=(
            _excluded("excluded", ()),
            VOTED,
            _excluded("excluded_voting", (Vote(every=5, voters="ABC"),)),
        ),
        control="included",
        sources=("Gray, Purdy and Ansari, on power in partnerships; the design is ours",),
    ),
    Entry(
        id="P03",
        title="Discussion practices that restrict the weak",
        words="discussion practices restrict the weak",
        sees="What all wrote, and each contribution.",
        does="Writes every five rounds, up to so many characters, then contributes 0 to 10 or 0"
        " to 30 points.",
        parameter="characters in proportion to points (100 and 300), or 200 for all",
        prediction=Prediction(
            conditional="Agreements lean to those who can write more; the poor keep to them less.",
        ),
        outcome="share of characters used; contributions of poor and rich as shares",
        conditions=(
            _shares("characters_equal", (200,) * 4),
            _shares("characters_by_points", (100, 300, 100, 300)),
        ),
        control="characters_equal",
        sources=("The numbers of characters are ours; no published design is copied.",),
    ),
    Entry(
        id="O11",
        title="The initial cost of time",
        words="initial cost of time, speed vs inclusion",
        sees="How long the group chose to talk and what that costs; what the others wrote; each"
        " contribution.",
        does="Votes every five rounds on the length of a talk, 0 to 4 times 30 seconds; talks;"
        " contributes. Time is charged in points of the round, the same for all: what a group that"
        " talks could have earned in that time, so that all groups play as many rounds.",
        parameter="points that each 30 seconds cost every member: 0, 1 or 4",
        prediction=Prediction(
            selfish="No talk where it costs anything: it binds nobody; nobody contributes.",
            conditional="Talk until a further 30 seconds add less than they cost. They pay if they"
            " raise contributions in the five rounds by 0.33 points a member and round at a cost"
            " of 1, by 1.33 at a cost of 4.",
            indefinite="Talk can pick the cooperative among several equilibria, which is worth"
            " more the longer it lasts.",
        ),
        outcome="earnings net of the cost of time; seconds chosen",
        conditions=(
            _deliberated("deliberate_free", 0),
            _deliberated("deliberate_cheap", 1),
            _deliberated("deliberate_dear", 4),
        ),
        control="deliberate_free",
        sources=("Prices and lengths are ours; no published design is copied.",),
    ),
)
