"""Which mechanisms does the catalogue hold, in the order of their ids?"""

from design.conditions import Condition, Entry
from design.mechanisms import (
    accuracy,
    core,
    dashboards,
    endowing,
    funding,
    looking,
    networks,
    returns,
    timing,
    voting,
)

ENTRIES: tuple[Entry, ...] = tuple(
    sorted(
        (
            *accuracy.ENTRIES,
            *core.ENTRIES,
            *dashboards.ENTRIES,
            *endowing.ENTRIES,
            *funding.ENTRIES,
            *looking.ENTRIES,
            *networks.ENTRIES,
            *returns.ENTRIES,
            *timing.ENTRIES,
            *voting.ENTRIES,
        ),
        key=lambda entry: entry.id,
    )
)
"""Every mechanism, playable or not yet."""

CONTROLS: tuple[Condition, ...] = (
    accuracy.EVERYBODY,
    dashboards.AGGREGATE,
    networks.BOTH_KINDS,
    *returns.CONTROLS,
)
"""Conditions that mechanisms are compared with, beside the core cells."""
