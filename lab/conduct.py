"""How does a simulated member of a real session fill in the forms before it?"""

import math
from dataclasses import dataclass

import numpy as np

from design import chance
from design.elicitation_quiz import PART, questions
from design.experiments import Experiment
from design.game import POINT
from design.introduction_quiz import introduction_questions
from design.playing import choose, mind_of
from design.stages.stage import Stage
from design.strategies import Strategy, contribute, noise
from lab.forms import asks
from lab.reading import Screen, UnreadableError, answers, sight

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

    def act(self, shown: Screen) -> Fields:
        """Fill in the form of another stage, as the stage says that simulated members do."""
        stage = _stage(self.experiment, shown)
        seen, keys = sight(shown, self.experiment.game), (self.number, shown.round)
        shaken = int(noise(self.seed, keys, "member"))
        drawn = float(chance.uniform(self.seed, keys, f"mind {stage.name}"))
        mind = mind_of(self.strategy, seen, noise=shaken, uniform=drawn)
        given = {field: str(value) for field, value in stage.answers(asks(shown), mind)}
        return {"stage": stage.name, **given}

    def quiz(self, attempt: int) -> Fields:
        """Fill in the introduction's questions, for the first time or again."""
        questions = introduction_questions(self.experiment.game)
        return self._slip({q.name: q.answer for q in questions}, 1, attempt)

    def task_quiz(self, attempt: int) -> Fields:
        """Fill in the questions about the task before the game, for the first time or again."""
        asked = questions(self.experiment.game)
        return self._slip({q.name: q.answer for q in asked}, PART, attempt)

    def task(self, page: str) -> Fields:
        """Fill in another page of the task before the game, by its address."""
        game = self.experiment.game
        if "/Unconditional/" in page:
            return {"unconditional": str(self._would_give(game.endowments[0] // 2))}
        if "/Schedule/" in page:
            averages = range(game.endowments[0] + 1)
            return {f"at{average}": str(self._would_give(average)) for average in averages}
        return {}

    def _would_give(self, average: int) -> int:
        """Return what the strategy gives when it believes the others to give an average."""
        game = self.experiment.game
        believed = np.full((game.members,) * 2, average * POINT, dtype=np.int64)
        given = contribute(self.strategy, believed, game, np.zeros(game.members, dtype=np.int64))
        return int(given[0]) // POINT

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


def _stage(experiment: Experiment, shown: Screen) -> Stage:
    """Return a stage of the experiment that is called what a screen is called."""
    phases = (t.phases[shown.part - 1] for t in experiment.treatments())
    found = next((one for phase in phases for one in phase.stages if one.name == shown.stage), None)
    if found is None:
        raise UnreadableError(f"no stage of part {shown.part} is called {shown.stage!r}")
    return found
