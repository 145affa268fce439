"""Can oTree's own bots go through the introduction, and do wrong answers hold them back?"""

from collections.abc import Iterator

from otree.api import Bot, Submission, SubmissionMustFail, expect

from design.introduction_quiz import introduction_questions
from introduction import Consent, Instructions, Quiz
from introduction.drawn import experiment


class PlayerBot(Bot):
    def play_round(self) -> Iterator[Submission]:
        yield SubmissionMustFail(Consent, {"consent": ""}, check_html=False)
        yield Consent, {"consent": "yes"}
        yield Instructions
        right = {q.name: q.answer for q in introduction_questions(experiment(self.player).game)}
        yield SubmissionMustFail(Quiz, {**right, "nobody": "1"}, error_fields=["nobody"])
        expect("nobody" in self.html, True)
        yield Quiz, right
