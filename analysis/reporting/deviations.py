"""Where does what was run differ from what was registered, and what was counted how?"""

import numpy as np

from analysis.audit import Audit
from analysis.estimate import Estimate
from analysis.outcomes import Shares, has_automatic
from analysis.panel import Panel
from design.canonical import fingerprint
from design.plan import Plan, flagship_plan

INTERVENTIONS = ("paused", "extended", "replaced", "ended", "messaged")


def deviations(
    panel: Panel, found: Shares, estimates: tuple[Estimate, ...], audited: Audit
) -> list[str]:
    """List, in sentences, everything that a reader must hold against the Plan."""
    plan = found.experiment.plan
    return [
        _plan(plan),
        _automatic(panel, found),
        _unfinished(panel, found, audited),
        *_interventions(panel),
        "Nobody was excluded by anyone's judgement; groups are left out only by the rules below"
        " every table.",
        *_not_estimable(estimates),
        _files(panel),
    ]


def _plan(plan: Plan) -> str:
    registered = fingerprint(plan)
    same = "the flagship's" if plan == flagship_plan() else "this experiment's own"
    return (
        f"Plan: SHA-256 {registered}, {same}, read from the stored experiment. Every estimand in it"
        " is answered, in its order and by its methods; the analysis without groups that have"
        " automatic choices belongs to the rule on absence. Everything else is description."
    )


def _automatic(panel: Panel, found: Shares) -> str:
    n, groups = int(panel.decisions["automatic"].sum()), int(has_automatic(found).sum())
    if n == 0:
        return "No choice was automatic."
    share = 100 * n / len(panel.decisions)
    return (
        f"{n:,} of {len(panel.decisions):,} choices ({share:.1f} %) in {groups} of"
        f" {len(found.groups)} groups were made by the declared rule. They count like any other"
        " (intention to treat); the registered sensitivity leaves their groups out."
    )


def _unfinished(panel: Panel, found: Shares, audited: Audit) -> str:
    open_ = int(np.isnan(found.values).any(axis=(1, 2)).sum())
    schedule = panel.design.experiment.schedule
    filled = panel.groups.groupby("block").size()
    broken = int((filled < schedule.block_size).sum())
    return (
        f"{open_} of {len(found.groups)} groups have rounds that are not settled"
        f" ({audited.open_rounds} rounds still to come; {audited.ended_groups} groups were ended"
        " early); an estimand uses a group if every round of its window"
        f" and covariate is settled. {len(filled) - broken} of {len(filled)} blocks are full; a"
        " contrast uses a block if every compared arm is present in it."
    )


def _interventions(panel: Panel) -> list[str]:
    """Tell what the experimenter did to groups while they played."""
    events = panel.events[panel.events["event"].isin(INTERVENTIONS)]
    if events.empty:
        return []
    groups = events.groupby("event")["slot"].nunique()
    told = ", ".join(
        f"{event} in {groups[event]} groups" for event in INTERVENTIONS if event in groups
    )
    return [f"The experimenter intervened: {told}. Every intervention is an event in the data."]


def _not_estimable(estimates: tuple[Estimate, ...]) -> list[str]:
    lost = [one for one in estimates if not one.known and one.role in ("primary", "secondary")]
    told = {one.estimand: one.note for one in lost}
    return [f"{name} could not be estimated: {note}." for name, note in told.items()]


def _files(panel: Panel) -> str:
    checked = sum(file.checked for file in panel.files)
    if checked == len(panel.files) > 0:
        return "Every file has the SHA-256 that its manifest states."
    return f"{len(panel.files) - checked} of {len(panel.files)} files came without a manifest."
