"""Which facts did a settled round put before, or within the reach of, each member?"""

from typing import Any

from design.game import POINT, Amounts, Game
from design.monitoring import Entitlement, Monitoring
from design.signals import HIDDEN, Signal, deducible, observe


def sightings(monitoring: Monitoring, game: Game, contributions: Amounts) -> list[dict[str, Any]]:
    """List a round's sightings: every ordered pair, then total and own earnings per observer.

    Parameters
    ----------
    contributions : int64 array (members,)
        Milli-points of one group and round.

    Returns
    -------
    list of dict
        Columns of the table `sightings` that follow from the rules: observer, subject (empty
        for the total), content, entitled, source, true_value and shown_value in points.
    """
    signal = observe(monitoring, game, contributions)
    entitled, deduced = monitoring.entitled(game), deducible(signal, game)
    rows = []
    for i, observer in enumerate(game.seats):
        for j, subject in enumerate(game.seats):
            if i != j:
                source = _source(bool(entitled.entries[i, j]), bool(deduced[i, j]))
                values = _values(int(contributions[j]), int(signal.entries[i, j]))
                rows.append({**_row(observer, subject, "contribution", source), **values})
        rows.append(_total(entitled, signal, contributions, i, observer))
        rows.append(_earnings(entitled, signal, game.earnings(contributions), i, observer))
    return rows


def _row(observer: str, subject: str, content: str, source: str) -> dict[str, Any]:
    return {
        "observer": observer,
        "subject": subject,
        "content": content,
        "source": source,
        "entitled": source != "hidden",
    }


def _values(true: int, shown: int) -> dict[str, Any]:
    return {"true_value": true / POINT, "shown_value": None if shown == HIDDEN else shown / POINT}


def _source(printed: bool, deduced: bool) -> str:
    return "exact" if printed else "deducible" if deduced else "hidden"


def _total(
    entitled: Entitlement, signal: Signal, given: Amounts, i: int, observer: str
) -> dict[str, Any]:
    source = _source(bool(entitled.total[i]), bool(entitled.total_deduced[i]))
    values = _values(int(given.sum()), int(signal.total[i]))
    return {**_row(observer, "", "total", source), **values}


def _earnings(
    entitled: Entitlement, signal: Signal, earned: Amounts, i: int, observer: str
) -> dict[str, Any]:
    knows_total = bool(entitled.total[i] or entitled.total_deduced[i])
    source = _source(bool(entitled.earnings[i]), knows_total)
    values = _values(int(earned[i]), int(signal.earnings[i]))
    return {**_row(observer, observer, "earnings", source), **values}
