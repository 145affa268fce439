"""How do members talk: who with whom, for how long, and can they cite verified numbers?"""

from dataclasses import dataclass
from typing import ClassVar

from design.choices import Said
from design.game import Game
from design.messages import Message, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values

LONGEST = 200


@dataclass(frozen=True)
class Talk(Stage):
    """A timed chat between named seats, once every so many rounds.

    Attributes
    ----------
    every : int
        Rounds from one talk to the next; the phase's first round has one.
    lasts : int
        How long it lasts, in seconds, unless all are done before.
    seats : str
        Who takes part and reads; empty for all.
    characters : tuple of int
        For each seat how many characters it may write in one talk; empty for no limit but that
        of a line.
    citing : bool
        Whether a line can cite the speaker's own contribution of an earlier round of the phase,
        inserted by the server and therefore true.
    lasting : bool
        Whether earlier talks stay to be read (a forum) or are cleared (a meeting).
    """

    name: ClassVar[str] = "talk"
    every: int = 1
    lasts: int = 120
    seats: str = ""
    characters: tuple[int, ...] = ()
    citing: bool = False
    lasting: bool = False

    @property
    def time(self) -> int | None:
        """Seconds that a talk lasts."""
        return self.lasts

    @property
    def ordinary(self) -> bool:
        """Nobody is absent for letting the time of a talk run out."""
        return True

    def readers(self, game: Game) -> str:
        """Return the letters of the seats that take part."""
        return self.seats or game.seats

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the seats that talk, in rounds with a talk, whether they are done."""
        if play.turn % self.every or play.game.seats[seat] not in self.readers(play.game):
            return ()
        return (Ask("done", "done", message("talk.done"), low=1, high=1, default=1),)

    def left(self, play: Play, seat: int) -> int:
        """Return how many characters a seat may still write in this round's talk."""
        if not self.characters:
            return LONGEST
        used = sum(len(s.text) for s in play.said if s.seat == seat and s.round == play.round)
        return min(LONGEST, max(0, self.characters[seat] - used))

    def line(
        self, play: Play, seat: int, text: str, cites: tuple[str, int] | None
    ) -> Said | Message:
        """Return a line as it will be read, or why it is refused."""
        typed = " ".join(text.split())
        if not typed and cites is None:
            return message("refused.empty_line")
        if len(typed) > self.left(play, seat):
            return message("refused.long_line", most=self.left(play, seat))
        cited = None
        if cites is not None:
            cited = self._cited(play, seat, cites)
            if cited is None:
                return message("refused.citation")
        return Said(seat, play.round, self.readers(play.game), typed, cited)

    def _cited(self, play: Play, seat: int, cites: tuple[str, int]) -> tuple[str, int, int] | None:
        # Only the speaker's own: another's number could be hidden from who reads.
        letter, number = cites
        own = letter == play.game.seats[seat] and play.first <= number < play.round
        if not self.citing or not own:
            return None
        return letter, number, play.earlier[number - 1].contributions[seat]

    def heard(self, play: Play, seat: int) -> tuple[Said, ...]:
        """Return the lines that a seat can read now."""
        letter = play.game.seats[seat]
        return tuple(
            one
            for one in play.said
            if letter in one.to and (self.lasting or one.round == play.round)
            and one.round >= play.first
        )  # fmt: skip

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who talks, how often, and that a citation is always true."""
        who = self.readers(game)
        if game.seats[seat] not in who:
            return (message("talk.others", seats=tuple(who), every=self.every),)
        told = [message("talk.who", seats=tuple(who), every=self.every, seconds=self.lasts)]
        if self.characters:
            told.append(message("talk.characters", most=self.characters[seat]))
        if self.citing:
            told.append(message("talk.citing"))
        told.append(message("talk.stays" if self.lasting else "talk.cleared"))
        return tuple(told)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Say that one is done."""
        return tuple((ask.field, 1) for ask in asks)
