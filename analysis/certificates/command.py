"""How are the certificates asked for from the command line?"""

import argparse

from analysis.certificates.claims import claims
from analysis.certificates.page import page
from analysis.certificates.study import all_shards, certificate, scenarios, verdicts
from analysis.power.command import compute, part_of, say
from analysis.power.store import missing


def run(asked: argparse.Namespace) -> int:
    """Compute what is missing, write the page, and say whether every requirement holds."""
    say("finding the channels' shifts")
    worlds = claims()
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
