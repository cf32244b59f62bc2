"""What anybody may look up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from tradefin.chain.connection import Connection
from tradefin.documents import Disclosure
from tradefin.enums import (
    DocumentKind,
    DocumentStatus,
    FinancingStatus,
    GuaranteeStatus,
    Role,
)
from tradefin.errors import InvalidInput
from tradefin.events import (
    Collected,
    DocumentUsed,
    Event,
    FinancingRequested,
    KeyBound,
    PaymentBooked,
)
from tradefin.ids import DocumentId, FinancingId, LineId, OrgId, ShareId
from tradefin.models import (
    Arrears,
    Asset,
    Assignment,
    Basis,
    Debt,
    Document,
    Financing,
    Guarantee,
    Holding,
    Instalment,
    Line,
    Organisation,
    Part,
    Payment,
    Proposal,
    Registration,
    Security,
    Share,
    Statement,
)
from tradefin.money import Money, currency_number
from tradefin.roles.attestations import Attestation, Evidence, parted
from tradefin.roles.cover_reads import CoverReads

E = TypeVar("E", bound=Event)
_FINANCINGS_END = 2**32
"""The pledge's references are financing numbers; another room's may be anything."""

OWING = frozenset(
    {
        FinancingStatus.FUNDED,
        FinancingStatus.OVERDUE,
        FinancingStatus.DEFAULTED,
        FinancingStatus.WRITTEN_OFF,
    }
)
STOPS = ("frozen_until", "held_until", "rejected_until", "disputed")
ATTESTED = frozenset({DocumentStatus.VALID, DocumentStatus.REVOKED})
WAITING = frozenset({FinancingStatus.REQUESTED, FinancingStatus.LAPSED})


class Reads(CoverReads):
    """Reads of one deployment; each asks the chain and returns a frozen record."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def now(self) -> datetime:
        """The chain's time."""
        return self._connection.now()

    def organisation(self, org: OrgId) -> Organisation:
        raw = self._connection.read("ParticipantRegistry", "organisation", org)
        held = frozenset(role for role in Role if raw["roles"] >> role & 1)
        kinds = frozenset(kind for kind in DocumentKind if raw["kinds"] << 1 >> kind & 1)
        return Organisation.of({**raw, "roles": held, "kinds": kinds}, id=org)

    def organisation_number(self, identifier: str) -> OrgId | None:
        """The number of the organisation admitted as `LEI:...` or `USCC:...`, None if none is."""
        number = self._connection.read("ParticipantRegistry", "numberOf", identifier)
        return OrgId(number) if number else None

    def epochs(self) -> tuple[int, int]:
        """The oldest and the current live epoch of the consortium's secret."""
        oldest, current = self._connection.read("DocumentRegistry", "epochs")
        return oldest, current

    def stands_under(self, key: DocumentId) -> bool:
        """Whether `key` is the id of a paper that was attested, or that is stopped now.

        The word of its debtor alone, on which nothing was lent, makes no paper known.
        """
        raw = self._connection.read("DocumentRegistry", "document", key)
        lent = raw["commits"] or not raw["by_debtor"]
        return bool(raw["status"] in ATTESTED and lent) or any(self._stops(key).values())

    def document_behind(self, key: DocumentId) -> DocumentId:
        """The id of the paper that has `key` under one of the epochs; `key` where there is none."""
        bound = self._connection.events("DocumentRegistry", [KeyBound], [None, key])
        return next((event.document for event in bound), key)

    def document(self, document: DocumentId) -> Document:
        """A paper as attested; InvalidInput where nobody attested it."""
        found = self.find_document(document)
        if found is None:
            raise InvalidInput(f"no paper was attested under 0x{document.hex()[:8]}…")
        return found

    def find_document(self, document: DocumentId) -> Document | None:
        """A paper as attested; None where nobody attested it, or in a currency that there isn't."""
        raw = self._connection.read("DocumentRegistry", "document", document)
        if raw["status"] not in ATTESTED or raw["currency"] is None:
            return None
        left = max(0, raw["amount"] - raw["consumed"])
        return Document.of(
            raw,
            id=document,
            open=left if raw["status"] is DocumentStatus.VALID else 0,
            free=self._connection.read("DocumentRegistry", "free", document),
            short=self._connection.read("DocumentRegistry", "isShort", document),
            commitment=self._connection.read("DocumentRegistry", "commitmentOf", document),
            **self._stops(document),
        )

    def play_presentation(self, evidence: Evidence) -> None:
        """Raises what the registry would refuse the evidence with if it were presented now."""
        self._connection.read("DocumentRegistry", "present", *parted([evidence]))

    def as_presented(self, said: Attestation) -> Document:
        """The paper as it would stand once this first statement on it was presented."""
        stops, nothing = self._stops(said.document), Money(0, said.amount.currency)
        return Document(
            id=said.document,
            kind=said.kind,
            status=DocumentStatus.VALID,
            version=said.version,
            holder=said.holder,
            counterparty=said.counterparty,
            attestor=OrgId(0),
            currency=said.amount.currency,
            amount=said.amount,
            used=nothing,
            consumed=nothing,
            open=said.amount,
            free=nothing if any(stops.values()) else said.amount,
            due=said.due,
            valid_until=said.valid_until,
            commitment=said.commitment,
            short=False,
            by_debtor=False,
            **stops,
        )

    def discloses(self, document: DocumentId, shown: Disclosure) -> bool:
        """Whether the paper says what `shown` shows, by a statement that counts now.

        Told by the chain: false once the paper is revoked, expired or rejected.
        """
        leaves, proof, flags = list(shown.leaves), list(shown.proof), list(shown.flags)
        return bool(
            self._connection.read("DocumentRegistry", "discloses", document, leaves, proof, flags)
        )

    def reading_key(self, org: OrgId) -> bytes:
        """The key to which papers are sealed for an organisation; InvalidInput if it has none."""
        key = bytes(self._connection.read("ParticipantRegistry", "readingKeyOf", org))
        if not any(key):
            raise InvalidInput(f"organisation {org} has published no reading key")
        return key

    def asset(self, asset: DocumentId) -> Asset:
        """What is financed, with its papers; InvalidInput where nobody asked for money on it."""
        asked = self._requests_on(asset)
        if not asked:
            raise InvalidInput(f"no financing was requested on 0x{asset.hex()[:8]}…")
        document = self.document(asset)
        owed = document.kind is DocumentKind.INVOICE
        return Asset(
            asset,
            tuple(part["document"] for part in asked[-1].parts),
            document.counterparty if owed else OrgId(0),
            document.due if owed else None,
            document,
            tuple(self._among(asked, OWING | WAITING)),
        )

    def financings_on(
        self, asset: DocumentId, among: frozenset[FinancingStatus] = OWING | WAITING
    ) -> list[FinancingId]:
        """Every financing in one of these states that rests on the asset, oldest first."""
        return self._among(self._requests_on(asset), among)

    def owed_on(self, asset: DocumentId) -> list[tuple[OrgId, Money]]:
        """Each bank that lent on an asset with what it is owed today, by rank."""
        ranks = []
        for financing in self.financings_on(asset, OWING):
            terms = self._connection.read("ClaimLedger", "get", financing)["terms"]
            debt = self._connection.read("ClaimLedger", "debtOf", financing)
            ranks.append((terms["bank"], Debt.of(debt, currency=terms["currency"]).total))
        return ranks

    def collections(
        self, *, payer: OrgId | None = None, asset: DocumentId | None = None
    ) -> list[Collected]:
        """What was collected on an asset, or reported by an organisation, oldest first."""
        by = None if payer is None else payer.to_bytes(32, "big")
        return list(self._connection.events("ReceivablePledge", [Collected], [asset, by]))

    def standing_receipts(self, invoice: DocumentId) -> list[Collected]:
        """What was collected on an invoice and not contested since, oldest first."""
        return [
            event
            for event in self.collections(asset=invoice)
            if not self._connection.read(
                "PledgeRegister", "isContested", event.payer, event.bank_reference
            )
        ]

    def tolerance(self, invoice: DocumentId) -> Money:
        """How little may be left of an invoice to be cleared as a difference."""
        most = self._connection.read("PledgeRegister", "toleranceOf", invoice)
        return Money(most, self.document(invoice).currency)

    def lapsed_on(self, line: LineId, *documents: DocumentId) -> list[FinancingId]:
        """Requests that nobody funded in time and that still hold the line or one of the papers."""
        refs = {
            FinancingId(ref)
            for document in documents
            for event in self._connection.events("DocumentRegistry", [DocumentUsed], [document])
            if (ref := int.from_bytes(event.ref, "big")) < _FINANCINGS_END
        } | {
            event.financing
            for event in self._connection.events(
                "ReceivablePledge", [FinancingRequested], [None, None, line.to_bytes(32, "big")]
            )
        }
        return sorted(f for f in refs if self._status(f) is FinancingStatus.LAPSED)

    def assignment(self, invoice: DocumentId) -> Assignment:
        """How far the notice of an invoice's assignment to its banks got."""
        raw = self._connection.read("PledgeRegister", "noticeOf", invoice)
        return Assignment.of(raw, invoice=invoice)

    def registration(self, financing: FinancingId) -> Registration:
        """A pledge's entry in a registry ashore; InvalidInput where none is recorded."""
        raw = self._connection.read("PledgeRegister", "registrationOf", financing)
        if raw["lapses"] is None:
            raise InvalidInput(f"no registration of financing {financing} is recorded")
        return Registration.of(raw, financing=financing)

    def line(self, line: LineId) -> Line:
        raw = self._connection.read("CreditLines", "get", line)
        return Line.of({**raw["terms"], **raw}, id=line)

    def financing(self, financing: FinancingId) -> Financing:
        raw = self._connection.read("ClaimLedger", "get", financing)
        if raw["status"] is FinancingStatus.NONE:
            raise InvalidInput(f"there is no financing {financing}")
        basis = self.basis(financing)
        papers = (basis.whole, *(part.document for part in basis.parts))
        return Financing.of(
            {**raw["terms"], "requested": raw["terms"]["principal"], **raw},
            id=financing,
            basis=basis,
            short=raw["status"] in OWING
            and any(self._connection.read("DocumentRegistry", "isShort", p) for p in papers),
        )

    def basis(self, financing: FinancingId) -> Basis:
        """The papers that a financing rests on, as its request told them."""
        for event in self._connection.events(
            "ReceivablePledge", [FinancingRequested], [financing.to_bytes(32, "big")]
        ):
            parts = tuple(Part(**part) for part in event.parts)
            return Basis(event.asset, parts)
        raise InvalidInput(f"no request for financing {financing} is on this chain")

    def statement(self, financing: FinancingId) -> Statement:
        """A financing's account as of the chain's present day."""
        f = self.financing(financing)
        lead, others = self._connection.read("ClaimLedger", "holdingsOf", financing)
        holdings = [(f.bank, lead), *((h["holder"], h["amount"]) for h in others)]
        rows = self._connection.read("ClaimLedger", "scheduleOf", financing)
        return Statement(
            f,
            self._debt(f),
            self.arrears(f),
            tuple(Holding(OrgId(org), Money(amount, f.currency)) for org, amount in holdings),
            tuple(Instalment.of(row, currency=f.currency) for row in rows),
            tuple(self._payments(f)),
        )

    def arrears(self, f: Financing) -> Arrears:
        """What fell due of a financing and wasn't paid, on the chain's present day."""
        minor, since = self._connection.read("ClaimLedger", "arrearsOf", f.id)
        principal, owed = Money(minor, f.currency), self._debt(f)
        first = owed.total - owed.principal
        return Arrears(principal, since, first + principal if since else Money(0, f.currency))

    def _debt(self, f: Financing) -> Debt:
        return Debt.of(self._connection.read("ClaimLedger", "debtOf", f.id), currency=f.currency)

    def secured(self, financing: FinancingId) -> tuple[Security, ...]:
        """The cargo papers that secure a financing beside its asset."""
        rows = self._connection.read("Collateral", "securedOf", financing)
        currency = self.financing(financing).currency if rows else None
        return tuple(Security.of(row, currency=currency) for row in rows)

    def proposal(self, financing: FinancingId) -> Proposal | None:
        """What terms stand proposed for a financing, lapsed or not; None where none do."""
        by, change, terms_hash = self._connection.read("TermChanges", "proposalOf", financing)
        if not by:
            return None
        return Proposal.of(change, financing=financing, by=by, terms_hash=terms_hash)

    def cover_at_stake(self, financing: FinancingId) -> tuple[Guarantee, ...]:
        """The live guarantees that would fall away with the terms that stand proposed.

        Their guarantors haven't consented to these terms. Empty where nothing is proposed.
        """
        proposal = self.proposal(financing)
        if proposal is None:
            return ()
        return tuple(
            g
            for g in self.guarantees_behind(financing)
            if g.status is GuaranteeStatus.LIVE
            and not self._connection.read(
                "GuaranteeEscrow", "consentsTo", g.id, proposal.terms_hash
            )
        )

    def share(self, share: ShareId) -> Share:
        """A part of a claim for sale; InvalidInput where it was never offered, or is no more."""
        raw, terms_hash = self._connection.read("ShareSales", "shareOf", share)
        if not raw["seller"]:
            raise InvalidInput(f"there is no offer of a share {share}")
        currency = self.financing(raw["financing"]).currency
        return Share.of(raw, id=share, currency=currency, terms_hash=terms_hash)

    def credit(self, org: OrgId, currency: str) -> Money:
        """What the claim ledger holds for an organisation, to be withdrawn."""
        number = currency_number(currency)
        return Money(self._connection.read("ClaimLedger", "creditOf", org, number), currency)

    def parked(self, financing: FinancingId, org: OrgId) -> Money:
        """What came in for an organisation while a financing was frozen, until it is released."""
        minor = self._connection.read("ClaimLedger", "retainedOf", financing, org)
        return Money(minor, self.financing(financing).currency)

    def balance(self, org: OrgId, currency: str) -> Money:
        """Settlement tokens on the organisation's account."""
        return self._balance(self.organisation(org).account, currency)

    def all_events(self, contract: str, kind: type[E]) -> Iterator[E]:
        """Every event of one kind since the deployment, in order."""
        return self._connection.events(contract, [kind])

    def held_by(self, contract: str, currency: str) -> Money:
        """Settlement tokens that a contract of the deployment holds."""
        return self._balance(self._connection.address(contract), currency)

    def _stops(self, document: DocumentId) -> dict[str, Any]:
        stops = self._connection.read("DocumentRegistry", "stopsOn", document)
        return dict(zip(STOPS, stops, strict=True))

    def _balance(self, account: str, currency: str) -> Money:
        token = f"Token{currency}"
        return Money(self._connection.read(token, "balanceOf", account), currency)

    def _requests_on(self, asset: DocumentId) -> list[FinancingRequested]:
        topics = [None, asset]
        return list(self._connection.events("ReceivablePledge", [FinancingRequested], topics))

    def _among(
        self, asked: list[FinancingRequested], among: frozenset[FinancingStatus]
    ) -> list[FinancingId]:
        return [e.financing for e in asked if self._status(e.financing) in among]

    def _status(self, financing: FinancingId) -> FinancingStatus:
        return FinancingStatus(self._connection.read("ClaimLedger", "statusOf", financing))

    def _payments(self, f: Financing) -> list[Payment]:
        booked = self._connection.events("ClaimLedger", [PaymentBooked], [f.id.to_bytes(32, "big")])
        return [
            Payment(
                self._connection.time_of(event),
                Debt.of(
                    {
                        "fees": event.fees,
                        "penalty": event.penalty,
                        "interest": event.interest,
                        "principal": event.principal,
                    },
                    currency=f.currency,
                ),
                Money(event.outstanding, f.currency),
            )
            for event in booked
        ]
