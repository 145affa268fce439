"""Does each attack on a running lab come to what docs/security.md says, and is none left out?"""

import asyncio
import re

import attacks_on_pages
import attacks_on_the_game
import attacks_on_the_researcher
import pytest
from attacks import Scene
from members import codes, game_alone, group, new_session, tables

from lab.project import ROOT, workspace
from lab.servers import Server

ATTACKS = [
    *attacks_on_the_game.ATTACKS,
    *attacks_on_pages.ATTACKS,
    *attacks_on_the_researcher.ATTACKS,
]
ROW = re.compile(r"^\| \d+ \| (.+?) \| (.+?) \|$", re.M)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A game in its first round, and a session at its consent."""
    alone = workspace(tmp_path_factory.mktemp("game") / "place")
    game_alone(alone)
    whole = workspace(tmp_path_factory.mktemp("whole") / "place")
    with Server(alone) as game, Server(whole) as other:
        session = new_session(game, decision_seconds=3_600)
        players = codes(game, session)

        async def meet():
            members = await group(game, session)
            await asyncio.gather(*(member.close() for member in members))

        asyncio.run(meet())
        first = new_session(other, people=8)
        yield Scene(game, session, players, other, codes(other, first), first)


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_comes_to_what_the_docs_say(scene, attack):
    attack.try_it(scene)


def test_after_all_attacks_nothing_is_stored_but_the_one_real_choice(scene):
    found = tables(scene.game)
    assert [(row["participant"], row["contribution"]) for row in found["decisions"]] == [
        (scene.players[3], "7")
    ]
    names = {row["event"] for row in found["events"]}
    assert names <= {"waiting", "grouped", "connected", "disconnected", "messaged"}


def test_the_docs_list_every_attack_with_its_outcome_and_no_other():
    listed = ROW.findall((ROOT / "docs" / "security.md").read_text())
    assert listed == [(attack.name, attack.outcome) for attack in ATTACKS]
    assert len(listed) >= 40
