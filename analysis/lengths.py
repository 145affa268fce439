"""How long do the parts of an experiment last, and what do members know of it, in words?"""

from design.catalogue import Parts


def lengths(parts: Parts) -> str:
    """Say how long the parts last and whether it is announced."""
    common, monitored, restart = parts.common, parts.monitored, parts.restart
    if parts.horizon == "announced":
        return f"announced parts of {common}, {monitored} and {restart} rounds"
    if parts.horizon == "unknown":
        return (
            f"an announced part of {common} rounds and parts of {monitored} and {restart} rounds"
            " whose lengths are not told"
        )
    return (
        f"an announced part of {common} rounds and a second part in which a lot decides after"
        f" every {parts.block} rounds, with a chance of {parts.continuation / 10:g} percent,"
        f" whether {parts.block} more follow, up to {monitored}"
    )


def third(parts: Parts) -> str:
    """Say what part 3 is, where there is one."""
    if parts.restart == 0:
        return "there is none: part 2 ends by lot."
    return "a restart; by lot the monitoring of part 2 is kept, or removed: nobody sees anything."
