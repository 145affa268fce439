"""How does a short TOML file say what the columns of somebody else's table mean?

    name = "mine"
    participant = "subject"
    group = { joined = ["session", "group"] }
    round = { column = "round0", shift = 1 }
    contribution = "gave"
    endowment = 20
    treatment = { column = "treat", codes = { 0 = "dark", 1 = "open" } }

A text names a column, a number stands for itself on every row, and a table is one of the rules of
`mapping.py`. `start = "oTree"` begins with what every oTree export has.
"""

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from analysis.foreign.mapping import Beside, Coded, Constant, Joined, Mapping, Shifted, Source
from analysis.foreign.otree import OTREE

PLAIN = ("name", "source", "file", "layout", "app", "matching", "missing")
NAMES = tuple(field.name for field in fields(Mapping))
FORMS = (
    'a column\'s name, a number, { constant = "x" }, { joined = ["a", "b"] },'
    ' { column = "a", shift = 1 } or { column = "a", codes = { 0 = "x" } }'
)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping; a name or a rule that does not exist is refused with those that do."""
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error
    start = stated.pop("start", "")
    if start not in ("", "oTree"):
        raise ValueError(f'{path}: start is "oTree" or left out, found {start!r}')
    unknown = sorted(set(stated) - set(NAMES))
    if unknown:
        raise ValueError(f"{path}: there is no {unknown[0]!r}; a mapping has {', '.join(NAMES)}")
    values = {name: _value(name, value, path) for name, value in stated.items()}
    return _made({"name": path.stem, **values}, start, path)


def _made(values: dict[str, Any], start: str, path: Path) -> Mapping:
    if start:
        return replace(OTREE, **values)
    missing = {"participant", "group", "round", "contribution"} - set(values)
    if missing:
        raise ValueError(f"{path}: a mapping needs {', '.join(sorted(missing))}")
    return Mapping(**values)


def _value(name: str, value: Any, path: Path) -> Any:
    if name in PLAIN:
        return value
    if name == "keep":
        return tuple(value)
    if name == "only":
        return value["column"], tuple(value["values"])
    if name == "beside":
        return Beside(value["file"], value["on"])
    return _source(name, value, path)


def _source(name: str, value: Any, path: Path) -> Source:
    match value:
        case str():
            return value
        case int() | float():
            return Constant(value)
        case {"constant": constant}:
            return Constant(constant)
        case {"joined": [*columns]}:
            return Joined(tuple(columns))
        case {"column": str(column), "shift": by}:
            return Shifted(column, float(by))
        case {"column": str(column), "codes": {**codes}}:
            return Coded(column, tuple((str(code), str(told)) for code, told in codes.items()))
    raise ValueError(f"{path}: {name} is {FORMS}; found {value!r}")
