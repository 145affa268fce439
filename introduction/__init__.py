"""What people read, agree to and understand before the game.

oTree reads this package's own names; the reading order is models, then pages.
"""

from guard.install import install

install()

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, models  # noqa: E402
from starlette.responses import Response  # noqa: E402

from contingent_pgg import records, sessions  # noqa: E402
from design.introduction_quiz import introduction_questions  # noqa: E402
from guard import errors, nowhere  # noqa: E402
from introduction import device  # noqa: E402
from introduction.drawn import (  # noqa: E402
    Drawn,
    experiment,
    language,
    rates,
    task_minutes,
    where,
)
from introduction.quiz import keep_attempt  # noqa: E402
from screens import introduction as screens  # noqa: E402
from screens import outside  # noqa: E402
from screens.answers import quiz_problems  # noqa: E402
from screens.sheet import Sheet  # noqa: E402
from wording.say import say, tell  # noqa: E402

doc = "Consent, instructions of the game and of part 1, comprehension questions."


class C(BaseConstants):
    NAME_IN_URL = "introduction"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    consent = models.LongStringField(blank=True)
    nobody = models.LongStringField(blank=True)
    everybody = models.LongStringField(blank=True)
    only_others = models.LongStringField(blank=True)
    part_one_shows = models.LongStringField(blank=True)


def agreed(player: Player) -> bool:
    return player.field_maybe_none("consent") == "yes"


class Consent(Drawn):
    form_fields = ["consent"]

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        kept = sessions.promised(player.session.code)
        told = {"sheet": sheet, "task": task_minutes(player), "days": kept}
        return screens.consent(language(player), experiment(player), rates(player), **told)

    @staticmethod
    def error_message(player: Player, values: dict[str, str]) -> dict[str, str]:
        chosen = values["consent"] in ("yes", "no")
        return {} if chosen else {"consent": say(language(player), "consent.choose")}

    def post(self) -> Response:
        response = super().post()
        if agreed(self.player):
            mark = device.mark_of(self.request)
            device.leave(mark, response)
            kept = {"device": device.token(mark, self.player.session.code)}
            records.update("participants", where(self.player), kept)
        return response

    @staticmethod
    def before_next_page(player: Player, timeout_happened: bool) -> None:
        yes, me = agreed(player), where(player)
        about = {"consented": yes, "label": player.participant.label}
        records.update("participants", me, about if yes else {**about, "status": "declined"})
        event = "consented" if yes else "declined"
        records.insert("events", {**me, "event": event, "at": records.now_ms()})


class Declined(Drawn):
    """The last page of whoever does not take part; it cannot be left."""

    @staticmethod
    def is_displayed(player: Player) -> bool:
        return not agreed(player)

    @staticmethod
    def refuses_post(player: Player) -> bool:
        return True

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        return screens.declined(language(player), rates(player))


class Instructions(Drawn):
    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        told = {"task": task_minutes(player)}
        return screens.instructions(language(player), experiment(player), rates(player), **told)


class Quiz(Drawn):
    form_fields = ["nobody", "everybody", "only_others", "part_one_shows"]

    @staticmethod
    def draw(player: Player, sheet: Sheet) -> str:
        asked, chosen = experiment(player), language(player)
        questions, task = introduction_questions(asked.game), task_minutes(player)
        return screens.quiz(
            chosen, asked, rates(player), questions=questions, sheet=sheet, task=task
        )

    @staticmethod
    def error_message(player: Player, values: dict[str, str]) -> dict[str, str]:
        questions = introduction_questions(experiment(player).game)
        given = {name: text or "" for name, text in values.items()}
        wrong = quiz_problems(questions, given)
        keep_attempt(where(player), questions, given, wrong)
        return {name: tell(language(player), problem) for name, problem in wrong.items()}


page_sequence = [Consent, Declined, Instructions, Quiz]

errors.page = outside.failed
nowhere.page = outside.nowhere
