"""Which of the four types that the papers print does a strategy-method schedule show?

The rule itself stands in `design/types.py`. Fischbacher, Gaechter and Fehr (2001) and Fischbacher
and Gaechter (2010) have no type of their own for the unconditional: they count as other.
"""

from typing import Literal

from numpy.typing import ArrayLike

from design import types

Type = Literal["conditional cooperator", "free rider", "triangle", "other"]

PRINTED: dict[str, Type] = {
    types.COOPERATOR: "conditional cooperator",
    types.FREE_RIDER: "free rider",
    types.TRIANGLE: "triangle",
    types.UNCONDITIONAL: "other",
    types.OTHER: "other",
}


def classify(schedule: ArrayLike) -> Type:
    """Return the type that one schedule shows; `schedule` is own contribution at 0, 1, ..., e."""
    return PRINTED[types.classify(schedule)]
