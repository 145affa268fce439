"""Is everything that a browser can send either a message or refused as none?"""

import importlib.util
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.project import ROOT

# By its path: importing the app would start oTree, which opens a database in this folder.
SPEC = importlib.util.spec_from_file_location("frames", ROOT / "contingent_pgg" / "frames.py")
frames = sys.modules["frames"] = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(frames)
MAX_TEXT, Ack, MalformedError = frames.MAX_TEXT, frames.Ack, frames.MalformedError
parse, reply, whole = frames.parse, frames.reply, frames.whole

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KEYS = st.fixed_dictionaries(
    {},
    optional={
        "do": st.sampled_from(["contribute", "answer", "sync", "ping", "advance"]) | ANYTHING,
        "id": st.text(max_size=70) | ANYTHING,
        "round": ANYTHING,
        "part": ANYTHING,
        "fields": st.dictionaries(st.text(), ANYTHING) | ANYTHING,
    },
)


@given(st.text() | KEYS.map(json.dumps) | ANYTHING.map(json.dumps) | st.none())
def test_whatever_is_sent_is_a_message_or_malformed(text):
    try:
        request = parse("abcd1234", text)
    except MalformedError:
        return
    # What gets through has the types that the game computes with.
    assert isinstance(request.number, int)
    assert not isinstance(request.number, bool)
    assert all(isinstance(value, str) for value in request.fields.values())


def test_a_refusal_names_the_message_where_it_has_a_name():
    with pytest.raises(MalformedError) as refused:
        parse("abcd1234", '{"id": "m1", "do": "advance"}')
    assert refused.value.id == "m1"


def test_deep_nesting_is_malformed_and_no_error():
    with pytest.raises(MalformedError):
        parse("abcd1234", "[" * 15_000)


def test_a_text_is_cut_and_loses_what_databases_refuse():
    message = {"do": "answer", "id": "m1", "part": 2, "fields": {"q.a": "\0" + "x" * 1_000}}
    assert parse("abcd1234", json.dumps(message)).fields["q.a"] == "x" * (MAX_TEXT - 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", 12),
        (" 7 ", 7),
        ("0", 0),
        # Everything else becomes -1, which is below every endowment's range.
        ("", -1),
        (None, -1),
        ("2.5", -1),
        ("1_0", -1),
        ("-0", -1),
        ("١٢", -1),
        ("1e1", -1),
        ("nan", -1),
        ("9" * 30, -1),
    ],
)
def test_only_plain_whole_numbers_are_read(typed, read):
    assert whole(typed) == read


def test_a_reply_without_a_screen_leaves_the_screen_alone():
    frame = json.loads(reply([Ack("m1"), Ack(None, "malformed")], None))
    assert frame["screen"] is None
    assert frame["acks"] == [
        {"id": "m1", "refused": None},
        {"id": None, "refused": "malformed"},
    ]
