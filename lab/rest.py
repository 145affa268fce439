"""How does a program create a lab session on a running server, and learn its participants?"""

from dataclasses import dataclass
from typing import Any

import requests

from lab.servers import Server


@dataclass(frozen=True)
class Session:
    """A lab session: its code, and its participants' codes in order."""

    code: str
    participants: tuple[str, ...]


def create(server: Server, config: str, participants: int, **fields: Any) -> Session:
    """Create a session of a config, with some of its editable fields changed."""
    asked = {
        "session_config_name": config,
        "num_participants": participants,
        "modified_session_config_fields": fields,
    }
    made = _post(server, "sessions", asked)["code"]
    people = _post(server, f"get_session/{made}", {})["participants"]
    ordered = sorted(people, key=lambda person: person["id_in_session"])
    return Session(made, tuple(person["code"] for person in ordered))


def _post(server: Server, path: str, asked: dict[str, Any]) -> dict[str, Any]:
    headers = {"otree-rest-key": server.env["OTREE_REST_KEY"]}
    answer = requests.post(f"{server.url}/api/{path}", json=asked, headers=headers, timeout=600)
    if not answer.ok:
        raise RuntimeError(f"{path} was answered {answer.status_code}: {answer.text[:500]}")
    return dict(answer.json())
