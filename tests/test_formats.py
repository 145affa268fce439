"""Do Parquet and Stata files hold the same tables, labels and gaps as the CSV files?"""

import gzip
import json
import struct

import numpy as np
import pandas as pd
import pytest

from analysis.formats.convert import convert
from analysis.formats.parquet import parquet
from analysis.formats.stata import _label
from analysis.formats.thrift import Struct, Whole, varint, written, zigzag
from analysis.load import load
from design.tables import TABLES
from tests.sessions import Play, tables, write


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    # A stopped group has absent times; two blocks hold every condition and both thirds.
    play = Play(slots=range(10), stops={3: 8}, left_over=1, declined=1)
    return load(write(tables(play), tmp_path_factory.mktemp("formats") / "x"))


class Reader:
    """Decodes Thrift's compact protocol from the specification, knowing nothing of the writer."""

    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def varint(self):
        value = shift = 0
        while True:
            byte = self.raw[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def value(self, kind):
        if kind in (5, 6):
            n = self.varint()
            return (n >> 1) ^ -(n & 1)
        if kind == 8:
            n = self.varint()
            self.at += n
            return self.raw[self.at - n : self.at]
        if kind == 9:
            head = self.raw[self.at]
            self.at += 1
            n = self.varint() if head >> 4 == 15 else head >> 4
            return [self.value(head & 15) for _ in range(n)]
        fields, last = {}, 0
        while self.raw[self.at]:
            head = self.raw[self.at]
            self.at += 1
            last += head >> 4
            fields[last] = self.value(head & 15)
        self.at += 1
        return fields


def footer(raw):
    length = struct.unpack("<I", raw[-8:-4])[0]
    return Reader(raw[-8 - length : -8]).value(12)


def columns(raw):
    """Every column of a Parquet file as a list, None where null."""
    meta = footer(raw)
    found = {}
    for place, element in enumerate(meta[2][1:]):
        name = element[4].decode()
        if not meta[4]:
            found[name] = []
            continue
        chunk = meta[4][0][1][place][3]
        page = Reader(raw[chunk[9] :])
        head = page.value(12)
        body = gzip.decompress(raw[chunk[9] + page.at :][: head[3]])
        assert len(body) == head[2]
        found[name] = cells(body, head[5][1], element)
    return found


def cells(body, n, element):
    known = [True] * n
    if element[3]:
        length = struct.unpack("<I", body[:4])[0]
        bits = np.unpackbits(np.frombuffer(body[4 : 4 + length], np.uint8), bitorder="little")
        run = Reader(body[4 : 4 + length])
        run.varint()
        known = bits[8 * run.at :][:n].astype(bool).tolist()
        body = body[4 + length :]
    given = iter(values(body, sum(known), element[1]))
    return [next(given) if there else None for there in known]


def values(body, n, kind):
    if kind == 0:
        return np.unpackbits(np.frombuffer(body, np.uint8), bitorder="little")[:n].astype(bool)
    if kind in (2, 5):
        return np.frombuffer(body, "<i8" if kind == 2 else "<f8", n)
    found, at = [], 0
    for _ in range(n):
        length = struct.unpack_from("<I", body, at)[0]
        found.append(body[at + 4 : at + 4 + length].decode())
        at += 4 + length
    return found


def absent(value):
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))


@pytest.mark.parametrize("name", TABLES)
def test_a_parquet_file_holds_the_table(panel, name):
    frame = panel.table(name)
    found = columns(parquet(TABLES[name], frame))
    assert list(found) == list(TABLES[name].names)
    for column in TABLES[name].columns:
        stored = frame[column.name].tolist()
        assert len(found[column.name]) == len(stored)
        for one, other in zip(found[column.name], stored, strict=True):
            assert (one is None) == (column.optional and absent(other))
            assert one is None or one == other


def test_a_parquet_file_begins_and_ends_with_its_mark(panel):
    raw = parquet(TABLES["groups"], panel.groups)
    assert raw[:4] == raw[-4:] == b"PAR1"


