"""Numbers survive a retyping, and distinct numbers stay distinct."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradefin.documents import normal
from tradefin.documents.lookalikes import LOOKALIKES
from tradefin.documents.normalform import mixes_scripts

PRINTED = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=24)
SEPARATORS = st.sampled_from(list(" -/._,:;#()[]&+|\t\u00a0\u2009\u200b\u2011\u2013\ufeff\u3000"))
IMITATIONS = {
    latin: [c for c, to in LOOKALIKES.items() if to == latin] for latin in set(LOOKALIKES.values())
}


@given(st.text())
def test_idempotent(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(st.characters(codec="ascii")))
def test_of_ascii_letters_and_digits_stay(text: str) -> None:
    expected = "".join(c for c in text.upper() if c.isalnum())
    assert normal(text) == expected
    assert normal(f"{text}\u200b") == expected


@given(st.text(st.characters(codec="utf-8")))
def test_nothing_but_letters_digits_and_their_marks_stays(text: str) -> None:
    assert all(
        unicodedata.category(c)[0] in "LNM" or unicodedata.category(c) == "Cn" for c in normal(text)
    )


@given(PRINTED, st.data())
def test_spelling_never_matters(number: str, data: st.DataObject) -> None:
    spelt = "".join(
        data.draw(st.sampled_from([c, c.lower(), *IMITATIONS.get(c, [])]))
        + data.draw(st.one_of(st.just(""), SEPARATORS))
        for c in number
    )
    assert normal(spelt) == normal(number) == number


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"])))
def test_case_never_matters(text: str) -> None:
    assert normal(text.casefold()) == normal(text)


@given(PRINTED, PRINTED)
def test_distinct_numbers_stay_distinct(one: str, other: str) -> None:
    assert (normal(one) == normal(other)) == (one == other)


def test_digits_and_letters_are_never_exchanged() -> None:
    assert len({normal(c) for c in "0O1lI5S8B2Z"}) == 11
    assert not any(c.isdigit() or to.isdigit() for c, to in LOOKALIKES.items())
    assert normal("З") != "3" and normal("б") != "6"


def test_leading_zeros_stay() -> None:
    assert len({normal(number) for number in ("117", "0117", "00117")}) == 3


@pytest.mark.parametrize(
    ("spelt", "expected"),
    [
        ("INV-2026/0117", "INV20260117"),
        ("inv 2026 0117", "INV20260117"),
        ("ＩＮＶ２０２６", "INV2026"),
        ("ІΝѴ-2026", "INV2026"),
        ("іnѵ-2026", "INV2026"),
        ("٢٠٢٦", "2026"),
        ("①②", "12"),
        ("Straße 5", "STRASSE5"),
        ("№ 7", "NO7"),
        ("发票 第７号", "发票第7号"),
        ("a\u200b\u00adb\ufe0f\u3164", "AB"),
        ("---", ""),
    ],
)
def test_examples(spelt: str, expected: str) -> None:
    assert normal(spelt) == expected


def test_a_number_of_two_scripts_is_noticed() -> None:
    assert mixes_scripts("INV-А1") and mixes_scripts("inν-1")
    for honest in ("INV-A1", "ИНВ-А1", "发票INV-1", "17"):
        assert not mixes_scripts(honest)
