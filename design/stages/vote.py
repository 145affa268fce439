"""Which rule holds in the group, who chose it, and what does breaking it cost?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.play import Play
from design.stages.ballots import ballot, most_wanted, votes
from design.stages.stage import Ask, Mind, Stage, Values

LABELS = {
    "": ("vote.free", "vote.minimum"),
    "none": ("vote.free_none", "vote.minimum_none"),
    "total": ("vote.free_total", "vote.minimum_total"),
    "individual": ("vote.free_individual", "vote.minimum_individual"),
}
"""By review the words of a rule without a minimum and of one with it."""

REVIEWS = tuple(LABELS)
BY = ("members", "lot")
TALLIES = {"hidden": "vote.tally_hidden", "shown": "vote.tally_shown"}


@dataclass(frozen=True)
class Rule:
    """One rule that a group can live under.

    Attributes
    ----------
    minimum, fine : int
        Points to give in each round, and the points that giving less costs; the fine is lost to
        the group. 0 for no minimum.
    review : str
        What is shown of contributions while it holds: "none", the "total", every "individual"
        contribution; empty to leave the Monitoring as it is.
    """

    minimum: int = 0
    fine: int = 0
    review: str = ""

    def __post_init__(self) -> None:
        """Refuse fines without a minimum, and unknown reviews."""
        if self.review not in REVIEWS:
            raise ValueError(f"review is one of {REVIEWS}, found {self.review!r}")
        if min(self.minimum, self.fine) < 0 or (self.fine > 0 and self.minimum == 0):
            raise ValueError(f"a fine needs a minimum, found {self.minimum} and {self.fine}")

    def label(self, number: int) -> Message:
        """Return the rule in words, with its number on the menu."""
        key = LABELS[self.review][self.minimum > 0]
        return message(key, number=number, minimum=self.minimum, fine=self.fine)


@dataclass(frozen=True)
class Vote(Stage):
    """Every so many rounds one rule out of a menu is chosen, by the members or for them.

    Where rules review contributions, together with a Monitoring whose coverage is "audit": it
    says that contributions are shown after some rounds only.

    Attributes
    ----------
    options : tuple of Rule
        The menu.
    by : str
        "members": majority, ties by lot. "lot": every option is as likely. Or the letter of a
        seat that chooses alone.
    every : int
        Rounds from one choice to the next; the phase's first round has one.
    voters : str
        Seats that vote where the members do; empty for all. The rule holds for everybody.
    tally : str
        Whether all are told how many "shown" votes each rule got, or this stays "hidden".
    """

    name: ClassVar[str] = "vote"
    options: tuple[Rule, ...] = (Rule(), Rule(minimum=10, fine=8))
    by: str = "members"
    every: int = 5
    tally: str = "hidden"
    voters: str = ""

    def __post_init__(self) -> None:
        """Refuse a menu without a choice, and a word that names nobody."""
        if len(self.options) < 2:
            raise ValueError(f"a choice needs two options or more, found {self.options}")
        if self.tally not in TALLIES:
            raise ValueError(f"tally is one of {tuple(TALLIES)}, found {self.tally!r}")
        if self.voters and self.by != "members":
            raise ValueError(f"voters {self.voters!r} vote where the members do, found {self.by!r}")
        if self.by not in BY and not (len(self.by) == 1 and self.by.isupper()):
            raise ValueError(f"by is one of {BY} or a seat's letter, found {self.by!r}")

    @property
    def varies(self) -> tuple[str, ...]:
        """It decides whether contributions are shown, where its rules review them."""
        return ("audited", "granularity") if any(rule.review for rule in self.options) else ()

    @property
    def menu(self) -> tuple[Message, ...]:
        """The rules in words, numbered from 1."""
        return tuple(rule.label(number) for number, rule in enumerate(self.options, 1))

    @property
    def acting(self) -> bool:
        """Nobody is asked where the lot decides."""
        return self.by != "lot"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask for a vote, in the rounds that have one."""
        if play.turn % self.every or self.by == "lot":
            return ()
        chooses = self.voters or play.game.seats if self.by == "members" else self.by
        if play.game.seats[seat] not in chooses:
            return ()
        key = "vote.ask" if self.by == "members" else "vote.ask_alone"
        labels = self.menu
        label = message(key, every=self.every)
        return (Ask("rule", "option", label, 0, len(labels) - 1, options=labels),)

    def place(self, play: Play) -> int:
        """Return the place on the menu, from 0, of the rule that holds in a round."""
        then, among = ballot(play, self.every), len(self.options)
        if self.by == "lot":
            keys = (then.slot, then.round)
            return int(chance.choice(then.seed, keys, "rule", among=among))
        cast = votes(then, self.name, "rule")
        return most_wanted(then, cast, among) if cast else 0

    def rule(self, play: Play) -> Rule:
        """Return the rule that holds in a round."""
        return self.options[self.place(play)]

    def monitoring(self, play: Play, monitoring: Monitoring) -> Monitoring:
        """Show what the rule reviews."""
        review, earnings = self.rule(play).review, monitoring.own_earnings
        if not review:
            return monitoring
        reveals = ("total",) if review == "individual" or earnings else ()
        return Monitoring(granularity=review, own_earnings=earnings,
                          reveals=reveals if review != "total" else ())  # fmt: skip

    def broken(self, play: Play, seat: int) -> bool:
        """Say whether a seat gave less than the rule asks of it, or than it holds."""
        choice, least = play.choices[seat], self.rule(play).minimum
        return choice is not None and choice.contribution < min(least, play.game.endowments[seat])

    def account(self, play: Play) -> Amounts:
        """Charge the fine to whoever gave less than the minimum."""
        fine = self.rule(play).fine * POINT
        broken = [self.broken(play, seat) for seat in range(play.game.members)]
        return np.where(broken, np.int64(-fine), np.int64(0))

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all which rule holds, and a member alone that it was fined."""
        rule, then = self.rule(play), ballot(play, self.every).round
        until = min(play.last, then + self.every - 1)
        label = self.menu[self.options.index(rule)]
        told = [message("vote.holds", first=then, last=until), label]
        if self.tally == "shown" and self.by == "members" and then == play.round:
            cast = votes(ballot(play, self.every), self.name, "rule")
            counts = [cast.count(number) for number in range(len(self.options))]
            told += [message("vote.tally", number=n, votes=v) for n, v in enumerate(counts, 1)]
        if rule.fine > 0 and self.broken(play, seat):
            told.append(message("vote.fined", fine=rule.fine))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who chooses, how often, and which rules there are to choose from."""
        key = f"vote.by_{self.by}" if self.by in BY else "vote.by_seat"
        if self.by == game.seats[seat]:
            key = "vote.by_you"
        if self.voters:
            key = "vote.by_some" if game.seats[seat] in self.voters else "vote.by_others"
        who = tuple(self.voters)
        told = [message(key, every=self.every, seat=self.by, seats=who), message("vote.menu")]
        told += self.menu
        if self.by == "members":
            told.append(message(TALLIES[self.tally]))
        if any(rule.fine for rule in self.options):
            told.append(message("vote.fines"))
        return tuple(told)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who decides which rule holds."""
        told = self.explains(game, seat)[0]
        everybody = "some" if self.voters else "members"
        options = tuple(
            message(f"vote.option_{who}", seats=tuple(self.voters))
            for who in (everybody, "lot", "one")
        )
        right = {"members": "0", "lot": "1"}.get(self.by, "2")
        return (Question("vote_by", message("vote.ask_by"), told, options, right),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Want the last, strictest rule after a disappointment; else any, by a draw."""
        return tuple(
            (ask.field, ask.high if mind.surprise > 0 else int(mind.uniform * (ask.high + 1)))
            for ask in asks
        )
