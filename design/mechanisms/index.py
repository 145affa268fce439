"""Which mechanisms does the catalogue hold, in the order of their ids?"""

from design.conditions import Condition, Entry
from design.mechanisms import (
    accuracy,
    admitting,
    alsobay,
    announcing,
    brokering,
    coming,
    core,
    crossing,
    dashboards,
    endowing,
    funding,
    gathering,
    judging,
    leading,
    looking,
    networks,
    outages,
    outputs,
    planned,
    pledging,
    presets,
    reporting,
    returns,
    sanctioning,
    talking,
    tasks,
    timing,
    voting,
)

ENTRIES: tuple[Entry, ...] = tuple(
    sorted(
        (
            *accuracy.ENTRIES,
            *admitting.ENTRIES,
            *announcing.ENTRIES,
            *brokering.ENTRIES,
            *coming.ENTRIES,
            *core.ENTRIES,
            *crossing.ENTRIES,
            *dashboards.ENTRIES,
            *endowing.ENTRIES,
            *funding.ENTRIES,
            *gathering.ENTRIES,
            *judging.ENTRIES,
            *leading.ENTRIES,
            *looking.ENTRIES,
            *networks.ENTRIES,
            *outages.ENTRIES,
            *outputs.ENTRIES,
            *planned.ENTRIES,
            *pledging.ENTRIES,
            *reporting.ENTRIES,
            *returns.ENTRIES,
            *sanctioning.ENTRIES,
            *talking.ENTRIES,
            *tasks.ENTRIES,
            *timing.ENTRIES,
            *voting.ENTRIES,
        ),
        key=lambda entry: entry.id,
    )
)
"""Every mechanism, playable or not yet."""

CONTROLS: tuple[Condition, ...] = (
    accuracy.EVERYBODY,
    talking.INCLUDED,
    talking.SOLO,
    pledging.CYCLED,
    dashboards.AGGREGATE,
    networks.BOTH_KINDS,
    *outputs.CONTROLS,
    *returns.CONTROLS,
    *tasks.CONTROLS,
    *presets.CONDITIONS,
    *alsobay.CONDITIONS,
)
"""Conditions that mechanisms are compared with, beside the core cells, and of published designs."""
