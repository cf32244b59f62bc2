"""A root over a paper's core fields, and proofs of some of them that show nothing of the rest."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tradefin.documents import merkle
from tradefin.documents.key import business_key, keyed
from tradefin.documents.merkle import Tree
from tradefin.documents.normalform import normal
from tradefin.documents.parties import Aliases, Participants
from tradefin.documents.termtypes import DATES, QUANTITIES
from tradefin.documents.values import decimal_of
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId
from tradefin.money import Money, exponent

if TYPE_CHECKING:
    from tradefin.documents.document import TradeDocument

SECRET_DOMAIN = b"tradefin/document"

KIND_TERMS = MappingProxyType(
    {
        DocumentKind.APPRAISAL: ("validity_end", "valuation_date"),
        DocumentKind.BILL_OF_LADING: ("endorsee", "shipped_date", "to_order"),
        DocumentKind.CASH_DEPOSIT: ("validity_end",),
        DocumentKind.CONTRACT: ("delivery_date",),
        DocumentKind.FACTORY: ("area", "place", "unit"),
        DocumentKind.INSURANCE_POLICY: ("validity_end", "validity_start"),
        DocumentKind.LISTED_SHARES: ("isin", "quantity"),
        DocumentKind.MACHINERY: ("place",),
        DocumentKind.MINING_RIGHT: ("area", "place", "unit", "validity_end"),
        DocumentKind.STOCK: ("place", "quantity", "unit", "validity_end"),
        DocumentKind.TITLE_DEED: ("area", "place", "unit"),
        DocumentKind.WAREHOUSE_RECEIPT: ("place", "quantity", "unit", "validity_end"),
        DocumentKind.WAYBILL: ("shipped_date",),
    }
)
"""Terms that a kind's commitment covers beside the core fields of every kind."""


class Digests(NamedTuple):
    """All that a chain knows of a paper's content."""

    key: DocumentId
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Some of a paper's core fields with a proof that they stand under its root.

    `leaves` are (name, text, salt) in the order that OpenZeppelin's MerkleProof.multiProofVerify
    takes them, with `proof` and `flags`. Salts of other fields can't be derived from these.
    """

    leaves: tuple[merkle.Leaf, ...] = field(repr=False)
    proof: tuple[bytes, ...] = field(repr=False)
    flags: tuple[bool, ...] = field(repr=False)

    @property
    def fields(self) -> dict[str, str]:
        """The disclosed texts by name."""
        return {name: text for name, text, _ in self.leaves}

    def verify(self, root: bytes) -> bool:
        """Whether exactly these fields with these texts were committed to under `root`."""
        try:
            hashes = [merkle.leaf_hash(leaf) for leaf in self.leaves]
            found = merkle.multiproof_root(hashes, self.proof, self.flags)
        except (TypeError, ValueError):
            return False
        return bool(hashes) and found is not None and hmac.compare_digest(found, root)


def core_fields(document: TradeDocument, participants: Aliases | None = None) -> dict[str, str]:
    """The texts that a commitment covers, for one kind always the same names: "" is "the paper
    doesn't say".

    Only what every format carries and a retyping keeps: numbers in normal form, organisations as
    `Party.label` knows them and not as the paper spells them (a declaration's issuer is the country
    of its customs office), dates ISO, amounts like `1234.50` with the currency's digits. Absent
    `prepaid`, `rounding` and `third_party` are zero, as formats differ in whether they print zeros.
    Line texts, notes and references are left out: they survive no change of format. Kinds
    other than invoice, credit note and declaration add the terms of `KIND_TERMS`.
    """
    total = document.total
    zero = None if total is None else Money(0, total.currency)
    return {
        "counterparty": document.counterparty.label(participants) if document.counterparty else "",
        "currency": total.currency if total else "",
        "due_date": _date(document.due_date),
        "gross": _amount(document.gross),
        "holder": document.holder.label(participants) if document.holder else "",
        "issue_date": _date(document.issue_date),
        "issuer": _issuer(document, participants),
        "kind": document.kind.name,
        "number": normal(document.number or ""),
        "prepaid": _amount(document.prepaid or zero),
        "rounding": _amount(document.rounding or zero),
        "third_party": _amount(document.third_party or zero),
        "total": _amount(total),
    } | {
        name: _term(name, document.fields.get(name, ""))
        for name in KIND_TERMS.get(document.kind, ())
    }


def commitment(
    document: TradeDocument, secret: bytes, *, participants: Aliases | None = None, suffix: str = ""
) -> bytes:
    """The Merkle root, 32 bytes, over `core_fields`, each leaf salted.

    The tree is OpenZeppelin's StandardMerkleTree with leaf types (string, string, bytes32): field
    name, text, salt. A salt is HMAC-SHA-256(document secret, field name), the document secret
    HMAC-SHA-256(`secret`, "tradefin/document" || business key): two honest readers of one paper
    commit to one root. Raises InvalidInput where `business_key` does.
    """
    return digests(document, secret, participants=participants, suffix=suffix).commitment


def digests(
    document: TradeDocument, secret: bytes, *, participants: Aliases | None = None, suffix: str = ""
) -> Digests:
    """`business_key` and `commitment` together, for one computation of the key."""
    participants = Participants.of(participants)
    key = business_key(document, secret, participants=participants, suffix=suffix)
    leaves = _leaves(document, secret, key, participants)
    return Digests(key, Tree.of(map(merkle.leaf_hash, leaves.values())).root)


def disclose(
    document: TradeDocument,
    *names: str,
    secret: bytes,
    participants: Aliases | None = None,
    suffix: str = "",
) -> Disclosure:
    """Prove the core fields `names`. Raises InvalidInput on an unknown name, or without any."""
    participants = Participants.of(participants)
    key = business_key(document, secret, participants=participants, suffix=suffix)
    leaves = _leaves(document, secret, key, participants)
    if not names or not leaves.keys() >= set(names):
        raise InvalidInput(f"the fields that can be disclosed are {', '.join(leaves)}")
    hashes = {name: merkle.leaf_hash(leaf) for name, leaf in leaves.items()}
    by_hash = {item: leaves[name] for name, item in hashes.items()}
    chosen, proof, flags = Tree.of(by_hash).multiproof(hashes[name] for name in set(names))
    return Disclosure(tuple(by_hash[item] for item in chosen), proof, flags)


def _leaves(
    document: TradeDocument, secret: bytes, key: DocumentId, participants: Participants
) -> dict[str, merkle.Leaf]:
    salt = keyed(hmac.digest(secret, SECRET_DOMAIN + key, hashlib.sha256))
    return {
        name: (name, text, salt(name.encode()))
        for name, text in core_fields(document, participants).items()
    }


def _issuer(document: TradeDocument, participants: Aliases | None) -> str:
    if document.kind is DocumentKind.CUSTOMS_DECLARATION:
        return document.issuer.country or ""
    return document.issuer.label(participants)


def _term(name: str, text: str) -> str:
    if name in DATES:
        return text
    number = decimal_of(text) if name in QUANTITIES else None
    return normal(text) if number is None else f"{number.normalize():f}"


def _date(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _amount(money: Money | None) -> str:
    if money is None:
        return ""
    digits = exponent(money.currency)
    if not digits:
        return str(money.minor)
    units, rest = divmod(abs(money.minor), 10**digits)
    return f"{'-' if money.minor < 0 else ''}{units}.{rest:0{digits}d}"
