"""Which rows does oTree itself keep for the game? One round; the rounds played are records."""

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession


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
