"""How alike two papers are: the signs that one may be the other in disguise."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tradefin.documents.document import ReferenceType, TradeDocument
from tradefin.documents.extras import library
from tradefin.documents.key import business_key
from tradefin.documents.normalform import normal
from tradefin.documents.parties import Participants, Party
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput

_SHAPES = str.maketrans("OQILSBZG", "00115826")
_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_ZEROS = re.compile(r"(?:0\*)+")
_TRANSPORT = frozenset({ReferenceType.BILL_OF_LADING, ReferenceType.WAYBILL})
_NAMES_ALIKE = 90
# Identities are compared within one process only; the consortium's secret isn't needed for that.
_ANY_SECRET = bytes(32)


class Likeness(StrEnum):
    """Why a paper may be another one in disguise."""

    DAY_APART = "DAY_APART"
    ISSUER_SPELLING = "ISSUER_SPELLING"
    LEADING_ZEROS = "LEADING_ZEROS"
    LOOKALIKE = "LOOKALIKE"
    MERGED = "MERGED"
    NEAR_NUMBER = "NEAR_NUMBER"
    SAME_BILL_OF_LADING = "SAME_BILL_OF_LADING"
    SAME_PARTIES_AND_AMOUNT = "SAME_PARTIES_AND_AMOUNT"
    SPLIT = "SPLIT"


@dataclass(frozen=True, slots=True, repr=False)
class Traits:
    """What likeness is told by, worked out once a paper."""

    document: TradeDocument
    identity: bytes
    kind: DocumentKind
    number: str
    shape: str
    issuer: str
    name: str
    parties: tuple[str, str] | None
    amount: tuple[str, int] | None
    day: dt.date | None
    transport: frozenset[str]

    @classmethod
    def of(cls, document: TradeDocument, participants: Participants) -> Traits:
        """The traits of `document`, its parties as `participants` knows them."""
        total = document.receivable
        number = document.number or ""
        seller = document.holder or document.issuer
        sides = _label(seller, participants), _label(document.counterparty, participants)
        declared = document.kind is DocumentKind.CUSTOMS_DECLARATION
        issuer = document.issuer.country or "" if declared else sides[0]
        if document.kind not in (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE) and not declared:
            issuer = _label(document.issuer, participants)
        return cls(
            document,
            _identity(document, participants),
            document.kind,
            normal(number),
            normal(number).translate(_SHAPES),
            issuer,
            _name(seller),
            (sides[0], sides[1]) if all(sides) else None,
            (total.currency, total.minor) if total and total.minor > 0 else None,
            document.issue_date,
            frozenset(_shape(r.number) for r in document.references if r.type in _TRANSPORT) - {""},
        )


def likenesses(new: Traits, known: Traits) -> set[Likeness]:
    """The signs between two papers of one kind; sums over several papers are not among them."""
    found = set[Likeness]()
    if new.issuer and new.issuer == known.issuer:
        found |= _numbers(new, known)
    if new.transport & known.transport:
        found.add(Likeness.SAME_BILL_OF_LADING)
    if not new.amount or new.amount != known.amount:
        return found
    if new.parties and new.parties == known.parties:
        found.add(Likeness.SAME_PARTIES_AND_AMOUNT)
        if _days_apart(new, known) == 1:
            found.add(Likeness.DAY_APART)
        if new.number != known.number and distance(new.number, known.number, 1) <= 1:
            found.add(Likeness.NEAR_NUMBER)
    elif new.shape and new.shape == known.shape and _names_alike(new, known):
        found.add(Likeness.ISSUER_SPELLING)
    return found


def distance(first: str, second: str, most: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours; `most` + 1 for more."""
    osa = library("rapidfuzz.distance", "similar", "similar papers").OSA
    return int(osa.distance(first, second, score_cutoff=most))


def _numbers(new: Traits, known: Traits) -> set[Likeness]:
    if not new.number or not known.number:
        return set()
    if new.number == known.number:
        return {Likeness.DAY_APART} if _days_apart(new, known) == 1 else set()
    if new.shape == known.shape:
        return {Likeness.LOOKALIKE}
    if not (_pads(new, known) or _pads(known, new)):
        return set()
    if new.number.replace("0", "") == known.number.replace("0", ""):
        return {Likeness.LEADING_ZEROS}
    return {Likeness.LEADING_ZEROS, Likeness.LOOKALIKE}


def _pads(plain: Traits, padded: Traits) -> bool:
    """Whether zeros before the digits of each group of one number, or fewer of them, make the
    other. Groups are told by separators, so it's asked of both numbers."""
    number = plain.document.number or ""
    groups = [_shape(part) for part in _SEPARATORS.split(unicodedata.normalize("NFKC", number))]
    if "".join(groups) != plain.shape:
        groups = [plain.shape]
    loose = [_DIGITS.sub(lambda run: "0*" + run[0].lstrip("0"), group) for group in groups]
    # Neighbouring "0*" would backtrack without end.
    return re.fullmatch(_ZEROS.sub("0*", "".join(loose)), padded.shape) is not None


def _shape(number: str) -> str:
    return normal(number).translate(_SHAPES)


def _days_apart(new: Traits, known: Traits) -> int | None:
    return abs((new.day - known.day).days) if new.day and known.day else None


def _names_alike(new: Traits, known: Traits) -> bool:
    if not new.name or not known.name:
        return False
    fuzz = library("rapidfuzz.fuzz", "similar", "similar papers")
    return bool(fuzz.token_sort_ratio(new.name, known.name) >= _NAMES_ALIKE)


def _name(party: Party) -> str:
    words = _SEPARATORS.split(unicodedata.normalize("NFKC", party.name or ""))
    return " ".join(filter(None, map(normal, words)))


def _label(party: Party | None, participants: Participants) -> str:
    return party.label(participants) if party else ""


def _identity(document: TradeDocument, participants: Participants) -> bytes:
    """The same for papers of one business key; a paper without one is itself only."""
    try:
        return business_key(document, _ANY_SECRET, participants=participants)
    except InvalidInput:
        return document.source_digest or str(id(document)).encode()
