"""Do sightings hold what each Monitoring showed, hid and gave away in every settled round?"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.checks.basis import Basis
from analysis.checks.compare import Found, absent, compare, stray, within
from analysis.checks.played import standing
from design.game import POINT, Amounts, Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.signals import deducible, observe

FACTS = ("source", "entitled", "true_value", "shown_value")


def check_sightings(base: Basis) -> list[Found]:
    """Check every fact of every settled round: entitled or not, its value and what was shown."""
    stored, right = base.panel.sightings, _expected(base)
    codes, wanted = _codes(base, stored), _codes(base, right)
    at = pd.Index(wanted).get_indexer(pd.Index(codes))
    known = pd.Series(at >= 0, index=stored.index)
    frame, facts = stored[known], right.iloc[at[at >= 0]]
    expected: dict[str, Any] = standing(base, frame, "observer")
    expected |= {name: facts[name].to_numpy() for name in FACTS}
    # Signals are pushed at once: nobody asks, nothing is paid and nothing is late.
    expected |= {"requested": False, "price": 0.0, "lag": 0}
    return [
        compare("sightings", frame, expected),
        *_times(base, frame, facts),
        stray("sightings", stored[~known], "its round is not settled or has no such fact"),
        absent("sightings", right[~np.isin(wanted, codes)]),
    ]


def _codes(base: Basis, frame: pd.DataFrame) -> Any:
    """Return a number for every fact, from its slot, round, observer, subject and content."""
    seats = base.panel.design.experiment.game.seats
    places = {seat: i for i, seat in enumerate(seats)} | {"": len(seats)}
    contents = {"contribution": 0, "total": 1, "earnings": 2}
    code = frame["slot"].to_numpy() * 1_000 + frame["round"].to_numpy()
    for column, names in (("observer", places), ("subject", places), ("content", contents)):
        code = code * (1 + len(names)) + frame[column].map(names).to_numpy()
    return code


def _times(base: Basis, frame: pd.DataFrame, facts: pd.DataFrame) -> list[Found]:
    hidden = pd.Series(facts["source"].to_numpy() == "hidden", index=frame.index)
    settled = pd.Series(facts["settled_at"].to_numpy(), index=frame.index)
    return [
        compare("sightings", frame[hidden], {"first_shown_at": np.nan}),
        within("sightings", frame, "first_shown_at", (settled, None), "settled, then shown"),
    ]


def _expected(base: Basis) -> pd.DataFrame:
    """Return every sighting that settled rounds must have left, one Monitoring at a time."""
    rounds = base.rounds.reset_index()
    names = base.dealt(rounds["slot"])["treatment"]
    treatments, game = base.panel.design.by_name, base.panel.design.experiment.game
    pairs = zip(names, rounds["round"], strict=True)
    dials = pd.Series(
        [treatments[name].phase(number).monitoring for name, number in pairs],
        index=rounds.index,
        dtype=object,
    )
    parts = [
        _facts(dial, game, base.given(rounds[dials == dial]), rounds[dials == dial])
        for dial in dials.unique()
    ]
    columns = ["session", "slot", "round", "observer", "subject", "content", *FACTS, "settled_at"]
    if not parts:
        return pd.DataFrame(columns=columns).astype({"slot": int, "round": int})
    found = pd.concat(parts, ignore_index=True)
    return found.assign(session=base.dealt(found["slot"])["session"])


def _facts(dial: Monitoring, game: Game, given: Amounts, rounds: pd.DataFrame) -> pd.DataFrame:
    """Return the sightings of rounds under one Monitoring, one row per fact and round."""
    signal, entitled = observe(dial, game, given), dial.entitled(game)
    deduced, earned, total = deducible(signal, game), game.earnings(given), given.sum(axis=1)
    facts: list[tuple[Any, ...]] = []
    for i, observer in enumerate(game.seats):
        knows = bool(entitled.total[i] or entitled.total_deduced[i])
        for j, subject in enumerate(game.seats):
            if i != j:
                printed = bool(entitled.entries[i, j])
                entry = (given[:, j], signal.entries[:, i, j], deduced[:, i, j])
                facts.append((observer, subject, "contribution", printed, *entry))
        sums = (total, signal.total[:, i], bool(entitled.total_deduced[i]))
        facts.append((observer, "", "total", bool(entitled.total[i]), *sums))
        own = (earned[:, i], signal.earnings[:, i], knows)
        facts.append((observer, observer, "earnings", bool(entitled.earnings[i]), *own))
    return _laid_out(facts, rounds)


def _laid_out(facts: list[tuple[Any, ...]], rounds: pd.DataFrame) -> pd.DataFrame:
    """Write facts (observer, subject, content, printed, true, shown, deducible) row by row."""
    count, n = len(facts), len(rounds)
    observer, subject, content, printed, *values = zip(*facts, strict=True)
    true, shown, given_away = (
        np.concatenate([np.broadcast_to(one, n) for one in column]) for column in values
    )
    source = np.where(np.repeat(printed, n), "exact", np.where(given_away, "deducible", "hidden"))
    return pd.DataFrame(
        {
            "slot": np.tile(rounds["slot"].to_numpy(), count),
            "round": np.tile(rounds["round"].to_numpy(), count),
            "observer": np.repeat(observer, n),
            "subject": np.repeat(subject, n),
            "content": np.repeat(content, n),
            "source": source,
            "entitled": source != "hidden",
            "true_value": true / POINT,
            "shown_value": np.where(shown == HIDDEN, np.nan, shown / POINT),
            "settled_at": np.tile(rounds["settled_at"].to_numpy(), count),
        }
    )
