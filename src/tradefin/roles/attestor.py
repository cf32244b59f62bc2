"""An organisation that says what papers are: customs, a carrier, a warehouse, a bank, a debtor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from eth_account.signers.base import BaseAccount

from tradefin.chain.connection import Connection
from tradefin.documents import Participants, Secrets, TradeDocument
from tradefin.events import (
    BatchAnchored,
    BatchRetracted,
    CargoSurrendered,
    DocumentAttested,
    DocumentRejected,
    DocumentRevoked,
    HoldOpened,
    HoldResolved,
    LiensStated,
    NetAssetsAttested,
)
from tradefin.ids import DocumentId, OrgId
from tradefin.money import Money, currency_number
from tradefin.roles.attestations import (
    AnchoredAttestation,
    Attestation,
    Batch,
    SignedAttestation,
    sign,
)
from tradefin.roles.drafting import Drafter
from tradefin.roles.party import Party

REGISTRY = "DocumentRegistry"


class Attestor(Party):
    """Reads papers and states what they are. Holds the consortium's secret."""

    def __init__(
        self,
        connection: Connection,
        account: BaseAccount,
        secrets: Secrets,
        aliases: Participants,
    ) -> None:
        super().__init__(connection, account)
        self._secrets = secrets
        self._aliases = aliases

    def document_id(self, paper: TradeDocument, *, suffix: str = "") -> DocumentId:
        """The id under which `paper`, in any form, stands in the registry, or would."""
        return self._drafter().keys(paper, suffix).document

    def attest(
        self,
        paper: TradeDocument,
        *,
        valid_until: datetime | None = None,
        suffix: str = "",
        value: Money | None = None,
        valued: date | None = None,
    ) -> DocumentAttested:
        """States that `paper` is authentic; sent by this organisation's own key.

        `suffix` tells it from another paper that really has the same issuer, number and year;
        `value` is what it is worth where it states no amount, or is cargo or another asset;
        `valued` the day as of which such a paper is valued, now if None.
        """
        drafter = self._drafter()
        return self._attest(
            drafter.draft(paper, valid_until=valid_until, suffix=suffix, value=value, valued=valued)
        )

    def amend(
        self,
        paper: TradeDocument,
        *,
        version: int | None = None,
        valid_until: datetime | None = None,
        suffix: str = "",
        value: Money | None = None,
        valued: date | None = None,
    ) -> DocumentAttested:
        """States a higher version of a paper that this organisation attested, the next if None.

        A paper out of a batch that was never presented is on no record: give its `version`. The
        `value` of an asset counts what was collected or surrendered since; `revalue` adds it.
        """
        drafter = self._drafter()
        known = version or self.document(drafter.keys(paper, suffix).document).version + 1
        return self._attest(
            drafter.draft(
                paper,
                version=known,
                valid_until=valid_until,
                suffix=suffix,
                value=value,
                valued=valued,
            )
        )

    def sign(
        self,
        paper: TradeDocument,
        *,
        version: int = 1,
        valid_until: datetime | None = None,
        suffix: str = "",
        value: Money | None = None,
        valued: date | None = None,
    ) -> SignedAttestation:
        """Signs a statement off the chain, for anybody to present."""
        return sign(
            self._drafter().draft(
                paper,
                version=version,
                valid_until=valid_until,
                suffix=suffix,
                value=value,
                valued=valued,
            ),
            self._account,
            self._connection.deployment.chain_id,
            self._connection.address(REGISTRY),
        )

    def batch(
        self,
        papers: Iterable[TradeDocument],
        *,
        version: int = 1,
        valid_until: datetime | None = None,
    ) -> Batch:
        """Statements on any number of papers under one root, to be anchored."""
        drafter = self._drafter()
        drafts = [
            drafter.draft(paper, version=version, valid_until=valid_until) for paper in papers
        ]
        return Batch.of(self.org, drafts)

    def anchor(self, papers: Batch | Iterable[TradeDocument]) -> tuple[Batch, BatchAnchored]:
        """Answers for all of `papers` in one transaction, of the same size however many there are.

        A paper is used with its evidence out of the batch, and costs storage only then.
        """
        batch = papers if isinstance(papers, Batch) else self.batch(papers)
        return batch, self._do(BatchAnchored, REGISTRY, "anchor", batch.root)

    def retract(self, batch: Batch) -> BatchRetracted:
        """Takes a batch back; papers that were presented out of it stay until they are revoked."""
        return self._do(BatchRetracted, REGISTRY, "retract", batch.root)

    def revoke(self, document: DocumentId | AnchoredAttestation) -> DocumentRevoked:
        """Ends a paper that this organisation attested, for good.

        One out of a batch is presented and revoked in one transaction, so that it can't be used.
        """
        if not isinstance(document, AnchoredAttestation):
            return self._do(DocumentRevoked, REGISTRY, "revoke", document)
        calls = [
            self._connection.encode(REGISTRY, "present", [], [document.values()]),
            self._connection.encode(REGISTRY, "revoke", document.attestation.document),
        ]
        return self._do(DocumentRevoked, REGISTRY, "multicall", calls)

    def revalue(
        self,
        paper: TradeDocument,
        value: Money,
        *,
        valued: date | None = None,
        valid_until: datetime | None = None,
        suffix: str = "",
    ) -> DocumentAttested:
        """States anew what an asset is worth, of goods those that are still there.

        As of the day `valued`, now if None. What rests on the paper stays, and is short where the
        asset bears it no more.
        """
        known = self.document(self._drafter().keys(paper, suffix).document)
        return self.amend(
            paper,
            value=value + known.consumed,
            valued=valued,
            valid_until=valid_until or known.valid_until,
            suffix=suffix,
        )

    def appraise(
        self,
        paper: TradeDocument,
        value: Money,
        *,
        valued: date | None = None,
        valid_until: datetime | None = None,
        suffix: str = "",
    ) -> DocumentAttested:
        """States what an asset is worth, for the first time or anew, as of the day `valued`."""
        key = self._drafter().keys(paper, suffix).document
        state = self.attest if self.find_document(key) is None else self.revalue
        return state(paper, value=value, valued=valued, valid_until=valid_until, suffix=suffix)

    def state_liens(self, asset: DocumentId, liens: Money) -> LiensStated:
        """States the liens that come before what rests on an asset here; 0 once there are none."""
        return self._do(LiensStated, "CounterSecurity", "stateLiens", asset, liens.minor)

    def surrender(self, document: DocumentId, amount: Money) -> CargoSurrendered:
        """Tells that goods worth `amount` of a paper of its own were handed over.

        Not while anything rests on the paper. At nothing left it bears nothing any more.
        """
        return self._do(CargoSurrendered, REGISTRY, "surrender", document, amount.minor)

    def reject(self, document: DocumentId, until: datetime | None) -> DocumentRejected:
        """Says that a paper is not authentic, whoever attests it; None takes its own word back.

        Until `until`, at most 180 days ahead, nothing new rests on it. What rests on it runs on.
        """
        return self._do(DocumentRejected, REGISTRY, "reject", document, until)

    def hold(self, document: DocumentId, other: DocumentId) -> HoldOpened:
        """Stops new uses of a paper that may be `other` in disguise, for three business days."""
        return self._do(HoldOpened, REGISTRY, "hold", document, other)

    def resolve(self, document: DocumentId, *, genuine: bool) -> HoldResolved:
        """Ends another organisation's hold: the paper is one of its own, or else is rejected."""
        return self._do(HoldResolved, REGISTRY, "resolve", document, genuine)

    def attest_net_assets(
        self, guarantor: OrgId, amount: Money, *, as_of: datetime | None = None
    ) -> NetAssetsAttested:
        """States what of a guarantor's net assets stands behind its guarantees in a currency.

        As an auditor: entitled to attest appraisals. As of now if None. Less than before stops new
        cover and voids none.
        """
        number = currency_number(amount.currency)
        call = (guarantor, number, amount.minor, as_of or self.now())
        return self._do(NetAssetsAttested, "GuarantorCapital", "attestNetAssets", *call)

    def _attest(self, statement: Attestation) -> DocumentAttested:
        return self._do(DocumentAttested, REGISTRY, "attest", statement.values())

    def _drafter(self) -> Drafter:
        return Drafter(self, self._secrets, self._aliases)
