"""What the tests on cargo share: who keeps and carries goods, and papers of any value."""

from __future__ import annotations

from typing import Any

from tests.conftest import Consortium, usd
from tests.roles.acts import admit, attestation, enter, fresh_key
from tradefin.enums import DocumentKind, Role
from tradefin.ids import DocumentId, FinancingId, LineId
from tradefin.roles.attestor import Attestor
from tradefin.roles.bank import Bank

RECEIPT, BILL = DocumentKind.WAREHOUSE_RECEIPT, DocumentKind.BILL_OF_LADING


def attestor_of(c: Consortium, *kinds: DocumentKind, name: str = "keeper") -> Attestor:
    """A warehouse or a carrier, admitted."""
    key = fresh_key(c.net, name)
    admit(c, key.address, roles=[Role.ATTESTOR], kinds=kinds)
    return c.net.attestor(key)


def cargo(
    c: Consortium,
    attestor: Attestor,
    name: str = "lot 1",
    value: str = "500000.00",
    kind: DocumentKind = RECEIPT,
    **changes: Any,
) -> DocumentId:
    """A receipt or a bill of the exporter's, its goods valued now."""
    said = {"amount": usd(value), "due": c.net.now(), **changes}
    return enter(attestor, attestation(c, name, kind, **said))


def lending(c: Consortium, bank: Bank | None = None, **terms: Any) -> LineId:
    """A line that lends 70 % on cargo valued within 30 days."""
    return c.line(bank, **{"cargo_advance_bps": 7_000, **terms})


def drawn_on(
    c: Consortium, paper: DocumentId, amount: str, bank: Bank | None = None
) -> FinancingId:
    """A financing of cargo alone, funded."""
    line = lending(c, bank)
    financing = c.exporter.request(line, paper, amount=usd(amount)).financing
    (bank or c.bank).fund(financing)
    return FinancingId(financing)
