"""The task before the game: an unconditional contribution, and one for each average of the others.

The strategy method of Fischbacher, Gaechter and Fehr (2001). Nobody waits for anybody here: groups
fill as people finish, and pay is told on the last page of the session. oTree reads this package's
own names; the reading order is models, then pages.
"""

from guard.install import install

install()

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, models  # noqa: E402
from starlette.responses import Response  # noqa: E402

from conditional_contribution import clock, matching, typed  # noqa: E402
from contingent_pgg import export  # noqa: E402
from design.elicitation import Answers  # noqa: E402
from design.elicitation_quiz import PART, questions  # noqa: E402
from design.game import Game  # noqa: E402
from guard import background, configs  # noqa: E402
from introduction.drawn import Drawn, experiment, language, where  # noqa: E402
from introduction.quiz import keep_attempt  # noqa: E402
from screens import elicitation as screens  # noqa: E402
from screens.answers import quiz_problems  # noqa: E402
from screens.schedule_answers import amount_problem, entries, table, table_problems  # noqa: E402
from screens.sheet import Sheet  # noqa: E402
from wording.say import tell  # noqa: E402

doc = "A table of conditional contributions, from which the type of each participant is computed."


class C(BaseConstants):
    NAME_IN_URL = "conditional_contribution"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    entry_read = models.LongStringField(blank=True)
    drawn = models.LongStringField(blank=True)
    not_drawn = models.LongStringField(blank=True)
    lot = models.LongStringField(blank=True)
    unconditional = models.LongStringField(blank=True)
    # The rows of the table as they were typed: how many there are depends on the endowment.
    rows = models.LongStringField(blank=True)


def game(player: Player) -> Game:
    return experiment(player).game


def held(player: Player) -> int:
    return game(player).endowments[0]


class Explanation(Drawn):
    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        return screens.explanation(language(player), game(player))


class Questions(Drawn):
    form_fields = ["entry_read", "drawn", "not_drawn", "lot"]

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        asked = questions(game(player))
        return screens.quiz(language(player), game(player), questions=asked, sheet=sheet)

    @staticmethod
    def error_message(player: Player, values: dict[str, str]) -> dict[str, str]:
        asked = questions(game(player))
        given = {name: text or "" for name, text in values.items()}
        wrong = quiz_problems(asked, given)
        keep_attempt(where(player), asked, given, wrong, part=PART)
        return {name: tell(language(player), problem) for name, problem in wrong.items()}


class Unconditional(Drawn):
    form_fields = ["unconditional"]

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        return screens.unconditional(language(player), game(player), sheet=sheet)

    @staticmethod
    def error_message(player: Player, values: dict[str, str]) -> dict[str, str]:
        wrong = amount_problem(values["unconditional"] or "", held(player))
        return {} if wrong is None else {"unconditional": tell(language(player), wrong)}


class Schedule(Drawn):
    form_fields = ["rows"]

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        given = typed.unfold(sheet.given.get("rows", ""))
        wrong = table_problems(given, held(player)) if sheet.wrong else {}
        told = {name: tell(language(player), problem) for name, problem in wrong.items()}
        return screens.schedule(language(player), game(player), sheet=Sheet(given, told))

    def post(self) -> Response:
        self._form_data = typed.fold(self._form_data, entries(held(self.player)), into="rows")
        return super().post()

    @staticmethod
    def error_message(player: Player, values: dict[str, str]) -> dict[str, str]:
        wrong = table_problems(typed.unfold(values["rows"] or ""), held(player))
        return {"rows": " ".join(wrong)} if wrong else {}

    @staticmethod
    def before_next_page(player: Player, timeout_happened: bool) -> None:
        schedule = table(typed.unfold(player.rows), held(player))
        answers = Answers(int(player.unconditional.strip()), schedule)
        matching.complete(where(player), answers)


page_sequence = [Explanation, Questions, Unconditional, Schedule]

custom_export_schedules = export.exporter("schedules")

configs.register(matching.check)
background.add(clock.run)
