"""Does the log say what happened, and nothing about people?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard import log


@pytest.fixture
def lines(tmp_path, monkeypatch):
    """The log's lines, in a folder of this test's own."""
    monkeypatch.setattr(log, "FOLDER", tmp_path / "logs")
    monkeypatch.setattr(log, "_logger", log.logging.getLogger(f"contingent.{tmp_path.name}"))
    return lambda: (tmp_path / "logs" / log.NAME).read_text().splitlines()


def test_an_event_is_one_line_with_what_applies(lines):
    log.event("abcd1234", group=3, round=7, event="settled", ms=12.345)
    log.event(event="server_started")
    log.event("s", group=0, round=0, event="two words\nlevel=ERROR")
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO "
    expected = (
        "session=abcd1234 group=3 round=7 event=settled ms=12.3",
        "event=server_started",
        "session=s group=0 round=0 event=two_words_level_ERROR",
    )
    for line, rest in zip(lines(), expected, strict=True):
        assert re.fullmatch(stamp + re.escape(rest), line)


def test_a_failure_is_printed_and_found_by_its_number(lines, capsys):
    try:
        int("forty-two")
    except ValueError as error:
        number = log.failure(error, where="POST /p/abcd1234/tiny/Ask/1?label=anna")
    [line] = lines()
    assert capsys.readouterr().err == line + "\n"
    assert re.fullmatch(r"\d{8}", number)
    assert f"number={number} " in line
    assert 'where="POST /p/abcd…/tiny/Ask/1"' in line
    assert "tests/test_guard_log.py" in line
    for word in ("forty-two", "abcd1234", "anna"):
        assert word not in line


def test_the_log_is_bounded(lines, monkeypatch, tmp_path):
    monkeypatch.setattr(log, "MAX_BYTES", 2_000)
    monkeypatch.setattr(log, "BACKUPS", 2)
    for _ in range(200):
        log.event("abcd1234", event="settled")
    files = list((tmp_path / "logs").iterdir())
    assert len(files) == 3
    assert all(file.stat().st_size <= 2_000 for file in files)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=8, max_size=8))
def test_no_path_shows_a_whole_code(code):
    for path in (f"/p/{code}/app/Page/1", f"/InitializeParticipant/{code}", f"/play/{code}?x=1"):
        assert code not in log.short_path(path)
        assert code[:4] in log.short_path(path)


def test_short_codes_and_plain_paths_stay_readable():
    assert log.short("a0") == "a0"
    assert log.short("abcd1234") == "abcd…"
    assert log.short_path("GET /api/sessions") == "GET /api/sessions"
