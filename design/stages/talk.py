"""How do members talk: who with whom, for how long, and can they cite verified numbers?"""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from design.choices import Said
from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

LONGEST = 200
TOPICS = ("open", "social")
NAMES = ("shown", "hidden")

Line = tuple[str, tuple[str, int] | None, int | None]
"""What a member sends: its text, the seat and round that it cites, the line that it answers."""


@dataclass(frozen=True)
class Post:
    """A line as it stands in a talk.

    Attributes
    ----------
    number : int
        Its place among all lines of the group, from 1.
    said : Said
        The line.
    deep : bool
        Whether it stands under the line whose thread it belongs to.
    likes : int
        How many members like it.
    likable : bool
        Whether the reader can still say that it likes it.
    """

    number: int
    said: Said
    deep: bool = False
    likes: int = 0
    likable: bool = False


@dataclass(frozen=True)
class Talk(Stage):
    """A timed chat between named seats, once every so many rounds.

    Attributes
    ----------
    every : int
        Rounds from one talk to the next; the phase's first round has one. 0 for that one only.
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
    topic : str
        What members are asked to talk about: "open" for anything, "social" for anything but the
        game.
    names : str
        Whether lines stand under their speaker's letter, "shown", or nobody's, "hidden".
    threads : bool
        Whether lines can be answered and liked. Answers stand under the line that they answer; how
        many like a line is shown, not who.
    """

    name: ClassVar[str] = "talk"
    every: int = 1
    lasts: int = 120
    seats: str = ""
    characters: tuple[int, ...] = ()
    citing: bool = False
    lasting: bool = False
    topic: str = "open"
    names: str = "shown"
    threads: bool = False

    def __post_init__(self) -> None:
        """Refuse topics and names that do not exist, and times that are none."""
        if self.topic not in TOPICS or self.names not in NAMES:
            raise ValueError(f"topic is one of {TOPICS}, names one of {NAMES}, found {self}")
        if self.every < 0 or self.lasts < 1:
            raise ValueError(f"every is at least 0 rounds, lasts 1 second, found {self}")

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
        if not self.held(play) or play.game.seats[seat] not in self.readers(play.game):
            return ()
        return (Ask("done", "done", message("talk.done"), low=1, high=1, default=1),)

    def held(self, play: Play) -> bool:
        """Say whether there is a talk in a round."""
        return play.turn == 0 if self.every == 0 else play.turn % self.every == 0

    def remaining(self, play: Play, seat: int) -> int | None:
        """Return how many characters a seat may still write in this round's talk; None: any."""
        if not self.characters:
            return None
        used = sum(len(s.text) for s in play.said if s.seat == seat and s.round == play.round)
        return max(0, self.characters[seat] - used)

    def left(self, play: Play, seat: int) -> int:
        """Return how many characters the next line of a seat may have."""
        remaining = self.remaining(play, seat)
        return LONGEST if remaining is None else min(LONGEST, remaining)

    def line(self, play: Play, seat: int, said: Line) -> Said | Message:
        """Return a line as it will be read, or why it is refused."""
        text, cites, answers = said
        typed = " ".join(_printable(text).split())
        cited = None if cites is None else self._cited(play, seat, cites)
        line = Said(seat, play.round, self.readers(play.game), typed, cited, answers)
        refusal = self._unreadable(play, line, cites) or self._unanswerable(play, line)
        return line if refusal is None else refusal

    def _unreadable(self, play: Play, line: Said, cites: tuple[str, int] | None) -> Message | None:
        if not line.text and cites is None and line.answers is None:
            return message("refused.empty_line")
        if len(line.text) > self.left(play, line.seat):
            return message("refused.long_line", most=self.left(play, line.seat))
        return message("refused.citation") if cites is not None and line.cited is None else None

    def _unanswerable(self, play: Play, line: Said) -> Message | None:
        if line.answers is None:
            return None
        posts = {post.number: post for post in self.posts(play, line.seat)}
        post = posts.get(line.answers) if self.threads else None
        if post is None or (line.likes and not post.likable):
            return message("refused.reply")
        return None

    def _cited(self, play: Play, seat: int, cites: tuple[str, int]) -> tuple[str, int, int] | None:
        # Only the speaker's own: another's number could be hidden from who reads.
        letter, number = cites
        own = letter == play.game.seats[seat] and play.first <= number < play.round
        if not self.citing or not own:
            return None
        return letter, number, play.earlier[number - 1].contributions[seat]

    def posts(self, play: Play, seat: int) -> tuple[Post, ...]:
        """Return the lines that a seat can read now, in order; answers stand in their thread."""
        letter = play.game.seats[seat]
        heard = {
            number: one
            for number, one in enumerate(play.said, 1)
            if letter in one.to and (self.lasting or one.round == play.round)
            and one.round >= play.first
        }  # fmt: skip
        lines = {number: one for number, one in heard.items() if not one.likes}
        tops = {number: _top(lines, number) for number in lines}
        likes = [(one.answers, one.seat) for one in heard.values() if one.likes]
        return tuple(
            Post(
                number,
                lines[number],
                deep=tops[number] != number,
                likes=sum(liked == number for liked, _ in likes),
                likable=self.threads and lines[number].seat != seat and (number, seat) not in likes,
            )
            for number in sorted(lines, key=lambda number: (tops[number], number))
        )

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who talks, how often, and that a citation is always true."""
        who = self.readers(game)
        when = message("talk.once") if self.every == 0 else message("talk.often", every=self.every)
        if game.seats[seat] not in who:
            return when, message("talk.others", seats=tuple(who))
        told = [when, message("talk.who", seats=tuple(who), seconds=self.lasts)]
        if self.topic == "social":
            told.append(message("talk.social"))
        if self.names == "hidden":
            told.append(message("talk.nameless"))
        if self.characters:
            told.append(message("talk.characters", most=self.characters[seat]))
        if self.citing:
            told.append(message("talk.citing"))
        if self.threads:
            told.append(message("talk.threads"))
        told.append(message("talk.stays" if self.lasting else "talk.cleared"))
        return tuple(told)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who can read along, where somebody cannot."""
        out = tuple(name for name in game.seats if name not in self.readers(game))
        if not out:
            return ()
        asked, who = message("talk.ask_out", seats=out), tuple(self.readers(game))
        return (yes_no("talk_out", asked, message("talk.others", seats=who), False),)

    def utters(self, play: Play, seat: int, mind: Mind) -> Line | None:
        """Return the one line of a simulated member in a talk: what it would give, and a proof.

        It cites its latest contribution where that is no less than it expects of the others. Where
        there are threads it answers the latest line of another, or likes it.
        """
        spoken = any(one.seat == seat and one.round == play.round for one in play.said)
        text = str(mind.planned)
        if spoken or len(text) > self.left(play, seat):
            return None
        others = [post for post in self.posts(play, seat) if post.likable]
        latest = max((post.number for post in others), default=None)
        if mind.uniform < 0.5:
            return ("", None, latest) if latest is not None and mind.uniform < 0.25 else None
        return text, self._proof(play, seat, mind), latest

    def _proof(self, play: Play, seat: int, mind: Mind) -> tuple[str, int] | None:
        if not self.citing or play.turn == 0:
            return None
        usual = sum(points for _, points in mind.expected) / max(1, len(mind.expected))
        proud = play.earlier[-1].contributions[seat] >= usual
        return (play.game.seats[seat], play.round - 1) if proud else None

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Say that one is done."""
        return tuple((ask.field, 1) for ask in asks)


def _top(lines: dict[int, Said], number: int) -> int:
    """Return the line at the top of a line's thread."""
    answered = lines[number].answers
    return number if answered not in lines else _top(lines, answered)


def _printable(text: str) -> str:
    """Leave out what no screen shows, and half characters, which no database stores."""
    kinds = ((one, unicodedata.category(one)) for one in text)
    return "".join(one for one, kind in kinds if kind != "Cs" and (kind != "Cc" or one in "\n\t"))
