"""The repeated game: one live page on which a group plays all rounds."""

from guard.install import install

install()

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page  # noqa: E402

from contingent_pgg import sessions  # noqa: E402
from guard import configs  # noqa: E402

doc = "Members divide an endowment; who can verify whose contribution is the treatment."


class C(BaseConstants):
    NAME_IN_URL = "contingent_pgg"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


def creating_session(subsession: Subsession) -> None:
    sessions.create(subsession.session)


class Play(Page):
    pass


page_sequence = [Play]

configs.register(sessions.check)
