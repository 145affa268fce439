"""The repeated game: one live page on which a group plays all rounds.

oTree reads this package's own names; the reading order is models, what happens at the session's
creation, the page, exports.
"""

from guard.install import install

install()

from otree.api import Page  # noqa: E402

from contingent_pgg import endpoint, export, sessions, settlement  # noqa: E402
from contingent_pgg.marks import marks  # noqa: E402
from contingent_pgg.models import C, Group, Player, Subsession  # noqa: E402
from contingent_pgg.writer import writer  # noqa: E402
from guard import background, configs, routes  # noqa: E402
from wording.say import say  # noqa: E402

__all__ = ["C", "Group", "Player", "Subsession"]

doc = "Members divide an endowment; who can verify whose contribution is the treatment."


def creating_session(subsession: Subsession) -> None:
    sessions.create(subsession.session)


class Play(Page):
    """A frame; the screens come through the game's own socket."""

    @staticmethod
    def refuses_post(player: Player) -> bool:
        return not settlement.may_leave(player.participant.code)

    @staticmethod
    def before_next_page(player: Player, timeout_happened: bool) -> None:
        marks.write()

    @staticmethod
    def vars_for_template(player: Player) -> dict[str, str]:
        language = player.session.config["language"]
        keys = {"title": "page.game", "connecting": "connecting"}
        keys |= {
            "lost": "connection.lost",
            "saved": "connection.saved",
            "script": "page.needs_script",
        }
        said = {name: say(language, key) for name, key in keys.items()}
        return {"language": language, "code": player.participant.code, **said}


page_sequence = [Play]

custom_export_sessions = export.exporter("sessions")
custom_export_groups = export.exporter("groups")
custom_export_participants = export.exporter("participants")
custom_export_decisions = export.exporter("decisions")
custom_export_sightings = export.exporter("sightings")
custom_export_beliefs = export.exporter("beliefs")
custom_export_acts = export.exporter("acts")
custom_export_messages = export.exporter("messages")
custom_export_heard = export.exporter("heard")
custom_export_quiz = export.exporter("quiz")
custom_export_events = export.exporter("events")
custom_export_draws = export.exporter("draws")

configs.register(sessions.check)
routes.add_socket(endpoint.PATH, endpoint.play)
background.add(writer.run)
