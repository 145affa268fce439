"""Do groups on a real server hear of each other, and does a dying server lose any of it?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from analysis.load import load
from lab.cast import cast, three_strategies
from lab.rehearse import exported, judged
from lab.servers import Server

SHORT = {"rounds_part_1": 1, "rounds_part_2": 6, "rounds_part_3": 1}


def revive(server, done):
    """Wait for the failpoint to kill the server, then start it without."""
    while server.running():
        if done.wait(0.02):
            return
    del server.env["CONTINGENT_FAILPOINT"]
    server.start()


@pytest.mark.parametrize(
    ("database_url", "point"),
    [("sqlite", "before_commit"), ("postgresql", "after_commit")],
    indirect=["database_url"],
)
def test_what_a_group_heard_is_on_disk_with_what_the_other_did_whenever_the_server_dies(
    place, database_url, point
):
    # Twenty-four decisions are part 1; the thirtieth is made where rules and news hold.
    place.env.update({"CONTINGENT_TEST": "1", "CONTINGENT_FAILPOINT": f"{point}:30"})
    named = "agreement_yoked agreement_chosen feed_best"
    with Server(place, database_url=database_url) as server, ThreadPoolExecutor(1) as thread:
        played = cast(server, 6, three_strategies, seed=6, conditions=named, **SHORT)
        done = Event()
        dying = thread.submit(revive, server, done)
        try:
            played.play()
        finally:
            done.set()
        dying.result()
        assert "CONTINGENT_FAILPOINT" not in server.env
        folder = exported(server)
        found = judged("", played, 0.0, folder)
    assert found.faults == ()
    assert found.differences == ()
    heard = load(folder).heard
    rules, news = heard[heard["stage"] == "vote"], heard[heard["stage"] == "feed"]
    # Rounds 2 and 7 have a choice in part 2, round 8 in part 3 where it is kept.
    assert sorted(rules["round"]) == [2, 2, 7, 7, 8]
    # Everybody plays at once, so nobody has waited in vain.
    assert set(rules["source"]) == {"group"}
    # Two groups hear after each of six rounds, and one of them after the last.
    assert len(news) == 13
    assert "group" in set(news["source"])
