"""How does a declared table become a Parquet file, without a library of 170 megabytes?

One row group, one gzip-compressed page per column, plain encoding (the format's specification,
version 1): what every reader reads. Absent values are nulls, times are UTC timestamps, truths are
booleans, and the file's metadata hold the table's codebook as JSON under "codebook".
"""

import gzip
import json
import struct

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.formats.thrift import (
    BINARY,
    I32,
    I64,
    STRUCT,
    Items,
    Struct,
    Text,
    Whole,
    varint,
    written,
)
from design.columns import Column, Table

MAGIC = b"PAR1"
BOOLEAN, INT_64, DOUBLE, BYTES = 0, 2, 5, 6
PHYSICAL = {"text": BYTES, "integer": INT_64, "time": INT_64, "number": DOUBLE, "truth": BOOLEAN}
CONVERTED = {"text": 0, "time": 9}
PLAIN, RUN_LENGTH, GZIP = 0, 3, 2


def parquet(table: Table, frame: pd.DataFrame) -> bytes:
    """Return a table's rows as the bytes of a Parquet file."""
    body, chunks = bytearray(MAGIC), []
    for column in table.columns:
        start = len(body)
        page, plain = _page(column, frame[column.name])
        body += page
        chunks.append(_chunk(column, len(frame), (start, len(page), plain)))
    groups = [] if frame.empty else [_row_group(chunks, len(frame), len(body) - len(MAGIC))]
    meta = Struct(
        {
            1: Whole(1),
            2: Items([_root(table), *(_element(column) for column in table.columns)], STRUCT),
            3: Whole(len(frame), I64),
            4: Items(groups, STRUCT),
            5: Items([Struct({1: Text("codebook"), 2: Text(_codebook(table))})], STRUCT),
            6: Text("contingent"),
        }
    )
    footer = written(meta)
    return bytes(body) + footer + struct.pack("<I", len(footer)) + MAGIC


def _codebook(table: Table) -> str:
    columns = {
        column.name: {"meaning": column.meaning, "unit": column.unit, "levels": column.levels}
        for column in table.columns
    }
    body = {"table": table.name, "row": table.row, "key": table.key, "columns": columns}
    return json.dumps(body, ensure_ascii=False)


def _root(table: Table) -> Struct:
    return Struct({4: Text(table.name), 5: Whole(len(table.columns))})


def _element(column: Column) -> Struct:
    fields: dict[int, Whole | Text | Items | Struct] = {
        1: Whole(PHYSICAL[column.kind]),
        3: Whole(int(column.optional)),
        4: Text(column.name),
    }
    if column.kind in CONVERTED:
        fields[6] = Whole(CONVERTED[column.kind])
    return Struct(fields)


def _chunk(column: Column, rows: int, place: tuple[int, int, int]) -> Struct:
    """Describe where a column stands: its start, its length, and its length uncompressed."""
    start, length, plain = place
    meta = Struct(
        {
            1: Whole(PHYSICAL[column.kind]),
            2: Items([Whole(PLAIN), Whole(RUN_LENGTH)], I32),
            3: Items([Text(column.name)], BINARY),
            4: Whole(GZIP),
            5: Whole(rows, I64),
            6: Whole(plain, I64),
            7: Whole(length, I64),
            9: Whole(start, I64),
        }
    )
    return Struct({2: Whole(start, I64), 3: meta})


def _row_group(chunks: list[Struct], rows: int, size: int) -> Struct:
    return Struct({1: Items(chunks, STRUCT), 2: Whole(size, I64), 3: Whole(rows, I64)})


def _page(column: Column, values: pd.Series) -> tuple[bytes, int]:
    """Return a column's page with its header, and the length it would have uncompressed."""
    known = _known(column, values)
    plain = _levels(known) if column.optional else b""
    plain += _plain(column, values[known])
    packed = gzip.compress(plain, mtime=0)
    sizes = {1: Whole(len(values)), 2: Whole(PLAIN), 3: Whole(RUN_LENGTH), 4: Whole(RUN_LENGTH)}
    head = written(
        Struct({1: Whole(0), 2: Whole(len(plain)), 3: Whole(len(packed)), 5: Struct({**sizes})})
    )
    return head + packed, len(head) + len(plain)


def _known(column: Column, values: pd.Series) -> NDArray[np.bool_]:
    """Return which cells hold something: absent text is empty, absent numbers are NaN."""
    if not column.optional:
        return np.ones(len(values), dtype=bool)
    absent = values == "" if column.kind == "text" else values.isna()
    return ~absent.to_numpy(dtype=bool)


def _levels(known: NDArray[np.bool_]) -> bytes:
    """Return definition levels, one bit a row, as one bit-packed run with its length before it."""
    bits = np.packbits(known, bitorder="little").tobytes()
    run = varint(len(bits) << 1 | 1) + bits
    return struct.pack("<I", len(run)) + run


def _plain(column: Column, values: pd.Series) -> bytes:
    if column.kind == "text":
        raw = [str(value).encode("utf-8") for value in values]
        return b"".join(struct.pack("<I", len(text)) + text for text in raw)
    if column.kind == "truth":
        return np.packbits(values.to_numpy(dtype=bool), bitorder="little").tobytes()
    kind = "<f8" if column.kind == "number" else "<i8"
    return values.to_numpy(dtype=np.float64 if kind == "<f8" else np.int64).astype(kind).tobytes()
