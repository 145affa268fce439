"""How do the lab's own pages and printed sheets become HTML in which everything is escaped?"""

from pathlib import Path
from typing import Any

from screens.engine import environment

TEMPLATES = Path(__file__).parent / "templates"


def draw(template: str, **values: Any) -> str:
    """Draw a template of `lab/templates`; a name that is not given is an error."""
    return environment(TEMPLATES).render_template(template, **values)
