"""Which groups can hear of another group now, and what?

A group hears inside the transaction that moves either of the two, so that what one has done and
what the other has heard of it are on disk together.
"""

from collections.abc import Iterator

from contingent_pgg import groups, records
from contingent_pgg.groups import Seated
from contingent_pgg.memory import memory
from contingent_pgg.sessions import Setting
from design.links import Hear, tidings


def ready(moved: Seated) -> Iterator[tuple[Seated, Hear]]:
    """Yield each group that can hear of another now, after one of the two has moved."""
    setting, slot = moved.setting, moved.group.slot
    for one in (slot, *setting.experiment.schedule.listeners(setting.seed, slot)):
        waiting = memory.groups.get((setting.code, one))
        if waiting is None or waiting.group.patience is None:
            continue
        action = tidings(waiting.group, _donor(waiting))
        if action is not None:
            yield waiting, action


def _donor(waiting: Seated) -> groups.Group | None:
    """Return the group that a group hears of, as it stands; None where it is not formed yet."""
    setting = waiting.setting
    slot = setting.experiment.schedule.donor(setting.seed, waiting.group.slot)
    if slot is None:
        return None
    there = memory.groups.get((setting.code, slot))
    found = there or next((one for one in _stored(setting, slot) if one is not None), None)
    return None if found is None else found.group


def _stored(setting: Setting, slot: int) -> Iterator[Seated | None]:
    """Read a slot's group that is over, of this or an earlier session of the same schedule."""
    for row in records.rows("groups", slot=slot):
        other = memory.setting(row["session"])
        if (other.experiment_hash, other.seed) == (setting.experiment_hash, setting.seed):
            yield groups.load(other, slot)
