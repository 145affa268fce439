"""Does the page's script lose neither what was typed nor what was confirmed?"""

import pytest
from members import codes, game_alone, new_session, tables

from lab.servers import Server


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


@pytest.fixture
def pages(game, browser):
    """Four members' pages, at the contribution of round 1."""
    opened = []
    for code in codes(game, new_session(game)):
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.faults = []
        page.on("pageerror", lambda error, page=page: page.faults.append(str(error)))
        page.goto(f"{game.url}/InitializeParticipant/{code}")
        opened.append(page)
    for page in opened:
        stage(page, "contribute")
    yield opened
    for page in opened:
        assert page.faults == []
        page.context.close()


def stage(page, name):
    """Wait until a page's screen is at a stage."""
    page.wait_for_selector(f'#screen[data-stage="{name}"]', timeout=20_000)


def test_a_choice_confirmed_while_the_line_is_down_counts_once_it_is_back(game, pages):
    one, two, *_ = pages
    for page, comes_back in ((one, False), (two, True)):
        page.context.set_offline(True)
        page.fill("[name=contribution]", "8")
        page.click("#screen button[type=submit]")
        page.wait_for_selector("#connection:not([hidden])", timeout=20_000)
        page.context.set_offline(False)
        if comes_back:
            # What was on its way survives a reload, too.
            page.reload()
        stage(page, "wait")
        page.wait_for_selector("#connection", state="hidden", timeout=20_000)
    assert [row["contribution"] for row in tables(game)["decisions"]] == ["8", "8"]


def test_a_refused_choice_leaves_what_was_typed_and_says_why(game, pages):
    page = pages[0]
    # As from a browser that does not check numbers itself.
    page.eval_on_selector("form[data-do=contribute]", "form => { form.noValidate = true; }")
    page.fill("[name=contribution]", "99")
    page.press("[name=contribution]", "Enter")
    page.wait_for_selector("#screen [role=alert]")
    assert page.input_value("[name=contribution]") == "99"
    assert page.is_enabled("[name=contribution]")
    page.fill("[name=contribution]", "9")
    page.press("[name=contribution]", "Enter")
    stage(page, "wait")
    assert [row["contribution"] for row in tables(game)["decisions"]] == ["9"]
