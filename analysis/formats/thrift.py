"""How are Parquet's headers written: Thrift's compact protocol, as far as Parquet needs it?

Source: the compact protocol's specification in Apache Thrift. A value is one of `Whole`, `Text`,
`Items` and `Struct`; a struct's fields are given by their numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12


@dataclass(frozen=True)
class Whole:
    """A whole number of 32 or 64 bits."""

    value: int
    kind: int = I32


@dataclass(frozen=True)
class Text:
    """Text in UTF-8."""

    value: str
    kind: int = BINARY


@dataclass(frozen=True)
class Items:
    """A list of values of one kind."""

    values: Sequence["Value"]
    of: int
    kind: int = LIST


@dataclass(frozen=True)
class Struct:
    """Fields by number, in rising order."""

    fields: dict[int, "Value"]
    kind: int = STRUCT


Value = Whole | Text | Items | Struct


def varint(value: int) -> bytes:
    """Return a number that is not negative, seven bits a byte, low bits first."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def zigzag(value: int) -> bytes:
    """Return a signed number: small ones of either sign are short."""
    return varint(2 * value if value >= 0 else -2 * value - 1)


def written(value: Value) -> bytes:
    """Return a value's bytes."""
    if isinstance(value, Whole):
        return zigzag(value.value)
    if isinstance(value, Text):
        raw = value.value.encode("utf-8")
        return varint(len(raw)) + raw
    if isinstance(value, Items):
        n = len(value.values)
        head = bytes([n << 4 | value.of]) if n < 15 else bytes([0xF0 | value.of]) + varint(n)
        return head + b"".join(written(item) for item in value.values)
    return _struct(value)


def _struct(value: Struct) -> bytes:
    found, last = bytearray(), 0
    for number, item in value.fields.items():
        step = number - last
        if not 0 < step < 16:
            raise ValueError(f"field {number} after {last}: fields rise by 1 to 15")
        found += bytes([step << 4 | item.kind]) + written(item)
        last = number
    return bytes(found) + b"\0"
