"""How are a Plan's hypotheses, methods and rules said in sentences that a registry can hold?"""

from analysis.reporting.story import ABSENT
from analysis.reporting.words import condition, contrast
from design.experiments import Experiment
from design.linked import Linked
from design.plan import Estimand, Plan, Window

OUTCOMES = {
    "mean": "mean contribution, percent of the endowment",
    "slope": "decay: least-squares slope of the contribution on the round, times the span of the"
    " rounds, in percentage points of the endowment",
}

FITTED = (
    "Least squares of one outcome per group on the arms, an effect for every block of the schedule"
    " (for every pair in a withdrawal) and the covariate. CR2 standard error clustered on the"
    " group; 95 % interval from Student's t with Satterthwaite degrees of freedom"
)
DEALT_AGAIN = (
    " The p-value re-deals the compared arms within block and beliefs coin as the schedule could"
    " have dealt them, and compares the studentised contrast; all assignments are used where there"
    " are at most 10,000, else 9,999 keyed draws. Exact under the sharp null for two arms;"
    " asymptotic for the interaction and for nulls about means only."
)

METHODS = {
    "blocked_cr2_skew_randomisation": f"{FITTED} for arms of unequal variance, its limit on the"
    " side to which the outcomes are skewed moved out by Johnson's (1978) correction."
    f"{DEALT_AGAIN}",
    "blocked_cr2_randomisation": f"{FITTED}.{DEALT_AGAIN}",
    "difference": "Unadjusted difference in arm means with CR2 interval and t test.",
    "wild_cluster_bootstrap": "Restricted wild cluster bootstrap-t of the headline's fit,"
    " Rademacher weights by group (by pair in a withdrawal), enumerated where there are at most"
    " 9,999; the interval holds every null that is not rejected.",
}


def rounds(experiment: Experiment, window: Window) -> str:
    """Say which rounds a window holds, counted over all parts."""
    played = experiment.treatments()[0]
    first = played.first_round(window.part)
    return f"rounds {first} to {first + played.certain(window.part) - window.drop_last - 1}"


def hypothesis(experiment: Experiment, one: Estimand) -> str:
    """Say what an estimand's null and alternative are."""
    return (
        f"{contrast(one.contrast.name)}: {OUTCOMES[one.outcome]}, {rounds(experiment, one.window)},"
        f" seats {', '.join(one.contrast.seats)}{_among(one)}. Null: the contrast is zero."
        " Two-sided: theory and evidence do not agree on a sign."
    )


def _among(one: Estimand) -> str:
    if not one.contrast.among:
        return ""
    return f", among groups of {', '.join(condition(name) for name in one.contrast.among)}"


def estimand(experiment: Experiment, one: Estimand) -> str:
    """Say exactly what is computed."""
    weights = " + ".join(f"({weight:g}) x {condition(arm)}" for arm, weight in one.contrast.weights)
    parts = ", ".join(f"part {part + 1}" for part in one.covariate)
    return (
        f"{one.name}: {OUTCOMES[one.outcome]}; {rounds(experiment, one.window)}; group mean over"
        f" seats {', '.join(one.contrast.seats)}; {weights}{_among(one)}; covariate: the group's"
        f" mean over all seats of {parts or 'nothing'}."
    )


def estimators(plan: Plan) -> list[str]:
    """Say by which methods the Plan is answered, the headline first."""
    names = (plan.estimator, *plan.robustness)
    roles = ("Headline", *("Beside it" for _ in plan.robustness))
    return [f"{role}: {METHODS.get(name, name)}" for role, name in zip(roles, names, strict=True)]


def multiplicity(plan: Plan) -> str:
    """Say how p-values are adjusted."""
    return (
        f"Holm's adjustment over the {len(plan.primary)} primary tests at a family-wise error of"
        f" {plan.alpha:g}; an estimand that cannot be estimated counts as p = 1. Sensitivity and"
        " secondary estimands are reported unadjusted. Raw and adjusted p-values are printed."
    )


def exclusions(experiment: Experiment) -> list[str]:
    """Say which observations count, in the order in which the rules apply."""
    pace = experiment.pace
    absent = (
        "Groups wait for absent members without limit."
        if pace.absence == "wait"
        else f"A decision that is not made in time {ABSENT[pace.absence]}; it is flagged. Such"
        " choices count (intention to treat); the primary estimands are reported once more without"
        " groups that have any, and once more from members' own choices alone, as registered"
        " sensitivity."
    )
    return [
        "Nobody is excluded by anybody's judgement, and no value is called an outlier:"
        " contributions are bounded by design.",
        "A group enters an estimand if every round of its window and of its covariate is settled.",
        "A block (a pair in a withdrawal) enters a contrast if it holds every compared arm.",
        absent,
        "Members who do not pass the quiz are not seated; whoever is left over without a group, or"
        " leaves the waiting room, is paid and plays no game. All are counted in the flow of"
        " participants.",
        "Rows that look machine-made are reported as flags and not removed.",
    ]


def conditions(experiment: Experiment) -> str:
    """Say which conditions there are and how they are dealt."""
    names = [condition(name) for name in experiment.schedule.conditions]
    size = experiment.schedule.block_size
    return (
        f"{len(names)} conditions of part 2, between groups: {', '.join(names)}. Concealed blocks"
        f" of {size} group slots hold every condition twice in random order; of the two, one is"
        " asked for beliefs, and by a coin of its own one keeps its monitoring in part 3 while it"
        f" is removed in the other. Slots continue over lab sessions.{_links(experiment)}"
    )


def _links(experiment: Experiment) -> str:
    """Say which groups hear of which, and that they are then one unit; empty where none do."""
    schedule = experiment.schedule
    if not isinstance(schedule, Linked):
        return ""
    said = "".join(
        f" A group of {condition(own)} hears of the other group of its condition in the block."
        if own == of
        else f" A group of {condition(own)} hears of the group of {condition(of)} in its block that"
        " has the same beliefs asked and the same part 3."
        for own, of in schedule.links
    )
    return (
        f"{said} Groups that hear of each other are one independent unit, a linked set: wherever"
        " the methods say group, errors, intervals and bootstrap weights are by linked set."
    )