def test_a_parquet_file_carries_its_codebook(panel):
    stored = {m[1]: m[2] for m in footer(parquet(TABLES["decisions"], panel.decisions))[5]}
    book = json.loads(stored[b"codebook"])
    assert book["key"] == ["session", "slot", "seat", "round"]
    assert book["columns"]["contribution"]["unit"] == "points"


def test_times_are_timestamps_and_truths_booleans(panel):
    elements = footer(parquet(TABLES["decisions"], panel.decisions))[2]
    kinds = {e[4]: (e[1], e.get(6)) for e in elements if 1 in e}
    # Converted type 9 is a timestamp in milliseconds, physical type 0 a boolean.
    assert kinds[b"decided_at"] == (2, 9)
    assert kinds[b"automatic"] == (0, None)


def test_the_same_table_is_the_same_file(panel):
    one, other = (parquet(TABLES["beliefs"], panel.beliefs) for _ in range(2))
    assert one == other


def test_pyarrow_reads_it_too(panel, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    convert(panel, tmp_path, "parquet")
    for name in TABLES:
        assert pq.read_table(tmp_path / f"{name}.parquet").num_rows == len(panel.table(name))


def test_whole_numbers_are_written_seven_bits_a_byte():
    # The examples of the specification.
    assert varint(300) == b"\xac\x02"
    assert [zigzag(n) for n in (0, -1, 1, -2)] == [b"\0", b"\1", b"\2", b"\3"]


def test_fields_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="field 1 after 2"):
        written(Struct({2: Whole(1), 1: Whole(1)}))


@pytest.fixture(scope="module")
def stata(panel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("stata")
    convert(panel, folder, "dta")
    return folder


@pytest.mark.parametrize("name", TABLES)
def test_a_stata_file_holds_the_table(panel, stata, name):
    found, frame = pd.read_stata(stata / f"{name}.dta"), panel.table(name)
    assert list(found.columns) == list(TABLES[name].names)
    assert len(found) == len(frame)
    for column in TABLES[name].columns:
        stored = frame[column.name]
        for one, other in zip(found[column.name].tolist(), stored.tolist(), strict=True):
            assert same(one, other, column.kind), (column.name, one, other)


def same(one, other, kind):
    if absent(other) or other is pd.NaT:
        return pd.isna(one) or one == ""
    if kind == "time":
        return one.value // 1_000_000 == int(other)
    if kind == "truth":
        return one == ("yes" if other else "no")
    return one == other


def test_variables_and_values_carry_their_labels(stata):
    with pd.read_stata(stata / "decisions.dta", iterator=True) as reader:
        words, labels = reader.variable_labels(), reader.value_labels()
    assert words["contribution"] == "points given to the group account (points)"
    assert labels["third"] == {1: "kept", 2: "removed"}
    assert labels["automatic"] == {0: "no", 1: "yes"}
    assert set(labels["condition"].values()) == {"dark", "one_way", "two_way", "dark_earnings",
                                                 "open"}  # fmt: skip


def test_no_label_is_longer_than_stata_holds():
    every = [_label(column) for table in TABLES.values() for column in table.columns]
    assert max(map(len, every)) <= 80
    assert all(every)


def test_the_same_tables_are_the_same_stata_file(panel, stata, tmp_path):
    convert(panel, tmp_path, "dta")
    assert (tmp_path / "groups.dta").read_bytes() == (stata / "groups.dta").read_bytes()


def test_the_codebook_stands_beside(stata):
    assert (stata / "codebook.html").read_text().startswith("<!doctype html>")
    assert "contribution" in (stata / "codebook.csv").read_text()


def test_an_unknown_form_is_refused(panel, tmp_path):
    with pytest.raises(ValueError, match=r"written as \['parquet', 'dta'\], found 'xlsx'"):
        convert(panel, tmp_path, "xlsx")


def test_the_command_converts_a_folder(tmp_path, capsys):
    from analysis.__main__ import main

    folder = write(tables(Play(slots=range(1))), tmp_path / "x")
    assert main(["convert", str(folder), "--to", "parquet", "--out", str(tmp_path / "p")]) == 0
    assert f"{len(TABLES) + 2} files" in capsys.readouterr().out
    assert (tmp_path / "p" / "decisions.parquet").exists()
