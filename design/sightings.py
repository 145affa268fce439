"""Which facts did a settled round put before, or within the reach of, each member?"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from design.choices import Settled
from design.game import POINT, Amounts
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.settling import Outcome
from design.signals import certain, known_total

Row = dict[str, Any]

ACCURACY = {"exact": "exact", "noisy": "noisy", "rounded": "rounded"}
UNVEILED = ("entitled", "shown_value", "lag", "source")
"""Columns of a fact that change when a triggered report shows it after all."""


def facts(outcome: Outcome, settled: Settled, number: int, shown: int | None) -> list[Row]:
    """List a round's sightings: for each observer the other seats, then the sums.

    Parameters
    ----------
    number : int
        The round.
    shown : int or None
        The round after which it is reported; None for never, or not yet.

    Returns
    -------
    list of dict
        Columns of the table `sightings` that follow from the rules: observer, subject (empty
        for the total), content, entitled, requested, price, source, lag, true_value and
        shown_value in points.
    """
    given = np.array(settled.contributions, dtype=np.int64) * POINT
    totals = _known(outcome)
    rows = [
        row
        for i, observer in enumerate(outcome.game.seats)
        for row in (*_of_others(outcome, given, i, observer),
                    *_sums(outcome, given, i, known=totals[i]))
    ]  # fmt: skip
    lag = {"lag": 0 if shown is None else shown - number}
    return [{**(row if shown is not None else _veiled(row)), **lag} for row in rows]


def _veiled(row: Row) -> Row:
    return {**row, "entitled": False, "source": "hidden", "shown_value": None}


def unveiled(row: Row, number: int) -> tuple[Row, Row]:
    """Return what to set in a stored fact, and which row of the group it is."""
    key = {name: row[name] for name in ("observer", "subject", "content")}
    return {name: row[name] for name in UNVEILED}, {**key, "round": number}


def _known(outcome: Outcome) -> list[bool]:
    """Say for each observer whether it knows the group total for certain."""
    sure = outcome.signal
    if not outcome.monitoring.truthful:
        sure = certain(sure, outcome.unveiled)
    return [bool(one) for one in known_total(sure, outcome.game) != HIDDEN]


def _of_others(outcome: Outcome, given: Amounts, i: int, observer: str) -> Iterator[Row]:
    signal = outcome.signal
    for j, subject in enumerate(outcome.game.seats):
        if i == j:
            continue
        shown = int(signal.entries[i, j])
        row = _fact(observer, subject, "contribution", (int(given[j]), shown))
        known = bool(outcome.deduced[i, j])
        price = float(outcome.price[i, j] / POINT)
        looks = {"requested": bool(outcome.looked[i, j]), "price": price}
        source = _source(outcome.monitoring, outcome, j)
        source = "exact" if outcome.unveiled[i, j] else source
        if outcome.monitoring.content == "earnings" and not outcome.unveiled[i, j]:
            row, known, shown = {**row, "shown_value": None}, known or shown != HIDDEN, HIDDEN
        yield {**row, **looks, **_from(shown, known, source)}
    yield from _paid(outcome, i, observer)
    yield from _unlinked(outcome, given, i, observer)


def _paid(outcome: Outcome, i: int, observer: str) -> Iterator[Row]:
    """List the others' earnings, where they are shown in place of contributions."""
    if outcome.monitoring.content != "earnings":
        return
    seen = outcome.monitoring.printed(outcome.game)[i]
    for j, subject in enumerate(outcome.game.seats):
        if i != j and seen[j]:
            earned = int(outcome.earned[j])
            row = _fact(observer, subject, "earnings", (earned, earned))
            yield {**row, **_from(earned, True, "exact")}


def _unlinked(outcome: Outcome, given: Amounts, i: int, observer: str) -> Iterator[Row]:
    """List entries shown without their seats, and extremes; each is an entry of its own."""
    signal, others = outcome.signal, np.delete(given, i)
    for place, shown in enumerate(signal.others[i].tolist()):
        row = _fact(observer, str(place + 1), "unlinked", (shown, shown))
        yield {**row, **_from(shown, False, "exact")}
    for name, shown in zip(("lowest", "highest"), signal.extremes[i].tolist(), strict=False):
        true = int(others.min() if name == "lowest" else others.max())
        row = {**_fact(observer, "", name, (true, shown)), "requested": _asked(outcome, i)}
        yield {**row, **_from(shown, False, ACCURACY[outcome.monitoring.accuracy])}


def _sums(outcome: Outcome, given: Amounts, i: int, *, known: bool) -> Iterator[Row]:
    """List the group total and the observer's own earnings; is the total known for certain?"""
    signal, observer = outcome.signal, outcome.game.seats[i]
    total, earned = int(signal.total[i]), int(signal.earnings[i])
    row = {**_fact(observer, "", "total", (int(given.sum()), total)),
           "requested": _asked(outcome, i)}  # fmt: skip
    yield {**row, **_from(total, known, _source(outcome.monitoring, outcome, None))}
    row = _fact(observer, observer, "earnings", (int(outcome.earned[i]), earned))
    yield {**row, **_from(earned, known, "exact")}


def _asked(outcome: Outcome, i: int) -> bool:
    """Say whether an observer asked for the total or the extremes."""
    return bool(outcome.looked[i, i])


def _source(monitoring: Monitoring, outcome: Outcome, subject: int | None) -> str:
    """Say where a printed entry, or the printed total, comes from."""
    if monitoring.source == "verified":
        return ACCURACY[monitoring.accuracy]
    audited = outcome.signal.checked
    checked = subject is not None and len(audited) > 0 and bool(audited[subject])
    return "audited" if checked else "reported"


def _from(shown: int, known: bool, source: str) -> Row:
    found = source if shown != HIDDEN else "deducible" if known else "hidden"
    return {"source": found, "entitled": found != "hidden"}


def _fact(observer: str, subject: str, content: str, values: tuple[int, int]) -> Row:
    true, shown = values
    return {
        "observer": observer,
        "subject": subject,
        "content": content,
        "requested": False,
        "price": 0.0,
        "true_value": true / POINT,
        "shown_value": None if shown == HIDDEN else shown / POINT,
    }
