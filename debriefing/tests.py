"""Can oTree's own bots answer the last questions, and do they end at the statement?"""

from collections.abc import Iterator

from otree.api import Bot, Submission, SubmissionMustFail, expect

from debriefing import Questionnaire, status


class PlayerBot(Bot):
    def play_round(self) -> Iterator[Submission]:
        if status(self.player) == "finished":
            given = {"age": "41", "gender": "", "clarity": "5", "comment": "Thank you."}
            yield SubmissionMustFail(Questionnaire, {**given, "age": "x"}, error_fields=["age"])
            yield Questionnaire, given
        # The statement cannot be left, so the bot reads it and stays.
        expect("<h1>" in self.html, True)
