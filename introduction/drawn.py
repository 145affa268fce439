"""How does an oTree page show a document that screens has drawn, and take its form?"""

from typing import Any

from otree import settings
from otree.api import BasePlayer, Page
from otree.constants import timeout_happened
from starlette.responses import Response

from contingent_pgg import sessions
from design.experiments import Experiment
from screens.elicitation import MINUTES
from screens.introduction import Rates
from screens.sheet import Sheet


class Drawn(Page):
    """A page whose whole document is drawn by `draw(player, sheet)`."""

    template_name = "contingent/Page.html"
    form_model = "player"

    @staticmethod
    def draw(player: BasePlayer, sheet: Sheet) -> str:
        """Return the page's HTML document; the sheet holds what was refused, if anything."""
        raise NotImplementedError

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        return context | {"document": self.draw(self.player, _sheet(context["form"]))}

    def post(self) -> Response:
        # Only a person consents and answers: neither "Advance slowest" nor a forged timeout does.
        if self._form_data.get(timeout_happened):
            return self._redirect_to_page_the_user_should_be_on()
        return super().post()


def _sheet(form: Any) -> Sheet:
    fields = [form[name] for name in form.field_names]
    return Sheet(
        given={field.name: field.data or "" for field in fields},
        wrong={field.name: str(field.errors[-1]) for field in fields if field.errors},
    )


def where(player: BasePlayer) -> dict[str, str]:
    """Return the columns that name a player's row."""
    return {"session": player.session.code, "participant": player.participant.code}


def language(player: BasePlayer) -> str:
    """Return the language of a player's screens."""
    return player.session.config["language"]


def experiment(player: BasePlayer) -> Experiment:
    """Return the Experiment of a player's session."""
    return sessions.setting(player.session.code).experiment


def task_minutes(player: BasePlayer) -> int:
    """Return what a task before the game adds to a player's session, 0 where there is none."""
    return MINUTES if "conditional_contribution" in player.session.config["app_sequence"] else 0


def rates(player: BasePlayer) -> Rates:
    """Return what a point and coming are worth in a player's session."""
    config = player.session.config
    return Rates(
        point_value=float(config["real_world_currency_per_point"]),
        fee=float(config["participation_fee"]),
        currency=settings.REAL_WORLD_CURRENCY_CODE,
    )
