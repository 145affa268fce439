"""What does a server keep of rounds that are over?

    python -m lab.load_memory 80

plays so many groups of the flagship one after the other, with a view of every member after each
act, but without server and database, and says what stays in memory and who holds it.
"""

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from design import feedback, settling
from design.acted import seated, steps
from design.experiments import Experiment, flagship
from design.treatments import Treatment
from design.view import view
from lab.cast import three_strategies

SEED = 1
CACHES = {
    "rounds as they were settled": settling.settle,
    "rounds as a member was shown them": feedback._shown_to,
}


@dataclass(frozen=True)
class Held:
    """What one cache holds: entries of so many at most, and bytes."""

    name: str
    entries: int
    most: int
    size: int

    @property
    def each(self) -> float:
        """Bytes of one entry."""
        return self.size / self.entries

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.entries:,} of at most {self.most:,}, {self.each / 1_000:.1f} kB"
            f" each, {self.each * self.most / 1_000_000:.0f} MB when full"
        )


def held(experiment: Experiment, groups: int) -> tuple[list[Held], int]:
    """Play groups; return what each cache holds, and the bytes of all else that has stayed."""
    # Whatever is made once for all groups of a treatment is no growth: it is made here.
    variants = experiment.treatments()
    play(experiment, enumerate(variants))
    for cache in CACHES.values():
        cache.cache_clear()
    gc.collect()
    tracemalloc.start()
    try:
        slots = range(len(variants), len(variants) + groups)
        play(experiment, ((slot, experiment.treatment(SEED, slot)) for slot in slots))
        return [_emptied(name, cache) for name, cache in CACHES.items()], _traced()
    finally:
        tracemalloc.stop()


def play(experiment: Experiment, slots: Iterable[tuple[int, Treatment]]) -> None:
    """Let the groups of some slots play their treatments to the end."""
    people = three_strategies(experiment.game)
    for slot, treatment in slots:
        minds = seated(people, SEED, slot, treatment.game)
        for step in steps(treatment, minds, seed=SEED, slot=slot):
            for seat in range(treatment.game.members):
                view(step.group, seat)


def _emptied(name: str, cache: Callable) -> Held:
    known, before = cache.cache_info(), _traced()
    cache.cache_clear()
    return Held(name, known.currsize, known.maxsize, before - _traced())


def _traced() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


if __name__ == "__main__":
    caches, rest = held(flagship(), int(sys.argv[1]))
    print(*caches, f"all else: {rest / 1_000_000:.1f} MB", sep="\n")
