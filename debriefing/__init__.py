"""What people tell us after the game, and what they are told about their pay.

oTree reads this package's own names; the reading order is models, then pages.
"""

from guard.install import install

install()

from dataclasses import asdict  # noqa: E402

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, models  # noqa: E402
from otree.database import db  # noqa: E402
from starlette.responses import Response  # noqa: E402

from conditional_contribution import matching  # noqa: E402
from contingent_pgg import records, settlement  # noqa: E402
from introduction.drawn import Drawn, experiment, language, rates, where  # noqa: E402
from screens import answers  # noqa: E402
from screens import debriefing as screens  # noqa: E402
from screens.play import WITHOUT_GROUP  # noqa: E402
from screens.sheet import Sheet  # noqa: E402
from wording.say import tell  # noqa: E402

doc = "A short voluntary questionnaire, then the payment statement."


class C(BaseConstants):
    NAME_IN_URL = "debriefing"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    age = models.LongStringField(blank=True)
    gender = models.LongStringField(blank=True)
    clarity = models.LongStringField(blank=True)
    comment = models.LongStringField(blank=True)


FIELDS = ["age", "gender", "clarity", "comment"]


def status(player: Player) -> str:
    (row,) = records.rows("participants", **where(player))
    return row["status"]


def payment(player: Player) -> screens.Payment:
    """Convert as oTree's own payments page does, so that both show the same money."""
    person, worth = player.participant, rates(player)
    # The task before the game may have been settled after oTree read the participant.
    db._db.refresh(person, ["payoff"])
    return screens.Payment(
        earned=float(person.payoff.to_real_world_currency(player.session)),
        fee=worth.fee,
        total=float(person.payoff_plus_participation_fee()),
        point_value=worth.point_value,
        currency=worth.currency,
    )


class Questionnaire(Drawn):
    form_fields = FIELDS

    @staticmethod
    def is_displayed(player: Player) -> bool:
        return status(player) == "finished"

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        return screens.questionnaire(language(player), most=answers.MOST, sheet=sheet)

    @staticmethod
    def error_message(player: Player, values: dict[str, str]) -> dict[str, str]:
        wrong = answers.problems({name: text or "" for name, text in values.items()})
        return {name: tell(language(player), problem) for name, problem in wrong.items()}

    @staticmethod
    def before_next_page(player: Player, timeout_happened: bool) -> None:
        given = {name: player.field_maybe_none(name) or "" for name in FIELDS}
        records.update("participants", where(player), asdict(answers.answers(given)))


class Statement(Drawn):
    """The last page; it cannot be left."""

    @staticmethod
    def refuses_post(player: Player) -> bool:
        return True

    def get(self) -> Response:
        # Whoever is to be paid waits for nobody: a group of the task that is short is filled.
        matching.close(self.player.session.code)
        return super().get()

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        code, said = player.participant.code, language(player)
        paid, task = settlement.statement_of(code), matching.outcome_of(where(player))
        told = {"code": code, "task": task}
        if paid is None:
            came = status(player)
            why = came if came in WITHOUT_GROUP else "unfinished"
            return screens.without_game(said, payment(player), why=why, **told)
        return screens.statement(
            said, paid, payment(player), prize=experiment(player).prize, **told
        )


page_sequence = [Questionnaire, Statement]
