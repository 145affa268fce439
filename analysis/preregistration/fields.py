"""Which answers go into which field of AsPredicted, the OSF and the AEA's registry?

The questions are the registries' own, shortened. What only the researcher knows is left open and
says so; a registry's form may change, so read the field before you paste.
"""

from collections.abc import Iterator
from typing import Any

from analysis.lengths import lengths
from analysis.preregistration import sentences
from analysis.reporting.words import condition
from design.catalogue import Parts
from design.experiments import Experiment
from design.theory import critical_discount

OPEN = "TO FILL IN"
NONE_YET = "No data have been collected for this study yet."
KEPT = (
    "The schedule is concealed: neither members nor experimenters know a group's condition before"
    " part 2 begins. Members are told everything that concerns them then; nobody is deceived."
)

Field = tuple[str, str]


def as_predicted(experiment: Experiment, stated: dict[str, Any]) -> Iterator[Field]:
    """Yield the fields of AsPredicted."""
    yield "Title", stated["title"]
    yield "1) Have any data been collected for this study already?", NONE_YET
    yield "2) Main question or hypothesis", _lines(stated["hypotheses"]["primary"])
    yield "3) Key dependent variables", _outcomes(experiment)
    yield "4) Conditions", sentences.conditions(experiment)
    yield "5) Analyses", _analyses(stated)
    yield "6) Outliers and exclusions", _lines(stated["exclusions"])
    yield "7) Sample size", _size(experiment, stated)
    yield "8) Anything else", _other(stated)
    yield "Type of project", "Experiment (laboratory or online)"


def osf(experiment: Experiment, stated: dict[str, Any]) -> Iterator[Field]:
    """Yield the fields of the OSF's standard pre-registration."""
    yield "Title", stated["title"]
    yield "Description", _description(experiment)
    yield "Hypotheses", _lines(stated["hypotheses"]["primary"])
    yield "Study type", "Experiment: treatments are assigned to groups at random."
    yield "Blinding", KEPT
    yield "Study design", sentences.conditions(experiment)
    yield "Randomization", _randomisation(experiment, stated)
    yield "Existing data", f"Registration prior to creation of data. {NONE_YET}"
    yield "Data collection procedures", f"{OPEN}: lab, recruitment, eligibility, pay, dates."
    yield "Sample size", _size(experiment, stated)
    yield "Sample size rationale", _power(stated)
    yield "Stopping rule", _stopping(stated)
    yield "Manipulated variables", sentences.conditions(experiment)
    yield "Measured variables", _outcomes(experiment)
    yield "Indices", _lines(stated["estimands"]["primary"])
    yield "Statistical models", _analyses(stated)
    yield "Transformations", "Contributions are divided by the endowment; nothing else."
    yield "Inference criteria", stated["multiplicity"]
    yield "Data exclusion", _lines(stated["exclusions"])
    yield "Missing data", stated["exclusions"][1]
    yield "Exploratory analysis", _exploratory(stated)
    yield "Other", _other(stated)


def aea(experiment: Experiment, stated: dict[str, Any]) -> Iterator[Field]:
    """Yield the fields of the AEA's registry of randomised controlled trials."""
    per_arm = stated["groups"] / len(experiment.schedule.conditions)
    yield "Trial title", stated["title"]
    yield "Country, status, start and end dates", f"{OPEN}."
    yield "Abstract", _description(experiment)
    yield "Intervention(s)", sentences.conditions(experiment)
    yield "Primary outcomes (end points)", _outcomes(experiment)
    yield "Primary outcomes (explanation)", _lines(stated["estimands"]["primary"])
    yield "Secondary outcomes", _lines(stated["estimands"]["secondary"])
    yield "Experimental design", _description(experiment)
    yield "Randomization method", _randomisation(experiment, stated)
    yield "Randomization unit", "The group of members who stay together for the whole game."
    yield "Was the treatment clustered?", "Yes: all members of a group are in one condition."
    yield "Sample size: planned number of clusters", f"{stated['groups']} groups"
    yield "Sample size: planned number of observations", f"{stated['participants']} participants"
    arms = ", ".join(f"{condition(name)} {per_arm:g}" for name in experiment.schedule.conditions)
    yield "Sample size by treatment arms", f"Groups, in whole blocks: {arms}."
    yield "Minimum detectable effect size for main outcomes", _power(stated)
    yield "Analysis plan", f"{_analyses(stated)}\nPlan: SHA-256 {stated['plan_hash']}"
    yield "IRB name, approval number and date", f"{OPEN}."


