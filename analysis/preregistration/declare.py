"""What is registered: a design, a Plan, a number of groups, seeds, and what power they have?"""

import csv
import hashlib
import json
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.estimators.assignments import DRAWS, ENUMERATION_LIMIT
from analysis.estimators.wild import DRAWS as WILD_DRAWS
from analysis.preregistration import sentences
from design.canonical import encode, fingerprint
from design.experiments import Experiment

FORM = "contingent pre-registration, form 1"
ROUNDS_OF_HASHING = 500_000
SOFTWARE = ("numpy", "scipy", "pandas")
SEEDS = {
    "randomisation inference": 0,
    "wild cluster bootstrap": 0,
    "draws of assignments where they are not enumerated": DRAWS,
    "most assignments that are enumerated": ENUMERATION_LIMIT,
    "draws of bootstrap weights where they are not enumerated": WILD_DRAWS,
}


@dataclass(frozen=True)
class Promise:
    """What the researcher decides beside the experiment.

    Attributes
    ----------
    title : str
        Of the study.
    groups : int
        Groups that will be formed; data collection stops there.
    seed : str
        The schedule's seed, of which only a commitment is published; empty if not yet drawn.
    power : Path or None
        CSV of a power analysis.
    """

    title: str
    groups: int
    seed: str = ""
    power: Path | None = None


def commitment(seed: str, experiment_hash: str) -> str:
    """Return what commits to a seed without showing it; empty for no seed.

    The lab draws seeds from two billion, few enough to try each with a plain hash. PBKDF2 makes
    every trial cost a fraction of a second, and all of them decades of one core.
    """
    if not seed:
        return ""
    found = hashlib.pbkdf2_hmac(
        "sha256", seed.encode(), experiment_hash.encode(), ROUNDS_OF_HASHING
    )
    return found.hex()


def declared(experiment: Experiment, promise: Promise) -> dict[str, Any]:
    """Return everything that is promised, as JSON values with its own hash."""
    if promise.groups < 1:
        raise ValueError(f"the number of groups is at least 1, found {promise.groups}")
    plan = experiment.plan
    body: dict[str, Any] = {
        "form": FORM,
        "title": promise.title,
        "experiment": encode(experiment),
        "experiment_hash": experiment.hash,
        "plan_hash": fingerprint(plan),
        "groups": promise.groups,
        "participants": promise.groups * experiment.game.members,
        "seed_commitment": commitment(promise.seed, experiment.hash),
        "analysis_seeds": SEEDS,
        "hypotheses": {
            role: [sentences.hypothesis(experiment, one) for one in getattr(plan, role)]
            for role in ("primary", "secondary")
        },
        "estimands": {
            role: [sentences.estimand(experiment, one) for one in getattr(plan, role)]
            for role in ("primary", "sensitivity", "secondary")
        },
        "estimators": sentences.estimators(plan),
        "multiplicity": sentences.multiplicity(plan),
        "exclusions": sentences.exclusions(experiment),
        "power": _power(promise.power),
        "software": {"python": platform.python_version()} | {n: version(n) for n in SOFTWARE},
    }
    return {**body, "hash": content_hash(body)}


def content_hash(body: dict[str, Any]) -> str:
    """Return the SHA-256 of a registration's content, its own hash left out."""
    kept = {name: value for name, value in body.items() if name != "hash"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _power(file: Path | None) -> dict[str, Any] | None:
    if file is None:
        return None
    content = file.read_bytes()
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    if len(rows) < 2:
        raise ValueError(f"{file}: a power table has a header and at least one row")
    digest = hashlib.sha256(content).hexdigest()
    return {"file": file.name, "sha256": digest, "head": rows[0], "rows": rows[1:]}
