"""How does a simulated member of a real session fill in the forms before it?"""

import math
from dataclasses import dataclass

from design import chance
from design.experiments import Experiment
from design.playing import choose
from design.strategies import Strategy, noise
from design.telling import introduction_questions
from lab.reading import Screen, answers, sight

Fields = dict[str, str]


@dataclass(frozen=True)
class Conduct:
    """How a member behaves.

    Attributes
    ----------
    experiment, language
        What it plays, and the language of its screens.
    strategy : Strategy
        With one number per parameter.
    seed, number : int
        Keys of its own draws.
    think : float
        Mean of the seconds it thinks before it sends, exponentially distributed.
    careless : float
        Chance that its first answers to a sheet of questions are wrong.
    """

    experiment: Experiment
    strategy: Strategy
    seed: int
    number: int
    language: str = "en"
    think: float = 0.0
    careless: float = 0.0

    def decide(self, shown: Screen) -> Fields:
        """Fill in the form of a decision."""
        seen = sight(shown, self.experiment.game)
        shaken = int(noise(self.seed, (self.number, shown.round), "member"))
        choice = choose(self.strategy, seen, noise=shaken)
        stated = zip(seen.asked, choice.beliefs, strict=True)
        beliefs = {f"belief.{name}": str(points) for (name, _), points in stated}
        return {"contribution": str(choice.contribution), **beliefs}

    def quiz(self, attempt: int) -> Fields:
        """Fill in the introduction's questions, for the first time or again."""
        questions = introduction_questions(self.experiment.game)
        return self._slip({q.name: q.answer for q in questions}, 1, attempt)

    def answer(self, shown: Screen, attempt: int) -> Fields:
        """Fill in an explanation's questions, for the first time or again."""
        return self._slip(answers(shown, self.experiment), shown.part, attempt)

    def _slip(self, right: Fields, part: int, attempt: int) -> Fields:
        """Get the first answer of a first sheet wrong, now and then."""
        draw = float(chance.uniform(self.seed, (self.number, part), "slip"))
        if attempt > 1 or draw >= self.careless:
            return right
        first = next(iter(right))
        return {**right, first: "1" if right[first] == "0" else "0"}

    def pause(self, step: int) -> float:
        """Draw the seconds it thinks before a step."""
        draw = float(chance.uniform(self.seed, (self.number, step), "think"))
        return self.think * -math.log1p(-draw)
