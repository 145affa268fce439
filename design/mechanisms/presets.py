"""Which published designs can be played, and what of them could not be checked at its source?

A preset plays the conditions that a study compared, in this project's frame: a common part 1
before them and a restart after them are ours. What a study used and this project could not read
at its source stands in `unchecked`; there the project's own numbers are played.
"""

from dataclasses import dataclass

from design.conditions import Condition, about_others, everybody
from design.mechanisms.networks import ALIKE, graph
from design.mechanisms.sanctioning import PUBLISHED
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.banner import Banner
from design.stages.sanction import Sanction
from design.stages.stage import Stage
from design.treatments import Roles


@dataclass(frozen=True)
class Preset:
    """A published design as conditions and numbers.

    Attributes
    ----------
    name : str
        Name of its session config: authors and year.
    title : str
        What it compares.
    conditions : tuple of str
        Names of conditions, the control first.
    sources : tuple of str
        The study, and what it reports.
    unchecked : tuple of str
        What could not be checked at the source, and is therefore ours.
    members, endowment, mpcr : int
        The game of every seat: points, and the return in thousandths.
    rounds : tuple of int
        Rounds of parts 1, 2 and 3.
    """

    name: str
    title: str
    conditions: tuple[str, ...]
    sources: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    members: int = 4
    endowment: int = 20
    mpcr: int = 400
    rounds: tuple[int, int, int] = (5, 15, 5)


NUMBERS = ("members of a group", "number of rounds", "endowment", "return (MPCR)")
"""The numbers of a design that are ours wherever they could not be checked."""

EXACT = Monitoring(granularity="individual", reveals=("total",))
NOISY = Monitoring(granularity="individual", accuracy="noisy", error=100)
EARNED = Monitoring(
    content="earnings",
    granularity="individual",
    own_earnings=True,
    reveals=("total", "last_member"),
)
PUNISHED: tuple[Stage, ...] = (Contribute(), Observe(), Sanction())


def _punished(name: str, cell: str, monitoring: Monitoring, names: tuple[str, ...]) -> Condition:
    roles = Roles(names, (cell,) * len(names))
    channels = ("seeing", "being_seen", "sanctions")
    return Condition(name, monitoring, roles, channels, PUNISHED)


def _of_five(name: str, monitoring: Monitoring) -> Condition:
    return Condition(
        name,
        monitoring,
        everybody("B23", members=5),
        ("seeing", "being_seen", "sanctions", "network"),
        PUNISHED,
        beliefs=about_others(5),
    )


def _recognised(names: str) -> Condition:
    return Condition(
        f"recognise_{names}",
        Monitoring(granularity="total"),
        everybody("B11", members=5),
        ("total", "seeing", "being_seen", "banner"),
        (Contribute(), Banner(0, names), Observe()),
        beliefs=about_others(5),
    )


CONDITIONS = (
    _punished("punish_exact", "B03", EXACT, ALIKE),
    _punished("punish_noise_10", "B03", NOISY, ALIKE),
    _punished(
        "punish_contributions",
        "open",
        Monitoring(granularity="individual", own_earnings=True, reveals=("total",)),
        ALIKE,
    ),
    _punished("punish_earnings", "open", EARNED, ALIKE),
    _punished("punish_circle", "B23", graph(("BD", "AC", "BD", "AC")), ALIKE),
    _punished("punish_ring", "B23", graph(("B", "C", "D", "A")), ALIKE),
    _punished(
        "punish_uneven",
        "B23",
        graph(("BC", "AC", "AB", "A")),
        ("well_seen", "seen", "seen", "unseen"),
    ),
    _of_five("five_full", EXACT),
    _of_five("five_half", graph(("BC", "CD", "DE", "EA", "AB"))),
    _of_five("five_single", graph(("B", "C", "D", "E", "A"))),
    Condition(
        "recognise_none",
        Monitoring(granularity="total"),
        everybody("B11", members=5),
        ("total",),
        beliefs=about_others(5),
    ),
    _recognised("all"),
    _recognised("top"),
    _recognised("bottom"),
    *PUBLISHED,
)
"""Conditions of published designs that no mechanism of the catalogue has."""

