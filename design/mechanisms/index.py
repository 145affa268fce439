"""Which mechanisms does the catalogue hold, in the order of their ids?"""

from design.conditions import Condition, Entry
from design.mechanisms import accuracy, looking

ENTRIES: tuple[Entry, ...] = tuple(
    sorted((*accuracy.ENTRIES, *looking.ENTRIES), key=lambda entry: entry.id)
)
"""Every mechanism, playable or not yet."""

CONTROLS: tuple[Condition, ...] = (accuracy.EVERYBODY,)
"""Conditions that mechanisms are compared with, beside the core cells."""
