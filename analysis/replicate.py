"""Which published numbers does this package find in other people's data?"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.published import (
    alsobay,
    andreozzi,
    degeest_kingsley,
    fischbacher_gaechter,
    fox_guyer,
    otree_exports,
    roggenkamp,
)
from analysis.published.comparison import ORIGINS, Comparison, absent, columns, markdown

STUDIES: dict[str, tuple[str, Callable[[Path], list[Comparison]]]] = {
    fischbacher_gaechter.NAME: (
        "fischbacher_gaechter_2010",
        fischbacher_gaechter.comparisons,
    ),
    roggenkamp.NAME: (roggenkamp.FOLDER, roggenkamp.comparisons),
    alsobay.NAME: (alsobay.FOLDER, alsobay.comparisons),
    degeest_kingsley.NAME: (
        "degeest_kingsley_2021_norm_enforcement",
        degeest_kingsley.comparisons,
    ),
    andreozzi.NAME: ("andreozzi_ploner_saral_2020", andreozzi.comparisons),
    fox_guyer.NAME: ("fox_guyer_1978", fox_guyer.comparisons),
    otree_exports.NAME: ("otree_raw_exports", otree_exports.comparisons),
}
"""Each study's folder below the data folder, and what compares its numbers."""

HEADER = ("study", "quantity", "found", "stated", "within", "stated by", "verdict", "source")


def run(data_folder: Path | str) -> list[Comparison]:
    """Compare every stated number with what the data give; absent data are said to be absent.

    Parameters
    ----------
    data_folder : holds one folder per study, see STUDIES and `foreign.catalogue.data_folder`

    Raises
    ------
    ForeignDataError
        If a file is there but damaged.
    """
    root = Path(data_folder)
    found: list[Comparison] = []
    for name, (folder, comparisons) in STUDIES.items():
        here = (root / folder).is_dir()
        found += comparisons(root) if here else [absent(name, str(root / folder))]
    return found


def table(comparisons: Sequence[Comparison]) -> str:
    """Return found against stated as Markdown, with a sentence of summary and the legend."""
    counts = Counter(comparison.verdict for comparison in comparisons)
    return "\n\n".join(
        (
            f"{counts['equal']} numbers equal, {counts['DIFFERS']} differ, {counts['shown']} shown "
            f"without a number to compare with, {counts['absent']} studies whose data are absent.",
            markdown(HEADER, [columns(comparison) for comparison in comparisons]),
            "\n".join(f"- {origin}: {meaning}." for origin, meaning in ORIGINS.items()),
        )
    )


def agrees(comparisons: Sequence[Comparison]) -> bool:
    """Return whether no number differs from the one stated; absent data do not count."""
    return all(comparison.verdict != "DIFFERS" for comparison in comparisons)
