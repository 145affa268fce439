"""How are shards computed by the machines of a dask cluster?

Needs requirements-cluster.txt here and on the workers, which need no oTree. The scheduler gives a
shard whose worker died to another; answers come back here and are stored as every other shard.
"""

from pathlib import Path

from analysis.power.scenario import Shard, answer
from analysis.power.store import encoded, write
from analysis.power.workers import Told

LOST_WORKERS = 10
"""How many workers may die under one shard before the shard itself is suspected."""


def computed(shard: Shard) -> bytes:
    """Return the bytes of a shard's file."""
    return encoded(answer(shard))


def run(folder: Path, wanted: list[Shard], *, scheduler: str, told: Told) -> None:
    """Compute shards on the cluster of a scheduler's address and store them here.

    Parameters
    ----------
    scheduler : such as "tcp://127.0.0.1:8786"
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise ValueError(
            "a scheduler needs dask; install it with: pip install -r requirements-cluster.txt"
        ) from error
    with Client(scheduler) as client:
        names = {shard.name: shard for shard in wanted}
        futures = [
            client.submit(computed, shard, key=name, retries=LOST_WORKERS, pure=True)
            for name, shard in names.items()
        ]
        for done, future in enumerate(as_completed(futures), start=1):
            write(folder, names[future.key], future.result())
            future.release()
            told(done, len(wanted))
