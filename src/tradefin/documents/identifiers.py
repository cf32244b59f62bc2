"""Identifiers of organisations: schemes, check digits, canonical text."""

from __future__ import annotations

from types import MappingProxyType

from stdnum import isin, lei
from stdnum.cn import uscc

from tradefin.errors import InvalidInput

_VALIDATORS = MappingProxyType({"LEI": lei, "USCC": uscc})

_SCHEMES = MappingProxyType(
    {
        "0199": "LEI",
        "GLEIF": "LEI",
        "0088": "GLN",
        "0060": "DUNS",
        "VA": "VAT",
        "FC": "TAX",
        "SELLER": "PARTY",
    }
)
"""ISO 6523 codes, DCSA code list providers and CII tax schemes that have a name here."""


def organisation_id(text: str) -> str:
    """`text` as a canonical organisation id: `LEI:` (ISO 17442) or `USCC:` (GB 32100) and number.

    Case, spaces and hyphens don't matter: `organisation_id("lei: 5493001kjtiigc8y1r12")` is
    `"LEI:5493001KJTIIGC8Y1R12"`. Raises InvalidInput on another scheme or wrong check digits.
    """
    scheme, colon, number = text.partition(":")
    scheme = scheme.strip().upper()
    if not colon or scheme not in _VALIDATORS:
        raise InvalidInput("an organisation id begins with LEI: or USCC:")
    if not is_valid(scheme, number):
        raise InvalidInput(f"the {scheme} has a wrong length, character or check digit")
    return f"{scheme}:{compact(scheme, number)}"


def scheme_name(scheme: str) -> str:
    """The name under which `scheme` is known here; another one in upper case as it is."""
    scheme = scheme.strip().upper()
    return _SCHEMES.get(scheme, scheme)


def is_valid(scheme: str, number: str) -> bool:
    """Whether `number` has the form and the check digits of `scheme`, LEI or USCC."""
    return number.isascii() and bool(_VALIDATORS[scheme].is_valid(number))


def compact(scheme: str, number: str) -> str:
    """`number` without spaces and hyphens, upper case."""
    return str(_VALIDATORS[scheme].compact(number)).upper()


def is_isin(text: str) -> bool:
    """Whether `text` is an ISIN (ISO 6166) with its check digit."""
    return text.isascii() and bool(isin.is_valid(text))
