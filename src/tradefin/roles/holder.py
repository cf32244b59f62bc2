"""Who holds parts of claims: sells them, and buys others'."""

from __future__ import annotations

from datetime import datetime

from tradefin.errors import InvalidInput
from tradefin.events import ShareOffered, ShareSold, ShareWithdrawn
from tradefin.ids import FinancingId, OrgId, ShareId
from tradefin.money import Money
from tradefin.roles.party import Party


class Holder(Party):
    """A bank or a guarantor."""

    def offer_share(
        self,
        financing: FinancingId,
        buyer: OrgId,
        amount: Money,
        *,
        price: Money,
        until: datetime,
    ) -> ShareOffered:
        """Offers `amount` of a claim, of what is owed when it is bought, to one buyer.

        A lead bank keeps what guarantees may still buy of it, and its own share.
        """
        currency = self.financing(financing).currency
        if {amount.currency, price.currency} != {currency}:
            raise InvalidInput(f"amount and price are in {currency}, as the financing is")
        terms = (financing, buyer, amount.minor, price.minor, until)
        return self._do(ShareOffered, "ClaimLedger", "offerShare", *terms)

    def buy_share(self, share: ShareId, terms_hash: bytes | None = None) -> ShareSold:
        """Pays for a share and takes it over, as it is offered now if `terms_hash` is None.

        The organisation's account lets the claim ledger pull the price.
        """
        known = self.share(share).terms_hash if terms_hash is None else terms_hash
        return self._do(ShareSold, "ClaimLedger", "buyShare", share, known)

    def withdraw_share(self, share: ShareId) -> ShareWithdrawn:
        """Takes an offer back that nobody took."""
        return self._do(ShareWithdrawn, "ClaimLedger", "withdrawShare", share)
