"""The business key: the same for every copy of a paper, meaningless without the secret."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from tradefin.documents.normalform import normal
from tradefin.documents.parties import Aliases
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId

if TYPE_CHECKING:
    from tradefin.documents.document import TradeDocument

DOMAIN = "tradefin/document-key/1"
MINIMUM_SECRET = 16


def business_key(
    document: TradeDocument, secret: bytes, *, participants: Aliases | None = None
) -> DocumentId:
    """HMAC-SHA-256, 32 bytes, over what identifies `document`, under the consortium's `secret`.

    An invoice or credit note is its seller, number and calendar year of issue; a customs
    declaration the country of its customs office and its number, never the exporter. Numbers enter
    in their normal form; parties as `Party.identity` knows them. The parts are length-prefixed
    behind a domain tag, so that no two lists of parts share an encoding.

    Raises InvalidInput for a paper without number, issuer, date of issue, currency or positive
    amount, for a kind that has no key, and for a secret shorter than 16 bytes.
    """
    check_secret(secret)
    number = normal(document.number or "")
    if not number:
        raise InvalidInput("the paper has no number")
    if document.total is None or document.total.minor <= 0:
        raise InvalidInput("the paper states no positive amount in a known currency")
    parts = _identifying(document, participants)
    message = encode(DOMAIN, document.kind.name, *parts, number)
    return DocumentId(hmac.digest(secret, message, hashlib.sha256))


def encode(*parts: str) -> bytes:
    """`parts` as UTF-8, each behind its length as four bytes, big-endian."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def check_secret(secret: bytes) -> None:
    """Raises InvalidInput unless `secret` is at least 16 bytes."""
    if not isinstance(secret, bytes) or len(secret) < MINIMUM_SECRET:
        raise InvalidInput(f"a secret is at least {MINIMUM_SECRET} bytes")


def _identifying(document: TradeDocument, participants: Aliases | None) -> tuple[str, ...]:
    if document.kind in (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE):
        if document.issue_date is None:
            raise InvalidInput("the paper has no date of issue")
        issuer = normal(document.issuer.identity(participants))
        return issuer, f"{document.issue_date.year:04d}"
    if document.kind is DocumentKind.CUSTOMS_DECLARATION:
        country = normal(document.issuer.country or "")
        if not country:
            raise InvalidInput("the declaration doesn't tell the country of its customs office")
        return (country,)
    raise InvalidInput(f"a paper of kind {document.kind.name} has no business key")