def _lines(texts: list[str]) -> str:
    return "\n".join(f"{place}. {text}" for place, text in enumerate(texts, start=1))


def _outcomes(experiment: Experiment) -> str:
    asked = dict.fromkeys((one.outcome, one.window) for one in experiment.plan.primary)
    return _lines(
        [
            f"{sentences.OUTCOMES[outcome]}, {sentences.rounds(experiment, window)}"
            for outcome, window in asked
        ]
    )


def _analyses(stated: dict[str, Any]) -> str:
    return "\n".join(
        [*stated["estimators"], stated["multiplicity"], "Estimands:",
         _lines(stated["estimands"]["primary"]), "Registered sensitivity:",
         _lines(stated["estimands"]["sensitivity"])]
    )  # fmt: skip


def _description(experiment: Experiment) -> str:
    game, parts = experiment.game, experiment.parts
    delta = critical_discount(game.members, game.mpcr[0])
    return (
        f"Groups of {game.members} play a linear public-goods game with endowment"
        f" {game.endowments[0]} and a marginal per-capita return of {game.mpcr[0] / 1000:g}, with"
        f" the same partners, in {lengths(parts)}. Part 1 is common; in part 2 conditions differ in"
        f" who sees whose contributions, and whether own earnings are shown{_withdrawn(parts)}."
        f" {_selfish(parts)} full contribution would need a discount factor of {delta:.3f} where"
        " all is seen."
    )


def _withdrawn(parts: Parts) -> str:
    if parts.restart == 0:
        return ""
    return "; in part 3 the monitoring of part 2 is kept or removed by lot"


def _selfish(parts: Parts) -> str:
    """Say what is known of selfish members under the experiment's horizon."""
    if parts.horizon != "announced":
        return "Without a known end"
    return (
        "Selfish members give nothing in every condition, since the end is known; without a known"
        " end"
    )


def _randomisation(experiment: Experiment, stated: dict[str, Any]) -> str:
    seed = stated["seed_commitment"]
    known = (
        f"its seed is committed to by PBKDF2-SHA-256 {seed}"
        if seed
        else "its seed is not drawn yet"
    )
    return (
        f"{sentences.conditions(experiment)} A counter-based generator computes the schedule from a"
        f" seed; {known}. Seats are dealt at random."
    )


def _size(experiment: Experiment, stated: dict[str, Any]) -> str:
    size, groups = experiment.schedule.block_size, stated["groups"]
    left = groups % size
    whole = f"{groups // size} blocks of {size}" + (f" and {left} slots of another" if left else "")
    return f"{groups} groups, {stated['participants']} participants: {whole}. {_stopping(stated)}"


def _stopping(stated: dict[str, Any]) -> str:
    return (
        f"Data collection stops when {stated['groups']} groups have been formed, whatever the data"
        " show; nobody looks at outcomes by condition before."
    )


def _power(stated: dict[str, Any]) -> str:
    found = stated["power"]
    if found is None:
        return f"{OPEN}: no power analysis was attached (python -m analysis power)."
    return (
        f"By simulation of the registered analysis; table {found['file']} below, SHA-256"
        f" {found['sha256']}."
    )


def _exploratory(stated: dict[str, Any]) -> str:
    return (
        "Secondary, unadjusted:\n" + _lines(stated["estimands"]["secondary"]) + "\nEverything else,"
        " such as beliefs, dispersion, time to collapse and types, is description."
    )


def _other(stated: dict[str, Any]) -> str:
    seeds = "; ".join(f"{name}: {value}" for name, value in stated["analysis_seeds"].items())
    return (
        f"Experiment: SHA-256 {stated['experiment_hash']}. Plan: SHA-256 {stated['plan_hash']}."
        f" Numbers that fix the analysis: {seeds}. Beliefs are elicited in a random half of the"
        " groups, since asking may itself change contributions."
    )


REGISTRIES = {"AsPredicted": as_predicted, "OSF": osf, "AEA RCT registry": aea}
"""The fields of every registry, by its name."""
