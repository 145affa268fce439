"""How is a message said in a language?

`wording/<language>.toml` holds the sentences, and `wording/<language>/` those of the stages, one
file each. Its headings join with dots to keys; `{name}` in a
sentence is a value. A sentence that depends on a number is a table `{count = "name", one = "...",
other = "..."}`; "one" is said when that number is exactly 1, or names exactly one seat.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from design.messages import LANGUAGES, Message, Value

HERE = Path(__file__).parent
DECIMAL_MARK = {"en": ".", "de": ","}

Sentence = str | dict[str, str]


def _flat(tree: Mapping[str, object], above: str = "") -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    for name, value in tree.items():
        if isinstance(value, str) or (isinstance(value, dict) and "count" in value):
            found[above + name] = value
        elif isinstance(value, dict):
            found |= _flat(value, f"{above}{name}.")
        else:
            raise TypeError(f"{above}{name} is a sentence or a table, found {value!r}")
    return found


@cache
def catalogue(language: str) -> dict[str, Sentence]:
    """Return every sentence of a language by its key."""
    if language not in LANGUAGES:
        raise ValueError(f"languages are {LANGUAGES}, found {language!r}")
    found: dict[str, Sentence] = {}
    for path in (HERE / f"{language}.toml", *sorted((HERE / language).glob("*.toml"))):
        more = _flat(tomllib.loads(path.read_text(encoding="utf-8")))
        twice = sorted(set(found) & set(more))
        if twice:
            raise ValueError(f"{path.name} says {twice} again")
        found |= more
    return found


def placeholders(sentence: Sentence) -> frozenset[str]:
    """Return the names of the values that a sentence needs."""
    texts = [sentence] if isinstance(sentence, str) else [sentence["one"], sentence["other"]]
    named = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    return frozenset(named | ({sentence["count"]} if isinstance(sentence, dict) else set()))


def number(language: str, value: int | float) -> str:
    """Write a number with at most three decimals and the language's decimal mark."""
    text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text.replace(".", DECIMAL_MARK[language])


def money(language: str, amount: float, currency: str) -> str:
    """Write an amount of money with two decimals, four where it has them, and its currency."""
    whole = round(amount, 2) == round(amount, 4)
    text = f"{amount:.{2 if whole else 4}f}".replace(".", DECIMAL_MARK[language])
    return say(language, "money", {"amount": text, "currency": currency})


def joined(language: str, names: tuple[str, ...]) -> str:
    """Join names by commas and the language's "and": "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return say(language, "and", {"before": ", ".join(names[:-1]), "last": names[-1]})


def written(language: str, value: Value) -> str:
    """Write one value as it stands in a sentence of the language."""
    if isinstance(value, tuple):
        return joined(language, value)
    return value if isinstance(value, str) else number(language, value)


def _count(value: Value) -> Value:
    return len(value) if isinstance(value, tuple) else value


def say(language: str, key: str, values: Mapping[str, Value] | None = None) -> str:
    """Return a sentence in a language.

    Raises
    ------
    KeyError
        Where the key is not in the catalogue, or a value that the sentence needs is missing.
    """
    try:
        sentence = catalogue(language)[key]
    except KeyError:
        raise KeyError(f"wording/{language}.toml has no sentence {key!r}") from None
    values = values or {}
    try:
        if isinstance(sentence, dict):
            sentence = sentence["one" if _count(values[sentence["count"]]) == 1 else "other"]
        return sentence.format_map({name: written(language, v) for name, v in values.items()})
    except KeyError as missing:
        raise KeyError(
            f"wording/{language}.toml, {key!r} needs a value {missing}, found {sorted(values)}"
        ) from None


def tell(language: str, message: Message) -> str:
    """Return a design message in a language."""
    return say(language, message.key, dict(message.values))


def duration(language: str, seconds: int) -> str:
    """Write a time in whole minutes where it is some, else in seconds."""
    if seconds >= 120 and seconds % 60 == 0:
        return say(language, "duration.minutes", {"n": seconds // 60})
    return say(language, "duration.seconds", {"n": seconds})
