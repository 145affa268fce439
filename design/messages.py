"""What is said, before anybody says it in a language?"""

from dataclasses import dataclass

LANGUAGES = ("en", "de")
"""The languages in which everything can be said; `wording/` holds the sentences of each."""

Value = int | float | str | tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A key of the message catalogues with the values its sentence needs.

    Attributes
    ----------
    key : str
        Key in every file of `wording/`.
    values : tuple of (str, value)
        Named values; tuples of seats are joined by the language's "and".
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()


def message(key: str, **values: Value) -> Message:
    """Make a message."""
    return Message(key, tuple(sorted(values.items())))


@dataclass(frozen=True)
class Question:
    """A comprehension question with one right answer.

    Attributes
    ----------
    name : str
        Unique among the questions of a part.
    prompt, explanation : Message
        What is asked, and what is said to whoever answers wrongly.
    options : tuple of Message
        What can be answered; empty for a question that is answered by a number.
    answer : str
        The right option's index as text, or the right number as text.
    """

    name: str
    prompt: Message
    explanation: Message
    options: tuple[Message, ...]
    answer: str

    def accepts(self, given: str) -> bool:
        """Say whether an answer is right; numbers may be written with a comma or spaces."""
        if self.options:
            return given == self.answer
        try:
            return float(given.strip().replace(",", ".")) == float(self.answer)
        except ValueError:
            return False
