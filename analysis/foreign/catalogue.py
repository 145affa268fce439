"""Which public data sets can be read at once, and where do they lie?"""

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.foreign.load import load_foreign
from analysis.foreign.mapping import Beside, Coded, Constant, Joined, Mapping, Shifted
from analysis.foreign.otree import OTREE

PROJECT = Path(__file__).resolve().parents[2]

GMTV = "Gaechter, Mengel, Tsakas and Vostroknutov 2017, Journal of Public Economics"
ROGGENKAMP = "Roggenkamp 2024; github.com/Howquez/GMTV"
GMTV_ARMS = ((101, "noPunish15"), (201, "punish15"), (1, "noPunish10"), (2, "punish10"))
EXPORTS = "otree_raw_exports/"

HOWQUEZ = replace(
    OTREE,
    source=ROGGENKAMP,
    endowment="player.endowment",
    earnings="player.gain",
    automatic="player.is_dropout",
    keep=("group.total_contribution",),
)

KNOWN: dict[str, Mapping] = {
    mapping.name: mapping
    for mapping in (
        Mapping(
            name="fischbacher_gaechter_2010",
            source="Fischbacher and Gaechter 2010, American Economic Review 100(1)",
            file="fischbacher_gaechter_2010/figae_beliefs_contributions.dta",
            session="idsess",
            participant="idsubj",
            group=Joined(("idsess", "period", "group")),
            round="period",
            contribution="contribution",
            endowment=Constant(20),
            belief="belief",
            treatment=Constant("strangers"),
            condition=Coded("sequencePC", ((0, "C then P"), (1, "P then C"))),
            matching="stranger",
            keep=(
                "idtyp",
                "otherscontrib",
                "predictedcontribution",
                *(f"b{others}" for others in range(21)),
            ),
        ),
        Mapping(
            name="alsobay_2025",
            source="Alsobay, Rand, Watts and Almaatouq 2025, arXiv:2508.17151",
            file="alsobay_2025_integrative_pgg/player_rounds_49485.csv.gz",
            session="wave",
            participant="playerId",
            group="gameId",
            round=Shifted("round0", 1),
            contribution="data.contribution",
            endowment="CONFIG_endowment",
            earnings="data.roundPayoff",
            treatment="CONFIG_treatmentName",
            missing="drop",
            beside=Beside("games_836.csv", "gameId"),
            keep=("CONFIG_showOtherSummaries", "CONFIG_punishmentExists", "CONFIG_chat"),
        ),
        Mapping(
            name="gmtv_2017",
            source=GMTV,
            file="gmtv2017_roggenkamp2021/GMTV-data.dta",
            session="exp_num",
            participant="subj_id",
            group="gr_id",
            round="per",
            contribution="putin",
            endowment="tokens",
            treatment=Coded("treat", GMTV_ARMS),
            only=("exp_num", tuple(range(1, 11))),
        ),
        Mapping(
            name="roggenkamp_2021_first_round",
            source=ROGGENKAMP,
            file="gmtv2017_roggenkamp2021/replication2021_R1.csv",
            session="session.code",
            participant="participant.code",
            group="groupID",
            round=Constant(1),
            contribution="ownContribution",
            endowment=Constant(20),
            treatment="treatment",
        ),
        Mapping(
            name="andreozzi_2020",
            source="Andreozzi, Ploner and Saral 2020, Scientific Reports 10:13610, CC BY 4.0",
            file="andreozzi_ploner_saral_2020/subjects.csv",
            session="session_unq",
            participant="subject_unq",
            group=Joined(("session_unq", "period", "group")),
            round="period",
            contribution="action",
            endowment=Constant(100),
            earnings="earning_game",
            treatment="treatment",
            matching="stranger",
            keep=("uc", "ccL", "ccM", "ccH", "first_player"),
        ),
        Mapping(
            name="degeest_kingsley_2021",
            source="de Geest and Kingsley 2021, JEBO 189:403-430",
            file="degeest_kingsley_2021_norm_enforcement/panel.csv",
            session="session",
            participant="subject_id",
            group="group_id",
            round="period",
            contribution="contribute",
            endowment=Coded("endowment", ((0, 10), (1, 30))),
            earnings="profit",
            treatment=Coded("treatment", ((0, "unobserved"), (1, "observed"))),
        ),
        replace(
            HOWQUEZ,
            name="howquez_people",
            file=EXPORTS + "howquez_gmtv__demoSessions__all_apps_wide-2021-03-25.csv",
            layout="otree wide",
            app="dPGG",
        ),
        replace(
            HOWQUEZ,
            name="howquez_bots_wide",
            file=EXPORTS + "howquez_gmtv__simulation__all_apps_wide.csv",
            layout="otree wide",
            app="dPGG",
        ),
        replace(
            HOWQUEZ,
            name="howquez_bots",
            file=EXPORTS + "howquez_gmtv__simulation__dPGG.csv",
        ),
        replace(
            OTREE,
            name="uchicago_machine_made",
            source="github.com/seidelj/uchicago_pgg: made by a program",
            file=EXPORTS + "seidelj_uchicago_pgg__3syq0vf6_pg.csv",
            group=Joined(("session.code", "subsession.game_number", "group.id_in_subsession")),
            matching="stranger",
            endowment=Constant(10),
            earnings="player.round_points",
            device="participant.ip_address",
            keep=("group.total_contribution", "subsession.game_number"),
        ),
    )
}
"""Mappings that ship. The files themselves are other people's and do not."""


def data_folder() -> Path:
    """Return the folder of public data: CONTINGENT_DATA, or ../shared/data beside the project."""
    return Path(os.environ.get("CONTINGENT_DATA", PROJECT.parent / "shared" / "data"))


def load_known(name: str, folder: Path | str | None = None) -> pd.DataFrame:
    """Read one of the shipped mappings' files as a Panel; `folder` defaults to data_folder()."""
    if name not in KNOWN:
        raise KeyError(f"no mapping is called {name!r}; there are {sorted(KNOWN)}")
    root = Path(folder) if folder is not None else data_folder()
    return load_foreign(root / KNOWN[name].file, KNOWN[name])
