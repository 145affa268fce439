"""Does a member who goes back, or plays on two devices, find its game as it stands?"""

import pytest
from members import Member, codes, game_alone, new_session, open_page, run, tables
from test_game_browser import stage

from lab.servers import Server


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


async def sit_down(game, others):
    """Bring the other three members to the game, without browsers."""
    for code in others:
        open_page(game, code)
    for code in others:
        await Member(game, code).connect()


def test_the_back_button_and_a_second_device_lead_to_the_game_as_it_stands(game, browser):
    own, *others = codes(game, new_session(game))
    start = f"{game.url}/InitializeParticipant/{own}"
    contexts = [browser.new_context(), browser.new_context()]
    first, second = (context.new_page() for context in contexts)
    try:
        first.goto(f"{game.url}/")
        first.goto(start)
        # The group is formed as the fourth arrives.
        run(sit_down(game, others))
        stage(first, "contribute")
        first.fill("[name=contribution]", "3")
        first.go_back()
        first.go_forward()
        stage(first, "contribute")
        second.goto(start)
        stage(second, "contribute")
        second.fill("[name=contribution]", "8")
        second.click("#screen button[type=submit]")
        # Both devices show the one choice that counts.
        stage(second, "wait")
        stage(first, "wait")
    finally:
        for context in contexts:
            context.close()
    assert [row["contribution"] for row in tables(game)["decisions"]] == ["8"]
