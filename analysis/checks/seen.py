"""Do sightings hold what each Monitoring showed, hid and gave away in every settled round?"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.checks.basis import Basis
from analysis.checks.compare import Found, absent, compare, stray, within
from analysis.checks.histories import batched, outcomes
from analysis.checks.played import standing
from design.game import POINT, Amounts, Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.rounds import reported
from design.sightings import facts
from design.signals import deducible, observe

FACTS = ("source", "entitled", "requested", "price", "lag", "true_value", "shown_value")
CONTENTS = ("contribution", "unlinked", "lowest", "highest", "total", "earnings")


def check_sightings(base: Basis) -> list[Found]:
    """Check every fact of every settled round: entitled or not, its value and what was shown."""
    stored, right = base.panel.sightings, _expected(base)
    codes, wanted = _codes(base, stored), _codes(base, right)
    at = pd.Index(wanted).get_indexer(pd.Index(codes))
    known = pd.Series(at >= 0, index=stored.index)
    missing = right[~np.isin(wanted, codes)]
    frame, right = stored[known], right.iloc[at[at >= 0]]
    expected: dict[str, Any] = standing(base, frame, "observer")
    expected |= {name: right[name].to_numpy() for name in FACTS}
    return [
        compare("sightings", frame, expected),
        *_times(base, frame, right),
        stray("sightings", stored[~known], "its round is not settled or has no such fact"),
        absent("sightings", missing),
    ]


def _codes(base: Basis, frame: pd.DataFrame) -> Any:
    """Return a number for every fact, from its slot, round, observer, subject and content."""
    seats = base.panel.design.experiment.game.seats
    # Entries shown without their seats are named by their place in the list.
    names = (*seats, "", *(str(place + 1) for place in range(len(seats))))
    places = {name: i for i, name in enumerate(names)}
    contents = {name: i for i, name in enumerate(CONTENTS)}
    code = frame["slot"].to_numpy() * 1_000 + frame["round"].to_numpy()
    for column, known in (("observer", places), ("subject", places), ("content", contents)):
        code = code * (1 + len(known)) + frame[column].map(known).to_numpy()
    return code


def _times(base: Basis, frame: pd.DataFrame, right: pd.DataFrame) -> list[Found]:
    hidden = pd.Series(right["source"].to_numpy() == "hidden", index=frame.index)
    settled = pd.Series(right["settled_at"].to_numpy(), index=frame.index)
    return [
        compare("sightings", frame[hidden], {"first_shown_at": np.nan}),
        within("sightings", frame, "first_shown_at", (settled, None), "settled, then shown"),
    ]


def _expected(base: Basis) -> pd.DataFrame:
    """Return every sighting that settled rounds must have left."""
    rounds = base.rounds.reset_index()
    names = base.dealt(rounds["slot"])["treatment"]
    treatments, pairs = base.panel.design.by_name, zip(names, rounds["round"], strict=True)
    phases = [(t.phase(n), t.game_of(t.part(n))) for name, n in pairs for t in (treatments[name],)]
    pace = base.panel.design.experiment.pace
    kinds = [(phase.monitoring, game) if batched(phase, pace) else None for phase, game in phases]
    parts = [_one_by_one(base)]
    for kind in dict.fromkeys(kind for kind in kinds if kind is not None):
        here = rounds[[one == kind for one in kinds]]
        parts.append(_facts(*kind, base.given(here), here))
    columns = ["session", "slot", "round", "observer", "subject", "content", *FACTS, "settled_at"]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=columns).astype({"slot": int, "round": int})
    found = pd.concat(parts, ignore_index=True)
    return found.assign(session=base.dealt(found["slot"])["session"])


def _one_by_one(base: Basis) -> pd.DataFrame:
    """Return the sightings of rounds whose stages, draws or late reports need their history."""
    rows = []
    settled_at = base.rounds["settled_at"].to_dict()
    for slot, number, group, outcome in outcomes(base):
        part = group.treatment.part(number)
        shown = reported(group, part)[number - group.treatment.first_round(part)]
        place = {"slot": slot, "round": number, "settled_at": settled_at[slot, number]}
        for row in facts(outcome, group.history[number - 1], number, shown):
            rows.append({**place, **row})
    return pd.DataFrame(rows).astype({"shown_value": float}) if rows else pd.DataFrame()


def _facts(dial: Monitoring, game: Game, given: Amounts, rounds: pd.DataFrame) -> pd.DataFrame:
    """Return the sightings of rounds under one Monitoring, one row per fact and round."""
    signal, entitled = observe(dial, game, given), dial.entitled(game)
    deduced, earned, total = deducible(signal, game), game.earnings(given), given.sum(axis=1)
    found: list[tuple[Any, ...]] = []
    for i, observer in enumerate(game.seats):
        knows = bool(entitled.total[i] or entitled.total_deduced[i])
        for j, subject in enumerate(game.seats):
            if i != j:
                printed = bool(entitled.entries[i, j])
                entry = (given[:, j], signal.entries[:, i, j], deduced[:, i, j])
                found.append((observer, subject, "contribution", printed, *entry))
        sums = (total, signal.total[:, i], bool(entitled.total_deduced[i]))
        found.append((observer, "", "total", bool(entitled.total[i]), *sums))
        own = (earned[:, i], signal.earnings[:, i], knows)
        found.append((observer, observer, "earnings", bool(entitled.earnings[i]), *own))
    return _laid_out(found, rounds)


def _laid_out(found: list[tuple[Any, ...]], rounds: pd.DataFrame) -> pd.DataFrame:
    """Write facts (observer, subject, content, printed, true, shown, deducible) row by row."""
    count, n = len(found), len(rounds)
    observer, subject, content, printed, *values = zip(*found, strict=True)
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
            "requested": False,
            "price": 0.0,
            "lag": 0,
            "true_value": true / POINT,
            "shown_value": np.where(shown == HIDDEN, np.nan, shown / POINT),
            "settled_at": np.tile(rounds["settled_at"].to_numpy(), count),
        }
    )
