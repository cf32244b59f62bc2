"""What the tests on security of guarantors share: appraisers, assets, guarantees."""

from __future__ import annotations

from typing import Any

from tests.conftest import Consortium, usd
from tests.roles.acts import admit, attestation, covered, drawn, enter, fresh_key
from tradefin.enums import DocumentKind, Role
from tradefin.ids import DocumentId, FinancingId, GuaranteeId
from tradefin.roles.attestor import Attestor
from tradefin.roles.enterprise import Enterprise

LAND, MINE = DocumentKind.TITLE_DEED, DocumentKind.MINING_RIGHT
MACHINERY, RECEIPT = DocumentKind.MACHINERY, DocumentKind.WAREHOUSE_RECEIPT
KINDS = (LAND, MINE, MACHINERY, RECEIPT, DocumentKind.CASH_DEPOSIT, DocumentKind.BILL_OF_LADING)


def appraiser_of(c: Consortium, *kinds: DocumentKind) -> Attestor:
    """Attests and values assets, admitted."""
    key = fresh_key(c.net, "appraiser")
    admit(c, key.address, roles=[Role.ATTESTOR], kinds=kinds or KINDS)
    return c.net.attestor(key)


def pledgor(c: Consortium, name: str = "third party") -> Enterprise:
    """An enterprise that is nobody's client, admitted."""
    key = fresh_key(c.net, name)
    admit(c, key.address, roles=[Role.ENTERPRISE])
    return c.net.enterprise(key)


def asset(
    c: Consortium,
    attestor: Attestor,
    kind: DocumentKind = LAND,
    value: str = "300000.00",
    name: str = "asset",
    **changes: Any,
) -> DocumentId:
    """An asset of the exporter's, valued now."""
    said = {"amount": usd(value), "due": c.net.now(), **changes}
    return enter(attestor, attestation(c, name, kind, **said))


def guaranteed(
    c: Consortium, cover: str = "192000.00", **terms: Any
) -> tuple[FinancingId, GuaranteeId]:
    """A financing of the exporter's of 288,000.00, with cover behind it."""
    financing = drawn(c, c.papers())
    return financing, covered(c, financing, usd(cover), **terms)
