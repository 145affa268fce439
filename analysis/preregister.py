"""What is promised to a registry, and where does what was run differ from it?"""

import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.panel import Panel
from analysis.preregistration.declare import (
    FORM,
    SOFTWARE,
    Promise,
    commitment,
    content_hash,
    declared,
)
from analysis.preregistration.fields import REGISTRIES
from design.canonical import encode
from design.experiments import Experiment


@dataclass(frozen=True)
class Registration:
    """A pre-registration as text to paste, as JSON to check against, and the hash of the JSON."""

    markdown: str
    json: str
    hash: str


def preregister(experiment: Experiment, promise: Promise) -> Registration:
    """Write a pre-registration of an experiment's Plan in the fields of three registries."""
    stated = declared(experiment, promise)
    fields = {name: list(made(experiment, stated)) for name, made in REGISTRIES.items()}
    text = json.dumps(stated, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return Registration(_markdown(stated, fields), text, stated["hash"])


def _markdown(stated: dict[str, Any], fields: dict[str, list[tuple[str, str]]]) -> str:
    lines = [
        f"# Pre-registration: {stated['title']}",
        f"SHA-256 of the registration: `{stated['hash']}`. Deposit the JSON file beside this text;"
        " the report compares every session with it.",
    ]
    for name, answers in fields.items():
        lines.append(f"## {name}")
        lines += [f"**{question}**\n\n{answer}" for question, answer in answers]
    if stated["power"]:
        lines += ["## Power", _table(stated["power"]["head"], stated["power"]["rows"])]
    return "\n\n".join(lines) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def read(file: Path | str) -> dict[str, Any]:
    """Read a registration's JSON.

    Raises
    ------
    ValueError
        If it is no registration, or was changed after it was written.
    """
    try:
        stated: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
        form, stored = stated["form"], stated["hash"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file}: not a pre-registration in JSON: {error}") from error
    if form != FORM:
        raise ValueError(f"{file}: its form is {form!r}, this version reads {FORM!r}")
    if content_hash(stated) != stored:
        raise ValueError(
            f"{file}: its SHA-256 is {content_hash(stated)}, it states {stored}; it was changed"
            " after it was registered"
        )
    return stated


def check(panel: Panel, file: Path | str) -> tuple[str, ...]:
    """Return, in sentences, everything in which the data differ from a registration.

    Parameters
    ----------
    panel : what was loaded
    file : the registration's JSON

    Raises
    ------
    ValueError
        If the file is no registration or was changed.
    """
    stated = read(file)
    played = encode(panel.design.experiment)
    found = [
        f"{place}: registered {_short(one)}, played {_short(other)}."
        for place, one, other in differences(stated["experiment"], played)
    ]
    if not found and panel.design.hash != stated["experiment_hash"]:
        found.append(
            f"The treatments were written out otherwise: registered experiment SHA-256"
            f" {stated['experiment_hash']}, played {panel.design.hash}."
        )
    return (*found, *_groups(panel, stated), *_seeds(panel, stated), *_software(stated))


def differences(one: Any, other: Any, place: str = "") -> list[tuple[str, Any, Any]]:
    """Return every place in which two JSON values differ, with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = dict.fromkeys((*one, *other))
        return [
            found
            for name in names
            for found in differences(one.get(name), other.get(name), f"{place}.{name}".strip("."))
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [
            found for i, (a, b) in pairs for found in differences(a, b, f"{place}.{_called(a, i)}")
        ]
    return [] if one == other else [(place, one, other)]


def _called(item: Any, place: int) -> str:
    """Name an item of a list: by its name if it has one, else by its place."""
    return str(item["name"]) if isinstance(item, dict) and "name" in item else str(place)


def _short(value: Any, most: int = 120) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]}..."


def _groups(panel: Panel, stated: dict[str, Any]) -> list[str]:
    n, promised = len(panel.groups), int(stated["groups"])
    if n == promised:
        return []
    return [f"{promised} groups were registered, {n} were formed."]


def _seeds(panel: Panel, stated: dict[str, Any]) -> list[str]:
    promised = stated["seed_commitment"]
    if not promised:
        return ["No seed of the schedule was committed to when the study was registered."]
    known = {
        seed: commitment(str(seed), stated["experiment_hash"])
        for seed in set(panel.sessions["seed"])
    }
    other = panel.sessions[panel.sessions["seed"].map(known) != promised]["session"]
    return [f"Session {code} used another seed than the one committed to." for code in other]


def _software(stated: dict[str, Any]) -> list[str]:
    here = {name: version(name) for name in SOFTWARE}
    return [
        f"Analysis software: {name} {stated['software'][name]} when registered, {here[name]} now."
        for name in SOFTWARE
        if stated["software"].get(name) != here[name]
    ]
