"""Where do answers lie on disk, so that an interrupted run goes on where it stopped?"""

import io
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.power.primary import Answers
from analysis.power.scenario import Scenario, Shard, joined, shards

Floats = NDArray[np.float64]


def encoded(answers: Floats) -> bytes:
    """Return the bytes of a shard's file: the same answers are always the same bytes."""
    text = io.BytesIO()
    np.save(text, answers)
    return text.getvalue()


def write(folder: Path, shard: Shard, content: bytes) -> None:
    """Store a shard at once or not at all, whoever is killed in between."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{shard.name}.{os.getpid()}.part"
    part.write_bytes(content)
    part.replace(folder / shard.name)


def missing(folder: Path, wanted: list[Shard]) -> list[Shard]:
    """Return the shards that are not stored yet."""
    return [shard for shard in wanted if not (folder / shard.name).is_file()]


def read(folder: Path, scenario: Scenario) -> Answers:
    """Read a scenario's answers; every shard must be there."""
    wanted = shards(scenario)
    lacking = missing(folder, wanted)
    if lacking:
        raise ValueError(
            f"{folder}: {len(lacking)} of {len(wanted)} shards are not computed yet, the first"
            f" is {lacking[0].name}; run the other parts, or run without --shard"
        )
    return joined(scenario, [np.load(folder / shard.name) for shard in wanted])
