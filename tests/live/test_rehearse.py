"""Does a rehearsal play every cell on both databases, and would it notice a lost decision?"""

import pytest

from design.catalogue import CORE
from lab import demo, rehearse
from lab.cast import cast, three_strategies
from lab.rehearse import ONE_BLOCK, exported, judged, running

SHORT = {"rounds_part_1": 1, "rounds_part_2": 2, "rounds_part_3": 1}
EVERY = {"conditions": " ".join(CORE), **SHORT}


@pytest.mark.parametrize(("database", "language"), [("sqlite", "en"), ("postgres", "de")])
def test_one_block_of_every_condition_is_played_exported_and_audited(database, language):
    result = rehearse.rehearse(database, ONE_BLOCK, **EVERY, language=language)
    assert result.faults == ()
    assert result.differences == ()
    assert result.rounds == ONE_BLOCK * 4 * 4
    assert result.cells > 20 * result.rounds


def test_a_hundred_people_who_think_for_some_seconds_are_carried(effort):
    # On the embedded default; a connection that had to be opened again would be a stall.
    with running("sqlite") as server:
        played = cast(server, 25, three_strategies, seed=2, think=1.0 * effort, **SHORT)
        played.play()
        assert judged("sqlite", played, 0.0, exported(server)).clean
        assert {member.record.connections for member in played.members} == {1}
        assert " ERROR " not in server.log(10_000)


def test_a_lost_decision_and_a_wrong_payment_are_named():
    with running("sqlite") as server:
        played = cast(server, 1, three_strategies, seed=1, **SHORT)
        played.play()
        folder = exported(server)
        assert judged("sqlite", played, 0.0, folder).clean
        one, two = played.members[:2]
        one.record.acknowledged[3]["contribution"] = "99"
        two.record.paid = "EUR 0.00"
        faults = judged("sqlite", played, 0.0, folder).faults
    assert len(faults) == 2
    assert f"{one.code}, round 3: 99 acknowledged" in faults[0]
    assert f"{two.code} reads 'EUR 0.00'" in faults[1]


def test_the_demo_ends_in_a_clean_audit_and_a_report(tmp_path, capfd):
    assert demo.main(["--groups", "10", "--out", str(tmp_path)]) == 0
    assert "40 members, 1000 decisions" in capfd.readouterr().out
    page = (tmp_path / "report.html").read_text()
    assert page.startswith("<!doctype html>")
    assert (tmp_path / "tables" / "manifest.json").is_file()