PRESETS: tuple[Preset, ...] = (
    Preset(
        name="sell_wilson_1991",
        title="No, aggregate and individual feedback",
        conditions=("dark", "aggregate", "individual"),
        sources=(
            "Sell and Wilson 1991, Social Forces: individual feedback raised contributions;"
            " aggregate feedback and none did not differ",
        ),
        unchecked=NUMBERS,
    ),
    Preset(
        name="nikiforakis_2010",
        title="Contribution and earnings feedback, with punishment",
        conditions=("punish_contributions", "punish_earnings"),
        sources=(
            "Nikiforakis 2010, Games and Economic Behavior: less cooperation and efficiency with"
            " earnings feedback",
        ),
        unchecked=(*NUMBERS, "price and effect of punishment"),
    ),
    Preset(
        name="ambrus_greiner_2012",
        title="Perfect and imperfect public monitoring, with and without punishment",
        conditions=("individual", "noise_10", "punish_exact", "punish_noise_10"),
        sources=(
            "Ambrus and Greiner 2012, American Economic Review: with perfect monitoring net"
            " earnings rose with the severity of punishment; with imperfect monitoring standard"
            " punishment lowered them, in games of many rounds with a known end",
        ),
        unchecked=(*NUMBERS, "chance and kind of the error", "price and effect of punishment"),
    ),
    Preset(
        name="markussen_putterman_wang_2017",
        title="Reports of which 10 percent are wrong, with peer punishment",
        conditions=("punish_exact", "punish_noise_10"),
        sources=(
            "Markussen, Putterman and Wang 2017: each contribution was reported incorrectly with a"
            " chance of 10 percent; the more accurate institution always won the vote",
        ),
        unchecked=(
            *NUMBERS,
            "by what a wrong report was replaced",
            "price and effect of punishment",
            "the vote and the central institution, which are not part of this preset",
        ),
    ),
    Preset(
        name="carpenter_2007",
        title="Everybody, some or one of the others monitored, with punishment",
        conditions=("five_full", "five_half", "five_single"),
        sources=(
            "Carpenter 2007, Games and Economic Behavior: large groups gave no less; hindering"
            " monitoring lowered contributions",
        ),
        unchecked=(
            *NUMBERS,
            "how many others each member monitored",
            "price and effect of punishment",
        ),
        members=5,
    ),
    Preset(
        name="fatas_2010",
        title="Networks of observation without sanctions",
        conditions=("individual", "circle", "line", "star"),
        sources=("Fatas, Melendez-Jimenez and Solaz 2010: networks of observation",),
        unchecked=(*NUMBERS, "which networks were compared"),
    ),
    Preset(
        name="leibbrandt_2015",
        title="Networks of observation with punishment",
        conditions=("punish_exact", "punish_circle", "punish_ring"),
        sources=(
            "Leibbrandt, Ramalingam, Saaksvuori and Walker 2015, Experimental Economics: the"
            " structure of the network mattered more than the capacity to punish",
        ),
        unchecked=(*NUMBERS, "which networks were compared", "price and effect of punishment"),
    ),
    Preset(
        name="boosey_isaac_2016",
        title="Members who are unevenly monitored, with punishment",
        conditions=("punish_exact", "punish_uneven"),
        sources=("Boosey and Isaac 2016: asymmetric monitoring networks",),
        unchecked=(*NUMBERS, "which networks were compared", "price and effect of punishment"),
    ),
    Preset(
        name="samek_sheremeta_2014",
        title="Recognising nobody, all, the highest or the lowest contributors",
        conditions=("recognise_none", "recognise_all", "recognise_top", "recognise_bottom"),
        sources=(
            "Samek and Sheremeta 2014, Experimental Economics, groups of 5 that stay together:"
            " recognising all or the lowest raised contributions, recognising the highest did not",
        ),
        unchecked=(*NUMBERS[1:], "how many were recognised, and whether by name or photo"),
        members=5,
    ),
    Preset(
        name="fehr_gaechter_2000",
        title="Contributions without and with peer punishment",
        conditions=("individual", "punish_exact"),
        sources=("Fehr and Gaechter 2000, American Economic Review: peer punishment",),
        unchecked=(
            *NUMBERS,
            "price and effect of punishment, here 1 point to take 3",
            "both conditions played by the same groups in turn, here by different groups",
        ),
    ),
    Preset(
        name="deangelo_gee_2020",
        title="Peers or police, imposed or chosen",
        conditions=("peers_imposed", "peers_chosen", "police_imposed", "police_chosen"),
        sources=(
            "DeAngelo and Gee 2020: peer and group monitoring did equally well when imposed;"
            " when chosen, group monitoring was not funded and provision fell by 44 percent",
        ),
        unchecked=(
            *NUMBERS,
            "what monitoring costs and shows, and the fines",
            "how monitoring is imposed and how it is chosen, here by looks that each member pays"
            " for and by a fund that each member pays into",
        ),
    ),
    Preset(
        name="alsobay_2025",
        title="Chat, punishment and reward in a space of public-goods games",
        conditions=("space_plain", "space_chat", "space_punish", "space_reward", "space_named"),
        sources=(
            "Alsobay, Rand, Watts and Almaatouq 2025: 7,100 participants in 360 conditions that"
            " vary group size, length, return, horizon, chat, punishment, reward, their prices and"
            " effects, whether actors are named, and others' earnings shown",
            "Other sizes, lengths, returns, horizons and prices: design/mechanisms/alsobay.py",
        ),
        unchecked=(
            "most points that a member can assign",
            "how long members can chat, and what of their own earnings they see",
            "not playable yet: punishment and reward together, others' earnings shown, giving"
            " nothing or all, and points that are given unless they are withdrawn",
        ),
    ),
    Preset(
        name="degeest_kingsley_2021",
        title="Endowments seen or hidden, with peer punishment",
        conditions=("punish_capacity_seen", "punish_capacity_hidden"),
        sources=(
            "de Geest and Kingsley 2021: groups of 4, 50 rounds, endowments of 10 and 30, MPCR"
            " 0.4, punishment 1:3; members with 30 points gave 12.6 when endowments were hidden"
            " and 21.4 when they were seen, recomputed from the study's data",
            "Read off the same data: two members of each of the 19 groups hold 10 points and two"
            " 30; no member assigned more than 10 points in a round, to one or to all together",
        ),
        unchecked=(
            "that 10 points are the most that can be assigned: nobody assigned more",
            "a fixed amount that the data add to the earnings of every round, left out here",
            "part 1, here with equal endowments",
        ),
        rounds=(5, 50, 5),
    ),
)
"""Published designs."""
