"""Which mechanisms are not playable yet?"""

from design.conditions import Entry, Prediction

OURS = ("No published design is copied; levels would be ours.",)

ENTRIES = (
    Entry(
        id="B25",
        title="Coordination on one level or on several",
        words="horizontal vs multi-level coordination",
        sees="What the own group gives to its own account and to the account of two groups, and,"
        " depending on the condition, what the other group gives.",
        does="Divides points between a local and a global account.",
        parameter="whether the other group's contributions are seen",
        prediction=Prediction(
            conditional="Points move to the account that is seen: members answer what they learn.",
            indefinite="Each account needs its own patience; the unseen one can be answered only"
            " through what it pays.",
        ),
        outcome="share of points in each account",
        sources=OURS,
    ),
)
"""Entries with their text and predictions, and no conditions."""
