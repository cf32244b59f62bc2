"""Who holds parts of claims: sells them, and buys others'."""

from __future__ import annotations

from datetime import datetime

from tradefin.errors import InvalidInput
from tradefin.events import OperatorApproved, ShareOffered, ShareSold, ShareWithdrawn
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
        seller: OrgId | None = None,
    ) -> ShareOffered:
        """Offers `amount` of a claim, of what is owed when it is bought, to one buyer.

        A lead bank keeps what guarantees may still buy of it, and its own share. `seller` is this
        organisation, or one that approved it as its operator.
        """
        currency = self.financing(financing).currency
        if {amount.currency, price.currency} != {currency}:
            raise InvalidInput(f"amount and price are in {currency}, as the financing is")
        holder = self.org if seller is None else seller
        terms = (financing, holder, buyer, amount.minor, price.minor, until)
        return self._do(ShareOffered, "ShareSales", "offerShare", *terms)

    def approve_operator(
        self, financing: FinancingId, operator: OrgId, ceiling: Money
    ) -> OperatorApproved:
        """Lets another organisation offer up to `ceiling` of this one's part of a claim.

        In place of what was approved before; zero takes it back.
        """
        currency = self.financing(financing).currency
        if ceiling.currency != currency:
            raise InvalidInput(f"the ceiling is in {currency}, as the financing is")
        terms = (financing, operator, ceiling.minor)
        return self._do(OperatorApproved, "ShareSales", "approveOperator", *terms)

    def buy_share(self, share: ShareId, terms_hash: bytes | None = None) -> ShareSold:
        """Pays for a share and takes it over, as it is offered now if `terms_hash` is None.

        The organisation's account lets the claim ledger pull the price.
        """
        known = self.share(share).terms_hash if terms_hash is None else terms_hash
        return self._do(ShareSold, "ShareSales", "buyShare", share, known)

    def withdraw_share(self, share: ShareId) -> ShareWithdrawn:
        """Takes an offer back that nobody took."""
        return self._do(ShareWithdrawn, "ShareSales", "withdrawShare", share)
