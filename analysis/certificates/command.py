"""How are the certificates asked for from the command line?"""

import argparse
import tempfile
from pathlib import Path

from analysis.certificates.claims import Claim, claims
from analysis.certificates.page import page
from analysis.certificates.sample import LIMIT, compared, sampled
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
    """Compare further experiments with the published page, and judge them by themselves."""
    text = asked.out.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="contingent-certificates-") as place:
        folder = Path(place)
        found = sampled(
            worlds, text, folder, experiments=asked.check,
            compute=lambda left: compute(folder, left, asked),
        )  # fmt: skip
    rows, judged = compared(text, found), verdicts(found)
    apart, failed = rows[rows["errors"] > LIMIT], judged[judged["verdict"] == "FAILS"]
    for shown in (apart, judged[judged["verdict"] != "holds"]):
        if len(shown):
            print(shown.to_string(index=False))
    print(
        f"{len(rows)} numbers of {asked.out} compared with {asked.check:,} further experiments of"
        f" every world and number of groups: {len(apart)} differ by more than {LIMIT:g} standard"
        f" errors, the largest difference is {rows['errors'].max():.1f}.\nOf {len(judged)}"
        f" requirements {len(failed)} fail in the further experiments by themselves."
    )
    return 1 if len(apart) or len(failed) else 0
