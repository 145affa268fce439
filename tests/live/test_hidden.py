"""Does anything that a member may not see reach its browser, in any byte, before the game is over?

Every condition is played twice for every seat: once as it is, once with other members choosing
something else wherever this seat may not see it, and the same wherever it may (its own choices,
entries shown to it, the total where the total or own earnings are shown). What the server sends
to that seat must be the same, byte by byte, but for codes and clock times.
"""

import asyncio
import re
import urllib.request
from dataclasses import dataclass, field

import numpy as np
import pytest
from members import game_alone, group, new_session

from design.catalogue import CORE, FLAGSHIP, Parts, treatment
from design.experiments import flagship
from lab.servers import Server

PARTS = Parts(2, 3, 2)
LENGTHS = {"rounds_part_1": 2, "rounds_part_2": 3, "rounds_part_3": 2}
FACTORS = [(True, True), (False, False)]


def seeds(condition, beliefs, kept):
    """Yield seeds whose first slot is dealt these factors."""
    deal = flagship(conditions=(condition,)).schedule.deal
    for seed in range(1, 10_000):
        dealt = deal(seed, np.array(0))
        if (bool(dealt.beliefs), bool(dealt.kept)) == (beliefs, kept):
            yield seed


def base(number):
    """Choices of a round that differ between seats and rounds."""
    return [(3 * number + 5 * seat + 2) % 21 for seat in range(4)]


def otherwise(played, observer, number):
    """Choices that agree with `base` in all that the observer may see, and differ elsewhere."""
    entitled = played.phase(number).monitoring.entitled(played.game)
    hidden = [seat for seat in range(4) if not entitled.entries[observer, seat]]
    amounts = base(number)
    if not (entitled.total[observer] or entitled.total_deduced[observer]):
        for seat in hidden:
            amounts[seat] = (amounts[seat] + 7) % 21
        return amounts
    turned = [amounts[seat] for seat in hidden[1:] + hidden[:1]]
    for seat, amount in zip(hidden, turned, strict=True):
        amounts[seat] = amount
    return amounts


@dataclass
class Run:
    """One group's play: which treatment, whose eyes, and what the others do."""

    played: object
    observer: int
    varied: bool
    sent: list = field(default_factory=list)
    pages: list = field(default_factory=list)

    def amounts(self, number):
        return otherwise(self.played, self.observer, number) if self.varied else base(number)

    def belief(self, seat):
        return 15 if self.varied and seat != self.observer else 10


class Seen(Run):
    """A run in which seat C gives otherwise after part 1."""

    def amounts(self, number):
        changed = base(number)
        changed[2] = changed[2] if number <= PARTS.common else (changed[2] + 7) % 21
        return changed


async def perform(server, run, seed):
    """Play a run, the observer always first, and keep what was sent to it."""
    condition = run.played.condition
    session = await asyncio.to_thread(
        new_session, server, config=f"only_{condition}", schedule_seed=seed, **LENGTHS
    )
    members = await group(server, session)
    seats = {int("ABCD".index(seat_of(member))): member for member in members}
    watching = seats[run.observer]
    order = [watching] + [member for member in members if member is not watching]
    places = {id(member): seat for seat, member in seats.items()}
    for number in range(1, run.played.rounds + 1):
        for member in order:
            await member.until("explain", "contribute")
            if member.stage == "explain":
                await member.read()
            if member is watching:
                run.pages.append(await asyncio.to_thread(page, server, member.code))
            seat = places[id(member)]
            assert await member.contribute(run.amounts(number)[seat], run.belief(seat)) is None
    await watching.until("done")
    run.sent = [anonymous(frame["screen"], watching.code) for frame in watching.frames]
    run.pages = [anonymous(html, watching.code) for html in run.pages]
    for member in members:
        await member.close()


def seat_of(member):
    return re.search(r'<span class="seat">[^<]*([A-D])\s*</span>', member.screen).group(1)


def page(server, code):
    return urllib.request.urlopen(f"{server.url}/InitializeParticipant/{code}").read().decode()


def anonymous(html, code):
    """Leave out the participant's code."""
    return None if html is None else html.replace(code, "CODE")


def from_group(run):
    """Return what was sent once the group was formed; before it only the lobby was."""
    return [html for html in run.sent if html and 'data-stage="lobby"' not in html]


@pytest.fixture
def lab(place):
    game_alone(place)
    with Server(place) as running:
        yield running


@pytest.mark.parametrize("condition", CORE)
def test_no_byte_depends_on_what_a_member_may_not_see(lab, condition):
    async def play():
        for beliefs, kept in FACTORS:
            played = treatment(condition, beliefs=beliefs, kept=kept, parts=PARTS)
            supply = seeds(condition, beliefs, kept)
            pairs = [(Run(played, seat, False), Run(played, seat, True)) for seat in range(4)]
            runs = [run for pair in pairs for run in pair]
            await asyncio.gather(*(perform(lab, run, next(supply)) for run in runs))
            for once, again in pairs:
                differs = [n for n in range(1, 8) if once.amounts(n) != again.amounts(n)]
                assert differs, "the two runs must differ in something hidden"
                assert from_group(once) == from_group(again), (beliefs, kept, once.observer)
                assert once.pages == again.pages

    asyncio.run(play())


def test_what_a_member_may_see_does_reach_it(lab):
    # The comparison above would also hold for screens that show nothing; here C gives otherwise,
    # and A, who sees C through the glass, is sent something else in the next round.
    async def play():
        played = treatment("one_way", beliefs=False, kept=True, parts=PARTS)
        supply = seeds("one_way", False, True)
        once, again = Run(played, 0, False), Seen(played, 0, False)
        await asyncio.gather(*(perform(lab, run, next(supply)) for run in (once, again)))
        assert once.amounts(3)[2] != again.amounts(3)[2]
        before, after = (
            [html for html in from_group(run) if 'data-round="4"' in html] for run in (once, again)
        )
        assert before != after

    asyncio.run(play())


def test_until_part_one_is_over_every_condition_sends_the_same_bytes(lab):
    async def play():
        runs = {}
        for condition in FLAGSHIP:
            for beliefs, kept in FACTORS:
                played = treatment(condition, beliefs=beliefs, kept=kept, parts=PARTS)
                run = runs[condition, beliefs, kept] = Run(played, 0, False)
                await perform(lab, run, next(seeds(condition, beliefs, kept)))
        begun = {
            name: tuple(html for html in from_group(run) if 'data-part="1"' in html)
            for name, run in runs.items()
        }
        assert len(set(begun.values())) == 1
        assert len(next(iter(begun.values()))) >= 2 * PARTS.common, "each round has its screens"
        assert len({tuple(run.pages[: PARTS.common]) for run in runs.values()}) == 1

    asyncio.run(play())
