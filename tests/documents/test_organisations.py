"""Organisation ids: two schemes, check digits, one spelling."""

import pytest

from tradefin.documents import organisation_id
from tradefin.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("LEI:5493001KJTIIGC8Y1R12", "LEI:5493001KJTIIGC8Y1R12"),
        (" lei: 5493 001k jtii gc8y 1r12 ", "LEI:5493001KJTIIGC8Y1R12"),
        ("USCC:91110000600037341L", "USCC:91110000600037341L"),
        ("uscc: 9 1 110000-600037341l", "USCC:91110000600037341L"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    assert organisation_id(text) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LEI:",
        "5493001KJTIIGC8Y1R12",
        "LEI:5493001KJTIIGC8Y1R13",
        "LEI:5493001KJTIIGC8Y1R1",
        "LEI:５４９３001KJTIIGC8Y1R12",
        "LEI:5493001KJTIIGC8Y1R12\u0661",
        "USCC:91110000600037341M",
        "USCC:A1110000600037341L",
        "GLN:4000001123452",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        organisation_id(text)
    assert text[5:] == "" or text[5:] not in str(caught.value)
