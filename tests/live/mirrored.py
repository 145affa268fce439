"""How do people in browsers play a group whose every turn the design foretells?"""

import sqlite3
from dataclasses import dataclass, field

from design.telling import visibility_questions
from design.transition import Answer, Contribute, Perform, advance


@dataclass
class Table:
    """A group of people, and what the design says of where it stands."""

    server: object
    session: str
    people: tuple
    group: object
    seen: list = field(default_factory=list)

    def rows(self, question):
        """Ask the database about this session."""
        file = f"file:{self.server.place.folder / 'db.sqlite3'}?mode=ro"
        with sqlite3.connect(file, uri=True) as database:
            return database.execute(question, (self.session,)).fetchall()

    def play(self, acts):
        """Play to the end; `acts` says what a seat answers at a stage."""
        while not self.group.finished:
            for seat, person in enumerate(self.people):
                self.turn(seat, person, acts)

    def turn(self, seat, person, acts):
        """Let a seat do what its screen asks for, if it asks for anything."""
        stage, number = self.group.stage(seat), self.group.round
        if stage in ("wait", "done"):
            return
        person.wait_for(stage, number)
        if stage == "explain":
            asked = visibility_questions(self.group.treatment, self.group.part, seat)
            answers = tuple((q.name, q.answer) for q in asked)
            person.answer({f"q.{name}": answer for name, answer in answers})
            action = Answer(seat, self.group.part, answers)
        elif stage == "contribute":
            self.seen.append((number, seat, person.past()))
            given = contribution(seat, number)
            person.act({"contribution": given})
            action = Contribute(seat, number, given)
        else:
            asked = self.group.open.asks(self.group.play, seat)
            values = {one.field: acts(stage, seat, number, one) for one in asked}
            if seat % 4 == 0:
                self.reload(person, stage, number, values)
            person.act(values)
            action = Perform(seat, number, stage, tuple(values.items()))
        step = advance(self.group, action, 1)
        assert step.refusal is None, step.refusal
        self.group = step.group

    def reload(self, person, stage, number, values):
        """Reload a screen that is half filled in: it asks the same again, nothing is stored."""
        acts = "select count(*) from contingent_pgg_acts where session = ?"
        before = self.rows(acts), person.page.locator("form.decision [name]").count()
        name = next(iter(values))
        one = person.page.locator(f'[name="{name}"]')
        if one.first.get_attribute("type") == "number":
            one.fill("1")
        person.page.reload()
        person.wait_for(stage, number)
        after = self.rows(acts), person.page.locator("form.decision [name]").count()
        assert after == before

    def finish(self):
        """Leave the game, and hold statements and past to the database."""
        for person in self.people:
            person.wait_for("done")
            self.past_is_what_was_stored(person)
            person.page.locator('form[data-do="leave"] button').click()
        for person in self.people:
            person.page.wait_for_url("**/debriefing/**")
            person.page.locator("form button").last.click()
            person.page.wait_for_url("**/debriefing/Statement/**")
            self.statement_is_what_was_earned(person)
            assert person.errors == []

    def past_is_what_was_stored(self, person):
        """Every number of another member on the screen was stored as shown, and no other."""
        seat, past = person.seat(), person.past()
        stored = self.rows(
            "select round, subject, shown_value from contingent_pgg_sightings where session = ?"
            f" and observer = '{seat}' and content = 'contribution' and shown_value is not null"
        )
        on_screen = {
            (int(number), name, cell)
            for number, row in past.items()
            for name, cell in row.items()
            if len(name) == 1 and cell is not None
        }
        assert on_screen == {(number, name, f"{shown:g}") for number, name, shown in stored}

    def statement_is_what_was_earned(self, person):
        """The paid rounds say what the rounds earned, prices and fines taken once."""
        earned = dict(self.rows(
            "select round, earnings from contingent_pgg_decisions where session = ?"
            f" and participant = '{person.code}'"
        ))  # fmt: skip
        rows = person.page.evaluate(
            "[...document.querySelector('table').tBodies[0].rows].map("
            "row => [...row.cells].map(cell => cell.textContent))"
        )
        assert {int(row[1]): row[-1] for row in rows} == {
            int(row[1]): f"{earned[int(row[1])]:g}" for row in rows
        }

    def entries(self, number):
        """Return whose contribution each seat was shown of a round: (observer, subject) pairs."""
        found = self.rows(
            "select observer || subject from contingent_pgg_sightings where session = ?"
            f" and round = {number} and content = 'contribution' and shown_value is not null"
        )
        return {pair for (pair,) in found}


def contribution(seat, number):
    """Different numbers by seat and round, so that no two can be taken for each other."""
    return (3 + 5 * seat + 2 * number) % 20
