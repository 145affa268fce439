"""How are the certificates asked for from the command line?"""

import argparse
import tempfile
from pathlib import Path

from analysis.certificates.claims import Claim, claims
from analysis.certificates.page import page
from analysis.certificates.sample import LIMIT, compared
from analysis.certificates.study import all_shards, certificate, scenarios, verdicts
from analysis.power.command import compute, part_of, say
from analysis.power.store import missing


def run(asked: argparse.Namespace) -> int:
    """Compute what is missing, write the page, and say whether every requirement holds."""
    say("finding the channels' shifts")
    worlds = claims()
    if asked.check:
        return _check(asked, worlds)
    wanted = all_shards(scenarios(worlds, asked.experiments))
    left = missing(asked.shards, part_of(wanted, asked.shard))
    say(f"{len(wanted)} shards, {len(left)} to compute")
    compute(asked.shards, left, asked)
    if asked.shard:
        say("run without --shard when all parts are computed")
        return 0
    found = tuple(
        certificate(
            one,
            asked.shards,
            experiments=asked.experiments,
            truth_groups=asked.truth_groups,
            said=say,
        )
        for one in worlds
    )
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(page(found, asked.experiments), encoding="utf-8")
    rows = verdicts(found)
    failed = rows[rows["verdict"] == "FAILS"]
    print(f"Wrote {asked.out}: {len(rows)} requirements, {len(failed)} fail.")
    return 1 if len(failed) else 0


def _check(asked: argparse.Namespace, worlds: tuple[Claim, ...]) -> int:
    """Compare a sample of further experiments with the published page."""
    text = asked.out.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="contingent-certificates-") as place:
        folder = Path(place)
        rows = compared(
            worlds, text, folder, experiments=asked.check,
            compute=lambda left: compute(folder, left, asked),
        )  # fmt: skip
    apart = rows[rows["errors"] > LIMIT]
    if len(apart):
        print(apart.to_string(index=False))
    print(
        f"{len(rows)} numbers of {asked.out} compared with {asked.check:,} further experiments of"
        f" every world: {len(apart)} differ by more than {LIMIT:g} standard errors, the largest"
        f" difference is {rows['errors'].max():.1f}."
    )
    return 1 if len(apart) else 0
