"""Where can a server or bots run without touching the project folder or its database?"""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = "../shared/data"

# What belongs to one lab or one checkout and must not be shared with a temporary copy.
PRIVATE = (
    "db.sqlite3",
    "demo",
    "exports",
    "payments",
    "archive",
    "cards",
    "backups",
    "logs",
    "__temp",
    "__pycache__",
    "_static_root",
)
OURS = ("OTREE_", "CONTINGENT_")
# Set where everything may be lost: no backups, no refusal to start in a folder in memory.
THROW_AWAY = "CONTINGENT_THROW_AWAY"
ADDRESS = ("DATABASE_URL", "HOST", "PORT", "PYTHONPATH")


@dataclass(frozen=True)
class Workspace:
    """A folder of links to the project, and the environment in which programs run there."""

    folder: Path
    env: dict[str, str]


def fresh_env(**values: str) -> dict[str, str]:
    """Return this process's environment with new secrets and none of the lab's own settings.

    `values` are added last, for instance `DATABASE_URL=cluster.url`.
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(OURS) and key not in ADDRESS
    }
    data = os.environ.get("CONTINGENT_DATA", DATA)
    return (
        kept
        | {
            "OTREE_PRODUCTION": "1",
            "OTREE_AUTH_LEVEL": "STUDY",
            "OTREE_ADMIN_PASSWORD": secrets.token_urlsafe(12),
            "OTREE_SECRET_KEY": secrets.token_hex(32),
            "OTREE_REST_KEY": secrets.token_hex(16),
            "CONTINGENT_SEED": str(secrets.randbelow(2**31)),
            "CONTINGENT_DATA": str((ROOT / data).resolve()),
            "PYTHONUNBUFFERED": "1",
            THROW_AWAY: "1",
            # oTree starts its own children by the bare name of its command.
            "PATH": os.pathsep.join(
                [str(Path(sys.executable).parent), kept.get("PATH", os.defpath)]
            ),
        }
        | values
    )


def workspace(folder: Path, *, without: tuple[str, ...] = (), **values: str) -> Workspace:
    """Make `folder` a copy of the project by links; `without` leaves entries out.

    A caller may then write its own `settings.py` or app beside the links. `values` are
    environment variables on top of `fresh_env()`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for entry in sorted(ROOT.iterdir()):
        hidden = entry.name.startswith(".") or entry.name.startswith(PRIVATE)
        if not hidden and entry.name not in without:
            (folder / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    return Workspace(folder, fresh_env(**values))
