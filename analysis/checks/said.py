"""Does every line of talk stand in its place, reach whom it may, and cite the truth?"""

import numpy as np
import pandas as pd

from analysis.checks.basis import Basis
from analysis.checks.compare import Found, compare, stray, within
from analysis.checks.played import standing
from design.stages.talk import Talk
from design.treatments import Treatment


def check_messages(base: Basis) -> list[Found]:
    """Check readers, numbering, cited contributions and times of every line."""
    frame = base.panel.messages
    talks = [
        _talk(base.treatment(slot), number)
        for slot, number in zip(frame["slot"], frame["round"], strict=True)
    ]
    known = pd.Series([talk is not None for talk in talks], index=frame.index, dtype=bool)
    game = base.panel.design.experiment.game
    readers = [talk.readers(game) for talk in talks if talk is not None]
    order = frame.groupby("slot")["at"].rank(method="first") if len(frame) else frame["number"]
    groups = base.panel.groups.set_index("slot")
    formed = frame["slot"].map(groups["formed_at"])
    return [
        compare("messages", frame, standing(base, frame, "seat")),
        compare("messages", frame[known], {"readers": readers}),
        compare("messages", frame, {"number": order}),
        compare("messages", frame, {"cited_seat": _own(frame), "cited_value": _truth(base)}),
        compare("messages", frame, {"answers": _answerable(frame, talks)}),
        within("messages", frame, "at", (formed, None), "its group was formed"),
        within("messages", frame, "cited_round", (None, frame["round"] - 1), "an earlier round"),
        stray("messages", frame[~known], "nobody talks in this phase"),
    ]


def _talk(treatment: Treatment, number: int) -> Talk | None:
    stages = treatment.phase(number).stages
    return next((stage for stage in stages if isinstance(stage, Talk)), None)


def _own(frame: pd.DataFrame) -> pd.Series:
    """Return the speaker's seat where a round is cited: nobody can cite another's."""
    return frame["seat"].where(frame["cited_round"].notna(), "")


def _answerable(frame: pd.DataFrame, talks: list[Talk | None]) -> pd.Series:
    """Return the line that each line answers where it could be answered, NaN elsewhere."""
    place = pd.MultiIndex.from_frame(frame[["slot", "number"]])
    asked = pd.MultiIndex.from_arrays([frame["slot"], frame["answers"]])
    target = frame.set_axis(place).reindex(asked).set_axis(frame.index)
    threaded = np.array([talk is not None and talk.threads for talk in talks], dtype=bool)
    earlier = frame["answers"].astype(float) < frame["number"]
    rows = zip(frame["seat"], target["readers"].fillna(""), strict=True)
    read = pd.Series([seat in readers for seat, readers in rows], index=frame.index, dtype=bool)
    return frame["answers"].astype(float).where(threaded & earlier & read)


def _truth(base: Basis) -> pd.Series:
    """Return the contribution that a line cites, NaN where it cites none."""
    frame, chosen = base.panel.messages, base.panel.decisions
    given = chosen.set_index(["slot", "seat", "round"])["contribution"].astype(float)
    where = pd.MultiIndex.from_arrays([frame["slot"], frame["seat"], frame["cited_round"]])
    return given.reindex(where).set_axis(frame.index)
