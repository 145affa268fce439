"""Does a number that we find agree with the number that somebody stated?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Origin = Literal["published", "recomputed", "identity", "ours"]
Verdict = Literal["equal", "DIFFERS", "shown", "absent"]

ORIGINS: dict[Origin, str] = {
    "published": "stated by the authors, in the paper, its manuscript or their code",
    "recomputed": "computed once before from the same data by an independent script; not seen "
    "in print",
    "identity": "must hold by arithmetic",
    "ours": "an estimate of our own; nothing to compare it with",
}


@dataclass(frozen=True)
class Comparison:
    """One number found in the data beside the number stated for it.

    Attributes
    ----------
    study, quantity : str
        Which data, and which number.
    found : float
        What the data give here; NaN where the data are absent.
    stated : float
        What it is compared with; NaN where there is nothing.
    tolerance : float
        Largest difference that rounding of the stated number explains.
    origin : str
        Who states it, see ORIGINS.
    source : str
        Where exactly.
    """

    study: str
    quantity: str
    found: float
    stated: float
    tolerance: float
    origin: Origin
    source: str

    @property
    def verdict(self) -> Verdict:
        """Say whether found and stated agree."""
        if math.isnan(self.found):
            return "absent"
        if self.origin == "ours":
            return "shown"
        close = abs(self.found - self.stated) <= self.tolerance * (1 + 1e-9)
        return "equal" if close else "DIFFERS"


@dataclass(frozen=True)
class Study:
    """Comparisons that share a study, an origin and a source."""

    name: str
    origin: Origin
    source: str

    def compare(self, quantity: str, found: float, stated: str) -> Comparison:
        """Compare with a number as it was printed: its last digit decides the tolerance."""
        return Comparison(
            self.name, quantity, float(found), float(stated), half_unit(stated), self.origin,
            self.source,
        )  # fmt: skip

    def show(self, quantity: str, found: float) -> Comparison:
        """Report a number of our own."""
        return Comparison(
            self.name, quantity, float(found), math.nan, math.nan, "ours", self.source
        )


def half_unit(printed: str) -> float:
    """Return half a unit of a printed number's last decimal; 0 for an integer, which is exact."""
    decimals = len(printed.partition(".")[2])
    return 0.5 * 10.0**-decimals if decimals else 0.0


def absent(study: str, path: str) -> Comparison:
    """Say that a study's data are not here."""
    return Comparison(study, "data", math.nan, math.nan, math.nan, "ours", f"no file {path}")


def columns(comparison: Comparison) -> tuple[str, ...]:
    """Return a comparison as the cells of one row."""
    verdict = comparison.verdict
    if verdict == "absent":
        return comparison.study, comparison.quantity, "", "", "", "", verdict, comparison.source
    decimals = _decimals(comparison.tolerance)
    stated = "" if verdict == "shown" else f"{comparison.stated:.{decimals}f}"
    within = "" if verdict == "shown" else f"{comparison.tolerance:g}"
    found = f"{comparison.found:.{decimals + 1 if decimals else 0}f}"
    return (
        comparison.study, comparison.quantity, found, stated, within, comparison.origin, verdict,
        comparison.source,
    )  # fmt: skip


def _decimals(tolerance: float) -> int:
    if math.isnan(tolerance):
        return 1
    return max(0, round(-math.log10(2 * tolerance))) if tolerance > 0 else 0


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write rows as a Markdown table with aligned columns."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| "
        + " | ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )
