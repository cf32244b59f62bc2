"""An organisation that says what papers are: customs, a carrier, a warehouse, a bank, a debtor."""

from __future__ import annotations

from datetime import datetime

from eth_account.signers.base import BaseAccount

from tradefin.chain.connection import Connection
from tradefin.documents import TradeDocument
from tradefin.errors import InvalidInput
from tradefin.events import DocumentAttested, DocumentRevoked
from tradefin.ids import DocumentId
from tradefin.roles.party import Party
from tradefin.roles.statements import (
    Aliases,
    Attestation,
    SignedAttestation,
    attestation_of,
    sign,
)


class Attestor(Party):
    """Reads papers and states what they are. Holds the consortium's secret."""

    def __init__(
        self, connection: Connection, account: BaseAccount, secret: bytes | None, aliases: Aliases
    ) -> None:
        super().__init__(connection, account)
        self._secret = secret
        self._aliases = aliases

    def document_id(self, paper: TradeDocument) -> DocumentId:
        """The id under which `paper`, in any form, stands in the registry."""
        return paper.business_key(self._known_secret(), participants=self._aliases)

    def attest(
        self, paper: TradeDocument, *, valid_until: datetime | None = None
    ) -> DocumentAttested:
        """States that `paper` is authentic; sent by this organisation's own key."""
        statement = self._statement(paper, 1, valid_until)
        return self._do(DocumentAttested, "DocumentRegistry", "attest", statement.values())

    def amend(
        self, paper: TradeDocument, *, valid_until: datetime | None = None
    ) -> DocumentAttested:
        """States the next version of a paper that this organisation attested."""
        known = self.document(self.document_id(paper))
        statement = self._statement(paper, known.version + 1, valid_until)
        return self._do(DocumentAttested, "DocumentRegistry", "amend", statement.values())

    def sign(
        self, paper: TradeDocument, *, version: int = 1, valid_until: datetime | None = None
    ) -> SignedAttestation:
        """Signs a statement off the chain, for anybody to present."""
        return sign(
            self._statement(paper, version, valid_until),
            self._account,
            self._connection.deployment.chain_id,
            self._connection.address("DocumentRegistry"),
        )

    def revoke(self, document: DocumentId) -> DocumentRevoked:
        """Ends a paper that this organisation attested, for good."""
        return self._do(DocumentRevoked, "DocumentRegistry", "revoke", document)

    def _statement(
        self, paper: TradeDocument, version: int, valid_until: datetime | None
    ) -> Attestation:
        return attestation_of(
            self,
            paper,
            self._known_secret(),
            self._aliases,
            version=version,
            valid_until=valid_until,
        )

    def _known_secret(self) -> bytes:
        if self._secret is None:
            raise InvalidInput(
                "papers are keyed with the consortium's secret; connect with secret=..."
            )
        return self._secret
