"""A side of a financing: proposes other terms for what runs, and accepts the other side's."""

from __future__ import annotations

from datetime import date, datetime

from tradefin.enums import AmortizationKind
from tradefin.errors import InvalidInput
from tradefin.events import ProposalWithdrawn, TermsChanged, TermsProposed
from tradefin.ids import FinancingId
from tradefin.roles.party import Party


class Negotiator(Party):
    """The lead bank or the borrower of a financing."""

    def propose_terms(
        self,
        financing: FinancingId,
        *,
        until: datetime,
        maturity: date | None = None,
        rate_bps: int | None = None,
        penalty_bps: int | None = None,
        grace_days: int | None = None,
        kind: AmortizationKind | None = None,
        instalments: int | None = None,
    ) -> TermsProposed:
        """Proposes other terms from the day on which the other side accepts; None keeps one.

        In place of what was proposed before. Guarantees cover the new terms once their guarantors
        consent: `cover_at_stake` tells which don't yet.
        """
        f = self.financing(financing)
        change = (
            f.maturity_day if maturity is None else maturity,
            f.rate_bps if rate_bps is None else rate_bps,
            f.penalty_bps if penalty_bps is None else penalty_bps,
            f.grace_days if grace_days is None else grace_days,
            f.kind if kind is None else kind,
            f.instalments if instalments is None else instalments,
            until,
        )
        return self._do(TermsProposed, "TermChanges", "propose", financing, change)

    def accept_terms(self, financing: FinancingId, terms_hash: bytes | None = None) -> TermsChanged:
        """Accepts what the other side proposed, as it stands now if `terms_hash` is None.

        While other financings rest on the same paper, the rate and the penalty may not rise.
        """
        if terms_hash is None:
            proposal = self.proposal(financing)
            if proposal is None:
                raise InvalidInput(f"nothing is proposed for financing {financing}")
            terms_hash = proposal.terms_hash
        accepted = (*self._held(financing), terms_hash)
        return self._do(TermsChanged, "TermChanges", "accept", *accepted)

    def withdraw_proposal(self, financing: FinancingId) -> ProposalWithdrawn:
        """Takes back what nobody accepted."""
        return self._do(ProposalWithdrawn, "TermChanges", "withdrawProposal", financing)
