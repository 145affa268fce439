"""Can oTree's own bots do the task, each type in turn, and do wrong entries hold them back?"""

from collections.abc import Iterator

from otree.api import Bot, Submission, SubmissionMustFail, expect

from conditional_contribution import (
    Explanation,
    Questions,
    Schedule,
    Unconditional,
    experiment,
    matching,
    where,
)
from contingent_pgg import records
from design.elicitation_quiz import questions
from screens.schedule_answers import entries


class PlayerBot(Bot):
    def play_round(self) -> Iterator[Submission]:
        game = experiment(self.player).game
        held = game.endowments[0]
        yield Explanation
        right = {question.name: question.answer for question in questions(game)}
        yield SubmissionMustFail(Questions, {**right, "lot": "0"}, error_fields=["lot"])
        yield Questions, right
        for wrong in ("", str(held + 1), "1_0"):
            yield SubmissionMustFail(Unconditional, {"unconditional": wrong})
        yield Unconditional, {"unconditional": str(held // 2)}
        rows, kind = self.table(held)
        yield SubmissionMustFail(Schedule, {**rows, "at1": "", "at2": "7.5"})
        expect('value="7.5"' in self.html, True)
        yield Schedule, rows
        (row,) = records.rows("schedules", **where(self.player))
        expect(row["type"], kind)
        expect(row["unconditional"], held // 2)
        if row["settled_at"] is not None:
            expect(self.participant.payoff, ">", 0)
            expect(matching.outcome_of(where(self.player)).pay, row["task_pay"])

    def table(self, held: int) -> tuple[dict[str, str], str]:
        """Return the table of one of four types, by turns."""
        given = {
            "free rider": [0] * (held + 1),
            "conditional cooperator": range(held + 1),
            "unconditional": [held] * (held + 1),
            "triangle": [min(average, held - average) for average in range(held + 1)],
        }
        kind = list(given)[self.participant.id_in_session % len(given)]
        return dict(zip(entries(held), map(str, given[kind]), strict=True)), kind
