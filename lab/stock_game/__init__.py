"""What would the game be as oTree's manual has it? Three pages a round, for the benchmark only."""

from otree.api import (
    BaseConstants,
    BaseGroup,
    BasePlayer,
    BaseSubsession,
    Page,
    WaitPage,
    models,
)


class C(BaseConstants):
    NAME_IN_URL = "stock_game"
    PLAYERS_PER_GROUP = 4
    NUM_ROUNDS = 25
    ENDOWMENT = 20
    MULTIPLIER = 1.6


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    total = models.IntegerField()
    share = models.FloatField()


class Player(BasePlayer):
    contribution = models.IntegerField(min=0, max=C.ENDOWMENT, label="Your contribution")


def set_payoffs(group: Group) -> None:
    players = group.get_players()
    group.total = sum(player.contribution for player in players)
    group.share = group.total * C.MULTIPLIER / C.PLAYERS_PER_GROUP
    for player in players:
        player.payoff = C.ENDOWMENT - player.contribution + group.share


class Contribute(Page):
    form_model = "player"
    form_fields = ["contribution"]


class Everybody(WaitPage):
    after_all_players_arrive = set_payoffs


class Results(Page):
    pass


page_sequence = [Contribute, Everybody, Results]
