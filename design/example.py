"""What does a made-up round of a part show to a member, and what does it earn in it?"""

from dataclasses import dataclass, replace
from functools import lru_cache

from design.feedback import Feedback, history
from design.game import POINT, Game
from design.pace import Pace
from design.settling import settle
from design.state import Group
from design.telling import capacity, visibility_questions
from design.transition import Answer, Contribute, advance, start
from design.treatments import Treatment

SHARES = (600, 200, 800, 400)
"""What the seats give in turn, in thousandths of what they hold: half of it on average."""

SEEDS = range(20, 28)
"""Of the example's own draws: no session's draws are shown."""

NUMBER, MOST = 2, 11
"""The round that is shown, the part's first after one of part 1, and the last that is played."""


@dataclass(frozen=True)
class Example:
    """A made-up round as one member would be shown it.

    Attributes
    ----------
    given : tuple of (str, int)
        What each seat that holds points gives, points.
    feedback : Feedback
        What the member is shown of the round, once it is reported.
    earned : float or None
        What it earns, points, where the part earns in another way than part 1 and no lot decides
        how; None otherwise.
    lot : bool
        Whether another draw could show something else.
    """

    given: tuple[tuple[str, int], ...]
    feedback: Feedback
    earned: float | None
    lot: bool


@lru_cache(maxsize=4_096)
def example(treatment: Treatment, part: int, seat: int) -> Example | None:
    """Return a made-up round of a part; None where members act beside contributing.

    What members could do there is for them to find out: an example would suggest it. None, too,
    where nothing would be shown after so few rounds.
    """
    phase, game = treatment.phases[part], treatment.game_of(part)
    turnover = treatment.outside(0, 0, treatment.first_round(part)) is not None
    if part == 0 or not _simple(treatment, part) or turnover or game.endowments[seat] == 0:
        return None
    pair = replace(treatment, phases=(treatment.phases[0], phase), horizon="announced",
                   continuation=0, block=1, most=0)  # fmt: skip
    groups = [_played(pair, seed) for seed in SEEDS]
    shown = [history(group, seat)[NUMBER - 1] for group in groups]
    if not shown[0].reported:
        return None
    given = _given(game)
    chosen = next((n for n, one in enumerate(shown) if not set(one.entries) <= set(given)), 0)
    earned = settle(groups[chosen].replay(NUMBER), phase.stages).earned[seat] / POINT
    told = phase.game is not None and not game.returns
    lot = any(one != shown[0] for one in shown)
    return Example(given, shown[chosen], float(earned) if told else None, lot)


def _simple(treatment: Treatment, part: int) -> bool:
    """Say whether members only contribute, hear of no other group, and may know who holds what."""
    stages, hidden = treatment.phases[part].stages, capacity(treatment, part).known != "all"
    others = [one for one in stages if one.name not in ("contribute", "observe")]
    return not hidden and not any(one.acting or one.source for one in others)


def _given(game: Game) -> tuple[tuple[str, int], ...]:
    """Return what each seat gives that holds points."""
    held = enumerate(zip(game.seats, game.endowments, strict=True))
    return tuple((name, _share(n, points)) for n, (name, points) in held if points > 0)


def _share(seat: int, held: int) -> int:
    return held * SHARES[seat % len(SHARES)] // 1_000


@lru_cache(maxsize=512)
def _played(treatment: Treatment, seed: int) -> Group:
    """Play one round of part 1, and of the next part until its first round is reported."""
    common, phase = treatment.phases
    short = replace(treatment, phases=(replace(common, rounds=1), phase))
    group = start(0, short, Pace(), 0, seed=seed)
    while group.round <= MOST and not group.finished:
        if group.round > NUMBER and history(group, 0)[NUMBER - 1].reported:
            break
        for seat in range(len(group.seats)):
            group = _turn(group, seat)
    return group


def _turn(group: Group, seat: int) -> Group:
    """Answer the questions, or give, if that is what the seat's screen asks for."""
    stage = group.stage(seat)
    if stage == "explain":
        asked = visibility_questions(group.treatment, group.part, seat)
        right = tuple((one.name, one.answer) for one in asked)
        return advance(group, Answer(seat, group.part, right), 0).group
    if stage != "contribute":
        return group
    asked_beliefs = group.treatment.phases[group.part].beliefs
    given = _share(seat, group.endowment(seat))
    made = Contribute(seat, group.round, given, (given,) * len(asked_beliefs))
    return advance(group, made, 0).group
