"""Do payments reconcile with every table after dropouts, an early end and a killed server?"""

import asyncio
import csv
import re
import subprocess
import sys
from decimal import Decimal

import pytest
from leaving import Leaving
from members import tables
from test_cockpit import Cockpit, clean

from lab.cast import cast, three_strategies

QUICK = {
    "rounds_part_1": 2,
    "rounds_part_2": 3,
    "rounds_part_3": 1,
    "decision_seconds": 2,
    "reading_seconds": 2,
    "grace_seconds": 1,
    "absent_seconds": 1,
    "lobby_seconds": 8,
}


def lab(server, *words):
    command = [sys.executable, "-m", "lab", *words]
    return subprocess.run(
        command, cwd=server.place.folder, env=server.env, capture_output=True, text=True
    )


def listed(path):
    with path.open(newline="") as file:
        return list(csv.reader(file))


@pytest.mark.timeout(300)
def test_totals_reconcile_after_dropouts_an_early_end_and_a_killed_server(server):
    # Two members of the first group leave; the last group is ended by the experimenter.
    played = cast(server, 3, three_strategies, seed=5, think=0.4, **QUICK)
    members = list(played.members)

    async def session():
        for four in (members[:4], members[4:8], members[8:]):
            await asyncio.gather(*(member.arrive() for member in four))
        gone = members[:2]
        for member in gone:
            member.conduct = Leaving(member.conduct, round=2)
        leaving = [asyncio.create_task(member.play()) for member in gone]
        while any(member.screen is None for member in gone):
            await asyncio.sleep(0.05)
        going = [asyncio.create_task(member.play()) for member in members if member not in gone]
        await asyncio.gather(*leaving, return_exceptions=True)
        cockpit = await asyncio.to_thread(Cockpit, server, played.session.code)
        await asyncio.to_thread(cockpit.act, "end", slot="2", sure="yes", text="power cut")
        await asyncio.sleep(1)
        await asyncio.to_thread(server.kill9)
        await asyncio.to_thread(server.start)
        await asyncio.gather(*going)
        await asyncio.gather(*(m.finish() for m in members if m not in gone))

    asyncio.run(session())
    wait_until_over(server)
    done = lab(server, "payments", "paid")
    assert done.returncode == 0, done.stdout + done.stderr
    found = tables(server)
    clean(server)
    lines = listed(server.place.folder / "paid" / "payments.csv")
    total = {row[1]: Decimal(row[4]) for row in lines[1:]}
    assert {row["status"] for row in found["participants"]} == {"finished"}
    # Every person's list entry is the pay of its row, and what its own statement said.
    (told,) = found["sessions"]
    for row in found["participants"]:
        due = float(row["pay"]) * float(told["point_value"]) + float(told["participation_fee"])
        assert float(total[row["participant"]]) == pytest.approx(due, abs=0.0051)
    for member in members:
        if member.record.paid:
            said = Decimal(re.search(r"[\d.]+", member.record.paid)[0])
            assert said == total[member.code]
    assert f"{sum(total.values())} EUR in all" in done.stdout
    assert sum(row["automatic"] == "1" for row in found["decisions"]) > 0
    assert {row["event"] for row in found["events"]} >= {"ended", "timed_out"}


def wait_until_over(server):
    """The clock plays on for those who left."""
    for _ in range(60):
        if all(row["finished_at"] for row in tables(server)["groups"]):
            return
        asyncio.run(asyncio.sleep(1))
