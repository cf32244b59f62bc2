"""Whoever accepts cover: the beneficiary, and the borrower that pays for it."""

from __future__ import annotations

from collections.abc import Iterable

from tradefin.events import GuaranteeAccepted
from tradefin.ids import DocumentId, GuaranteeId
from tradefin.roles.party import Party
from tradefin.roles.verdicts import Probe, Verdict


class Acceptor(Party):
    """Acts for a party that an offer asks."""

    def accept(
        self, guarantee: GuaranteeId, *, assets: Iterable[DocumentId] = ()
    ) -> GuaranteeAccepted:
        """Accepts cover as it stands in the offer; its beneficiary lets the escrow buy that much.

        `assets` name what secures the guarantor, where the offer requires security and this
        acceptance is the last.
        """
        terms, named = self.guarantee(guarantee).terms_hash, sorted(assets)
        return self._do(GuaranteeAccepted, "GuaranteeEscrow", "accept", guarantee, terms, named)

    def preview_accept(
        self, guarantee: GuaranteeId, *, assets: Iterable[DocumentId] = ()
    ) -> Verdict:
        """Whether `accept` would be allowed now, and if not every rule that fails.

        A circle of guarantors that is longer than the contract follows fails here alone.
        """
        g = self.guarantee(guarantee)
        probe = Probe(self._connection, str(self._account.address))
        call = (guarantee, g.terms_hash, sorted(assets))
        own = probe.ask("GuaranteeEscrow", "accept", *call)
        probed = probe.of_acceptance(g, self.organisation(g.payer).account)
        return Verdict.of(own or self.closed_circle(g.guarantor, g.client), probed)
