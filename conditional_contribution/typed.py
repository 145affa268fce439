"""How does a table with any number of rows pass through a form whose fields oTree has fixed?"""

import json
from collections.abc import Iterable, Mapping

from starlette.datastructures import FormData

from screens.schedule_answers import MOST


def fold(sent: FormData, names: Iterable[str], *, into: str) -> FormData:
    """Put fields into one, as JSON; what is too long is cut to a length that is refused."""
    rows = {name: str(sent.get(name, ""))[: MOST + 1] for name in names}
    others = [(name, value) for name, value in sent.multi_items() if name not in (*rows, into)]
    return FormData([*others, (into, json.dumps(rows))])


def unfold(text: str) -> Mapping[str, str]:
    """Return the fields that were put into one; none before anything was sent."""
    return json.loads(text) if text else {}
