"""What would a referee want to read about an experiment, in one file that needs no network?"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.audit import Audit, audit
from analysis.estimate import Estimate, tidy
from analysis.humanness import flags, verdicts
from analysis.outcomes import Shares, shares
from analysis.panel import Panel
from analysis.plan import run_plan, silent
from analysis.preregister import check
from analysis.reporting import (
    accuracy,
    descriptives,
    flow,
    lasting,
    provenance,
    sentences,
    story,
    tables,
)
from analysis.reporting.appendix import methods
from analysis.reporting.balance import balance
from analysis.reporting.deviations import deviations
from analysis.reporting.pictures import pictures
from analysis.reporting.render import render
from design.plan import Estimand


@dataclass(frozen=True)
class Report:
    """A written report.

    Attributes
    ----------
    html : str
        One page with its pictures inside, readable without a network.
    estimates : DataFrame
        Its estimates, one tidy row each.
    audited : Audit
        What the audit found.
    """

    html: str
    estimates: pd.DataFrame
    audited: Audit


def report(
    panel: Panel,
    *,
    audited: Audit | None = None,
    registered: Path | None = None,
    progress: Callable[[str], None] = silent,
) -> Report:
    """Audit a Panel, answer its Plan, draw its pictures and write the page.

    Parameters
    ----------
    panel : what was loaded
    audited : the audit's result, if it was made already
    registered : a pre-registration in JSON, from which every deviation is listed
    progress : called with the name of each step before or after it
    """
    progress("audit")
    checked = audited or audit(panel)
    found = shares(panel)
    estimates = run_plan(found, progress=progress)
    errors = accuracy.belief_errors(panel)
    drawn = pictures(panel, found, estimates, errors, progress=progress)
    progress("How long cooperation lasts")
    lasted = lasting.lasting(found)
    if lasted.picture is not None:
        drawn[lasted.picture.name] = lasted.picture
    screened = _screened(panel)
    values = {
        **_told(panel, found, estimates, checked),
        "suspicions": _suspicions(screened),
        "deviations": [
            *_from_registration(panel, registered),
            *deviations(panel, found, estimates, checked),
        ],
        "tables": {
            name: asdict(one)
            for name, one in _tables(panel, found, checked, (errors, screened)).items()
        }
        | {"lasting": asdict(lasting.table(lasted))},
        "estimates": _estimates(estimates),
        "pictures": {name: asdict(one) for name, one in drawn.items()},
    }
    return Report(render("report.html", values), tidy(estimates), checked)


def _from_registration(panel: Panel, registered: Path | None) -> list[str]:
    """List what differs from the deposited registration, or that nothing does."""
    if registered is None:
        return []
    found = list(check(panel, registered))
    return found or ["Nothing differs from the pre-registration whose hash was checked."]


def _told(
    panel: Panel, found: Shares, estimates: tuple[Estimate, ...], checked: Audit
) -> dict[str, Any]:
    experiment = panel.design.experiment
    plan = experiment.plan
    asked = {one.name: one for one in (*plan.primary, *plan.secondary)}
    return {
        "name": experiment.name,
        "summary": _summary(panel, checked),
        "facts": [asdict(fact) for fact in story.facts(experiment)],
        "methods": [asdict(fact) for fact in methods(experiment)],
        "regimes": story.regimes(experiment),
        "sources": story.sources(experiment),
        "primary": _findings(estimates, "primary", asked, found),
        "secondary": _findings(estimates, "secondary", asked, found),
        "automatic": bool(found.automatic.any()),
        "reach": sentences.reach([e for e in estimates if e.role == "primary"], plan),
        "audit": _audit(checked),
        "hash": panel.design.hash,
        "software": provenance.software(),
    }


def _screened(panel: Panel) -> pd.DataFrame:
    """Screen every session for choices that programs make."""
    endowment = float(max(panel.design.experiment.game.endowments))
    return flags(panel.decisions, participants=panel.participants, endowment=endowment)


def _suspicions(screened: pd.DataFrame) -> list[str]:
    found = verdicts(screened)
    rows = found[found["reasons"] != ""]
    return [f"{row['session']}: {row['reasons']}" for _, row in rows.iterrows()]


def _summary(panel: Panel, checked: Audit) -> dict[str, Any]:
    steps = flow.people(panel)
    people = dict(zip(steps["step"], steps["n"], strict=True))
    return {
        "sessions": len(panel.sessions),
        "seated": int(people["seated in a group"]),
        "groups": len(panel.groups),
        "decisions": f"{len(panel.decisions):,}",
        "clean": checked.clean,
        "differences": _differences(checked),
    }


def _differences(checked: Audit) -> str:
    n = len(checked.differences)
    return f"{n:,} difference{'' if n == 1 else 's'}"


def _findings(
    estimates: tuple[Estimate, ...], role: str, asked: dict[str, Estimand], found: Shares
) -> list[str]:
    method = found.experiment.plan.estimator
    rows = [one for one in estimates if one.role == role and one.estimator == method]
    return [sentences.finding(one, asked[one.estimand], found) for one in rows]


def _audit(checked: Audit) -> dict[str, Any]:
    cells = ", ".join(f"{name} {n:,}" for name, n in checked.cells.items())
    return {
        "clean": checked.clean,
        "cells": cells,
        "settled": f"{checked.settled_rounds:,}",
        "open": f"{checked.open_rounds:,}",
        "differences": _differences(checked),
    }


def _estimates(estimates: tuple[Estimate, ...]) -> dict[str, Any]:
    captions = {
        "primary": "Primary estimands, every method",
        "sensitivity": "Registered sensitivity: without the last rounds",
        "without_automatic": "Registered sensitivity: without groups that have automatic choices",
        "without_imputed": "Registered sensitivity: members' own choices, without imputed ones",
        "secondary": "Secondary estimands, every method",
    }
    return {
        role: asdict(tables.estimates([e for e in estimates if e.role == role], caption))
        for role, caption in captions.items()
    }


def _tables(
    panel: Panel, found: Shares, checked: Audit, made: tuple[pd.DataFrame, pd.DataFrame]
) -> dict[str, tables.Table]:
    errors, screened = made
    by_question = accuracy.accuracy(errors, ["condition", "question"])
    return {
        "groups": tables.groups(flow.groups(found)),
        "blocks": tables.blocks(flow.blocks(panel)),
        "answers": tables.answers(flow.first_answers(panel)),
        "seconds": tables.seconds(flow.seconds_to_decide(panel)),
        "balance": tables.balance(balance(found)),
        "conditions": tables.by_condition(descriptives.by_condition(found)),
        "restarts": tables.restarts(descriptives.restarts(found)),
        "beliefs": tables.beliefs(by_question),
        "differences": provenance.differences(checked),
        "verdicts": provenance.verdicts(verdicts(screened)),
        "flags": provenance.flags(screened),
        "sessions": provenance.sessions(panel),
        "files": provenance.files(panel),
    }
