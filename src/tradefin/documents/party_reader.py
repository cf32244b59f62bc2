"""Reading a party: name, country, and the identifiers in the order in which they identify."""

from __future__ import annotations

from lxml import etree

from tradefin.documents import identifiers, values
from tradefin.documents.extract import Extract
from tradefin.documents.findings import Code
from tradefin.documents.formats.table import PartyPaths
from tradefin.documents.parties import Party
from tradefin.documents.values import Notes

_NAMED = frozenset({"LEI", "GLN", "DUNS", "USCC"})
_QUALIFIED = frozenset({"REGISTRATION", "PARTY", "ADDRESS"})


def read_party(extract: Extract, role: str, paths: PartyPaths, notes: Notes) -> Party:
    """The party at the first base that is there; an empty Party where there is none.

    A BT-32 without a digit is a tax status ("Foretaksregisteret"), not an identifier.
    """
    base = next(iter(extract.nodes(paths.base)), None)
    if base is None:
        return Party()
    stated = extract.text(f"{role} country", paths.country, base)
    country = values.country_of(stated) if stated else None
    if stated and country is None:
        notes.add(Code.BAD_CODE, f"{role} country is no ISO 3166-1 alpha-2 code")
    names = extract.elements(paths.name, base)
    found: list[tuple[str, str]] = []
    for scheme, path in paths.identifiers:
        listed = [
            _identifier(scheme, element, extract.plain(element), country, role, notes)
            for element in extract.elements((path,), base)
        ]
        if scheme == "TAX":
            listed = [pair for pair in listed if any(c.isdigit() for c in pair[1])]
        found += sorted(listed, key=lambda pair: (pair[0] not in _NAMED, pair))
    found.sort(key=lambda pair: pair[0] != "LEI")
    name = extract.plain(names[0]) if names else None
    return Party(name, country, tuple(dict.fromkeys(found)))


def _identifier(
    role_scheme: str,
    element: etree._Element,
    text: str,
    country: str | None,
    role: str,
    notes: Notes,
) -> tuple[str, str]:
    own = identifiers.scheme_name(element.get("schemeID") or "")
    scheme = f"{role_scheme}/{own}" if own and role_scheme in _QUALIFIED else role_scheme
    if own in _NAMED:
        scheme = own
    elif role_scheme == "REGISTRATION" and country == "CN" and identifiers.is_valid("USCC", text):
        scheme = "USCC"
    if scheme in ("LEI", "USCC"):
        if identifiers.is_valid(scheme, text):
            return scheme, identifiers.compact(scheme, text)
        notes.add(Code.BAD_IDENTIFIER, f"{role} has an {scheme} with wrong check digits")
        return f"{role_scheme}/{scheme}", text
    return scheme, text
