"""How is a treatment played twice, so that it shows whether a screen knows what it must not?"""

from collections import defaultdict

from design import chance
from design.catalogue import Parts, treatment
from design.pace import Pace
from design.telling import visibility_questions
from design.transition import Answer, Contribute, Expire, Perform, Say, advance, start
from design.view import view
from screens.play import fragment

SHORT = Parts(1, 5, 2)
SEED = 5


def played(condition, *, beliefs=False, kept=True, parts=SHORT):
    """A treatment of the catalogue, shortened."""
    return treatment(condition, beliefs=beliefs, kept=kept, parts=parts)


class Run:
    """One scripted play: what every seat is shown when a stage opens, and what was stored of it.

    `shift(seat, round)` is added to a seat's scripted contribution, so that two runs differ in
    nothing but what somebody gave.
    """

    def __init__(self, treatment, *, shift=lambda seat, number: 0, language="en"):
        self.shift, self.language = shift, language
        self.group = start(0, treatment, Pace(), 0, seed=SEED)
        self.rows, self.moments = defaultdict(list), []
        self.now = 0
        while not self.group.finished:
            self.snapshot()
            self.act()
        self.snapshot()

    def snapshot(self):
        """Note the moment and every seat's screen."""
        group = self.group
        stage = "explain" if any(group.stage(s) == "explain" for s in self.seats) else (
            "done" if group.finished else group.open.name)  # fmt: skip
        screens = [
            fragment(view(group, seat), self.language, pace=Pace(), prize=20) for seat in self.seats
        ]
        self.moments.append(((group.round, stage), screens))

    def known(self, seat, done):
        """The facts that the first rounds have put before a seat, with their values."""
        letter = self.group.treatment.game.seats[seat]
        return {
            (row["round"], row["subject"], row["content"]): row["shown_value"]
            for row in self.rows["sightings"]
            if row["observer"] == letter and row["entitled"] and row["round"] + row["lag"] <= done
            and row["shown_value"] is not None
        }  # fmt: skip

    @property
    def seats(self):
        """The indices of the seats."""
        return range(len(self.group.seats))

    def act(self):
        """Let every seat do once what its screen asks."""
        before = self.group
        for seat in self.seats:
            stage = self.group.stage(seat)
            if stage not in ("wait", "done"):
                self.now += 1_000
                for action in self.actions(seat, stage):
                    self.do(action)
        if self.group is before and before.patience is not None:
            # Alone, a group waits for news in vain.
            self.now = max(self.now, before.due)
            self.do(Expire())
        assert self.group is not before, f"{before.treatment.name} stands still"

    def do(self, action):
        """Do what must be accepted, and keep its rows."""
        step = advance(self.group, action, self.now)
        assert step.refusal is None, (action, step.refusal)
        self.group = step.group
        for write in step.rows:
            if not write.key:
                self.rows[write.table].append(dict(write.values))
                continue
            for row in self.rows[write.table]:
                if all(row.get(name) == value for name, value in write.key.items()):
                    row.update(write.values)

    def actions(self, seat, stage):
        """What a seat does at a stage: drawn by the script, the same in every run."""
        group = self.group
        if stage == "explain":
            questions = visibility_questions(group.treatment, group.part, seat)
            return [Answer(seat, group.part, tuple((q.name, q.answer) for q in questions))]
        if stage == "contribute":
            return [self.contribution(seat)]
        said = [Say(seat, group.round, f"line of seat {seat}")] if stage == "talk" else []
        return [*said, self.perform(seat, stage)]

    def contribution(self, seat):
        """The scripted contribution, shifted, within what the seat may give."""
        group = self.group
        low, high = group.bounds(seat) if hasattr(group, "bounds") else (0, group.endowment(seat))
        middle = self.draw(seat, "contribution", 3, max(3, high - 3))
        points = min(max(middle + self.shift(seat, group.round), low), high)
        asked = len(group.treatment.phases[group.part].beliefs)
        return Contribute(seat, group.round, points, (3,) * asked)

    def perform(self, seat, stage):
        """Scripted answers; the declared default where they are refused together."""
        group = self.group
        asks = group.open.asks(group.play, seat)
        values = tuple((a.field, self.draw(seat, a.field, a.low, a.high)) for a in asks)
        if group.open.refuses(group.play, seat, values) is not None:
            values = tuple((ask.field, ask.default) for ask in asks)
        return Perform(seat, group.round, stage, values)

    def draw(self, seat, what, low, high):
        """A whole number from low to high that depends on seat, round and what is asked."""
        among = high - low + 1
        return low + int(chance.choice(99, (seat, self.group.round), what, among=among))
