"""Canonical JSON: the same value always gives the same bytes, and what has no canonical form is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springhead.engine.kernel.canonical import LARGEST, canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_it_is_json_and_says_the_same(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(TEXT, VALUES, max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    backwards = dict(reversed(value.items()))
    assert canonical(backwards) == canonical(value)


def test_the_keys_of_the_rfc_stand_in_its_order():
    # RFC 8785 3.2.3: sorted by UTF-16 code units, so the emoji comes before U+FB33.
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(keys))) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_text_is_written_as_it_is_and_control_characters_are_escaped_shortly():
    assert canonical({"名": '水\n"\\\u001f/'}) == '{"名":"水\\n\\"\\\\\\u001f/"}'.encode()


@pytest.mark.parametrize("value", [1.0, float("nan"), b"x", {1: 2}, {"a": object()}, {None: 1}])
def test_what_two_programs_could_write_differently_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [LARGEST + 1, -LARGEST - 1, "\ud800", {"\udfff": 1}])
def test_what_not_every_reader_can_hold_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011  UnicodeEncodeError is one
        canonical(value)
