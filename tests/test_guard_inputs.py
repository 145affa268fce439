"""Is what strangers send taken apart safely, whatever it is?"""

import csv
import html.parser
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.content_type import parse
from guard.formulas import Writer, neutral
from guard.labels import harmless
from guard.logins import MAX_FAILURES, MAX_FAILURES_OF_ALL, _failures, too_many
from guard.static_files import climbs


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, (b"", {})),
        ("", (b"", {})),
        ("Text/HTML", (b"text/html", {})),
        ("a/b; Charset=utf-8", (b"a/b", {b"charset": b"utf-8"})),
        (b'a/b;x="1;2" ; y=3', (b"a/b", {b"x": b"1;2", b"y": b"3"})),
        (r'a/b; x="say \"hi\"; ok"', (b"a/b", {b"x": b'say "hi"; ok'})),
        ('x; name="f"; file="a;b"', (b"x", {b"name": b"f", b"file": b"a;b"})),
        ("a/b; flag; x=1", (b"a/b", {b"x": b"1"})),
    ],
)  # fmt: skip
def test_headers_are_read_as_browsers_write_them(header, expected):
    assert parse(header) == expected


@pytest.mark.timeout(20)
@given(st.binary(max_size=1000))
def test_any_header_is_read_without_an_error(header):
    kind, options = parse(header)
    assert isinstance(kind, bytes)
    assert all(isinstance(part, bytes) for pair in options.items() for part in pair)


def test_a_header_no_browser_sends_counts_as_absent():
    assert parse("a/b; x=" + "y" * 1000) == (b"", {})


class Tags(html.parser.HTMLParser):
    """Notes every tag that a text would open."""

    def __init__(self):
        super().__init__()
        self.opened = []

    def handle_starttag(self, tag, attrs):
        self.opened.append((tag, attrs))


@given(st.text())
def test_no_label_opens_a_tag_or_leaves_an_attribute(text):
    tags = Tags()
    tags.feed(f'<td title="{harmless(text)}">{harmless(text)}</td><p>')
    assert [tag for tag, _ in tags.opened] == ["td", "p"]
    assert tags.opened[0][1] == [("title", harmless(text))]


@given(st.text())
def test_cleaning_a_label_twice_changes_nothing_more(text):
    assert harmless(harmless(text)) == harmless(text)


def test_ordinary_labels_stay_as_they_are():
    for label in ("P07", "anna.müller@uni.example", "Table 3-B", "5f8a91c2", "王芳"):
        assert harmless(label) == label
    assert harmless(None) is None
    assert harmless("a\x00\u202e b\n") == "a b"


@given(st.text())
def test_no_cell_starts_as_a_formula(text):
    cell = neutral(text)
    assert not cell.lstrip().startswith(("=", "@", "\t", "\r"))
    assert neutral(cell) == cell


def test_numbers_and_plain_texts_are_not_touched():
    for cell in (7, -3.5, None, True, "-3", "+4.5e-7", "a=b", "Anna", ""):
        assert neutral(cell) == cell
    for cell in ("=1+1", "+SUM(A1)", "-2+3", "@import", " =1", "\t=1", "|cmd"):
        assert neutral(cell) == "'" + cell


def test_the_writer_quotes_as_csv_does_after_making_cells_neutral():
    file = io.StringIO()
    writer = Writer(file)
    writer.writerow(["a", '=1,"2"'])
    writer.writerows([[1, "ä,b"]])
    assert list(csv.reader(io.StringIO(file.getvalue()))) == [["a", '\'=1,"2"'], ["1", "ä,b"]]


def test_paths_that_leave_their_folder_are_known():
    for path in ("../x", "a/../../x", "..", "a\\..\\x", "/etc/passwd", "a\0b", "C:/x"):
        assert climbs(path)
    for path in ("a.css", "otree/js/live.js", "a..b/c", "..a"):
        assert not climbs(path)


def test_failed_logins_count_per_address_and_together_for_a_minute():
    _failures.clear()
    _failures.extend([(100.0, "a")] * MAX_FAILURES)
    assert too_many("a", 159.9)
    assert not too_many("b", 159.9)
    assert not too_many("a", 160.1)
    _failures.extend((100.0, str(n)) for n in range(MAX_FAILURES_OF_ALL))
    assert too_many("b", 159.9)
    _failures.clear()
