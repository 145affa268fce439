"""What happens when members divide tasks among them, and not everybody can do everything?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.assign import Assign
from design.stages.claim import Claim, Follow
from design.stages.skills import Skills
from design.stages.specialise import Specialise
from design.stages.stage import Stage
from design.stages.talk import Talk

OPEN = Monitoring(granularity="individual", reveals=("total",))
TALK = Talk(every=3, lasts=60)


def _tasks(name: str, cell: str, *before: Stage) -> Condition:
    stages = (*before, Contribute(), Observe())
    return Condition(name, OPEN, everybody(cell), ("seeing", "being_seen", "tasks"), stages)


def _claimed(name: str, skills: Skills, first: str) -> Condition:
    claims = (Claim(first),) if first == "all" else (Claim(first), Follow())
    return _tasks(name, "N04" if skills.fits == "pair" else "N03", skills, *claims)


BLIND = _claimed("claims_unseen", Skills(), "all")
"""All claim at once, each knowing its own skills only."""

TALKED = _tasks("claims_talk", "N02", Skills(), TALK, Claim())
"""The same after a talk."""

APART = _claimed("pair_unseen", Skills("pair"), "all")
"""Neighbours know neither each other's skills nor each other's claims."""


def _chosen(name: str, known: str, seen: str) -> Condition:
    return _tasks(name, "O14", Specialise(known, seen))


TRIED = _chosen("solutions_tried", "none", "own")
"""Each finds out alone at which project it is best."""

OURS = ("Tasks, skills and what a fitting task is worth are ours, no published design is copied.",)

ENTRIES = (
    Entry(
        id="N02",
        title="Tasks assigned by majority vote",
        words="collaborative, democratic",
        sees="Own skills; in a talk what others say of theirs; who was given which task;"
        " everybody's contribution.",
        does="Discusses, then votes on who does which of four tasks, and contributes; points count"
        " double while the task is one of the member's two skills and nobody else does it.",
        parameter="tasks by vote without a talk or after it, or claimed (N03) after the same talk",
        prediction=Prediction(
            selfish="Nobody contributes, so no task is worth more than another.",
            conditional="Without a talk the vote ignores skills that are private; skills that are"
            " said let it find a division in which all fit, which always exists.",
            indefinite="The best division is common interest and fitting tasks make patience"
            " cheaper: the critical discount factor is .08 where all fit, .50 where nobody does.",
        ),
        outcome="share of members whose task fits; lines of talk before the vote",
        conditions=(
            _tasks("tasks_voted", "N02", Skills(), Assign()),
            _tasks("tasks_discussed", "N02", Skills(), TALK, Assign()),
        ),
        control="claims_talk",
        sources=OURS,
    ),
    Entry(
        id="N03",
        title="Tasks that members claim themselves",
        words="self-selecting",
        sees="Own skills, and depending on the condition everybody's; claims of others before the"
        " own, or not; then who does which task, and everybody's contribution.",
        does="Claims one of four tasks and contributes; points count double while the task is one"
        " of the member's two skills and nobody else does it. Where claims are seen, two members"
        " that a lot picks claim first and the others after them, so that no connection is too"
        " slow to come first.",
        parameter="whether claims are seen, skills are known, or both",
        prediction=Prediction(
            selfish="Nobody contributes, so no task is worth more than another.",
            conditional="Some tasks are crowded and others are left: of members that pick any of"
            " their own two tasks 50 percent fit. Where the others see the claims of two and"
            " pick a free one, 65 percent do.",
        ),
        outcome="share of members whose task fits; tasks left undone",
        conditions=(
            BLIND,
            _claimed("claims_seen", Skills(), "half"),
            _claimed("skills_known", Skills(known="all"), "all"),
            _claimed("claims_skills", Skills(known="all"), "half"),
        ),
        control="claims_unseen",
        sources=OURS,
    ),
    Entry(
        id="N04",
        title="Depending on what a neighbour knows and does",
        words="knowledge dependency",
        sees="Own skills; the neighbour's skills, its claim, both or neither; then who does which"
        " task, and everybody's contribution.",
        does="Claims one of four tasks and contributes; points count double while the task is one"
        " of the member's two skills and its neighbour does the same. Neighbours have exactly one"
        " skill in common.",
        parameter="seeing the neighbour's skills and seeing its claim, each on or off",
        prediction=Prediction(
            selfish="Nobody contributes in a round with a known end, so no task is worth more than"
            " another; where something is given, information is worth what it adds to fits,"
            " even to the selfish.",
            conditional="Of neighbours that pick any of their own two tasks 25 percent meet; 50"
            " percent where one sees what the other claimed; all where skills are known.",
        ),
        outcome="share of neighbours who do the task that both are skilled at",
        conditions=(
            APART,
            _claimed("pair_action", Skills("pair"), "neighbour"),
            _claimed("pair_skill", Skills("pair", "all"), "all"),
            _claimed("pair_both", Skills("pair", "all"), "neighbour"),
        ),
        control="pair_unseen",
        sources=OURS,
    ),
    Entry(
        id="O14",
        title="Different members with different solutions",
        words="diversity of solutions",
        sees="Whether the own project was the best one; depending on the condition who is best at"
        " which project, and after each round who chose which; everybody's contribution.",
        does="Chooses one of four projects in each round and contributes; points count double at"
        " the project at which a member is best, which is another one for each.",
        parameter="whether returns are known, and whether choices are seen",
        prediction=Prediction(
            selfish="Nobody contributes, so no project is worth more than another; a choice costs"
            " nothing.",
            conditional="Where returns are known all specialise at once. Unknown and unseen, 25"
            " percent are at their best project in the first round and 50 percent in the second,"
            " all by the fourth, if nobody tries a project twice; sooner where choices are seen:"
            " what is best for another needs no try.",
        ),
        outcome="share of members at the project in which they are best",
        conditions=(
            TRIED,
            _chosen("solutions_seen", "none", "all"),
            _chosen("solutions_known", "all", "own"),
            _chosen("solutions_open", "all", "all"),
        ),
        control="solutions_tried",
        sources=(
            "Projects and what the best one is worth are ours, no published design is copied.",
        ),
    ),
)

CONTROLS = (TALKED,)
"""What these are compared with, beside their own conditions."""
