"""What did somebody fill in, and what is wrong with it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sheet:
    """A form as it came in, to be shown again.

    Attributes
    ----------
    given : mapping
        What was entered, by field.
    wrong : mapping
        For each field that is not accepted, the reason as a sentence.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


EMPTY = Sheet()
