"""What do the columns of every oTree export mean, whatever the app?

An all_apps_wide export is a per-app export turned on its side (`otree_wide.unfold`), so one
Mapping serves both. What the app itself calls its fields is said with dataclasses.replace:

    replace(OTREE, name="mine", endowment=Constant(20), layout="otree wide", app="my_pgg")

Where groups are formed anew, the group's number needs the match beside it, and the session
becomes the matching group: group=Joined(("session.code", "subsession.round_number",
"group.id_in_subsession")), matching="stranger".
"""

from analysis.foreign.mapping import Joined, Mapping

OTREE = Mapping(
    name="oTree export",
    session="session.code",
    participant="participant.code",
    group=Joined(("session.code", "group.id_in_subsession")),
    round="subsession.round_number",
    seat="player.id_in_group",
    contribution="player.contribution",
    earnings="player.payoff",
    label="participant.label",
    bot="participant._is_bot",
)
"""A per-app export of any oTree from 1.x on, with partners and a field `contribution`."""
