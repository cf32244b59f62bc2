"""What every organisation may do: keep its keys and its account, approve, read its inbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from eth_account.signers.base import BaseAccount
from eth_utils.crypto import keccak

from tradefin.chain.connection import Connection
from tradefin.documents import ReadingKey, Sealed, seal
from tradefin.errors import SignerUnknown
from tradefin.events import (
    AccountChanged,
    Approval,
    AssetReleased,
    CargoReleased,
    ClientRegrouped,
    Collected,
    CreditWithdrawn,
    DemandDecided,
    DemandPaid,
    DifferenceCleared,
    Event,
    FinancingRelieved,
    GuaranteeReduced,
    GuaranteeReleased,
    PremiumSettled,
    ReadingKeyPublished,
    ReceiptReleased,
    RecoveryCancelled,
    SignerAdded,
    SignerRemoved,
)
from tradefin.ids import DemandId, DocumentId, FinancingId, GuaranteeId, OrgId
from tradefin.models import Basis, Notice
from tradefin.money import Money, currency_number
from tradefin.roles.inbox import notices_for
from tradefin.roles.reads import OWING
from tradefin.roles.securing import SecurityReads

E = TypeVar("E", bound=Event)
MAXIMAL = 2**256 - 1


class Actor(SecurityReads):
    """A key on a connection."""

    def __init__(self, connection: Connection, account: BaseAccount) -> None:
        super().__init__(connection)
        self._account = account

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._account.address})"

    def _do(self, event: type[E], contract: str, function: str, *args: Any) -> E:
        return self._connection.write(self._account, contract, function, *args).one(event)


class Party(Actor):
    """An admitted organisation, acting through one of its keys; `org` is its number."""

    def __init__(self, connection: Connection, account: BaseAccount) -> None:
        super().__init__(connection, account)
        self.org = OrgId(connection.read("ParticipantRegistry", "organisationOf", account.address))
        if not self.org:
            raise SignerUnknown(str(account.address))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(organisation {self.org})"

    def add_signer(self, address: str) -> SignerAdded:
        """Lets another key sign for this organisation; that key has consented."""
        return self._do(SignerAdded, "ParticipantRegistry", "addSigner", address)

    def remove_signer(self, address: str) -> SignerRemoved:
        """Takes a key's right away; the last one stays."""
        return self._do(SignerRemoved, "ParticipantRegistry", "removeSigner", address)

    def set_account(self, address: str) -> AccountChanged:
        """Has the organisation's money on another account from now on; that one has consented."""
        return self._do(AccountChanged, "ParticipantRegistry", "setAccount", address)

    def cancel_recovery(self) -> RecoveryCancelled:
        """Stops a recovery that this organisation didn't ask for."""
        return self._do(RecoveryCancelled, "ParticipantRegistry", "cancelRecovery")

    def publish_reading_key(self, key: ReadingKey) -> ReadingKeyPublished:
        """Has papers for this organisation sealed to `key` from now on; its public part is told."""
        return self._do(ReadingKeyPublished, "ParticipantRegistry", "publishReadingKey", key.public)

    def seal(self, source: bytes, readers: Iterable[OrgId], *, document: DocumentId) -> Sealed:
        """The paper `source`, known as `document`, for these organisations' reading keys."""
        return seal(source, [self.reading_key(org) for org in readers], document=document)

    def approve(self, currency: str, amount: Money | None = None) -> Approval:
        """Lets the claim ledger pull settlement tokens from this key's account, all if None.

        The key must be the organisation's account; another account approves by its own means.
        """
        return self._approve("ClaimLedger", currency, amount)

    def _approve(self, spender: str, currency: str, amount: Money | None) -> Approval:
        value = MAXIMAL if amount is None else amount.minor
        token, address = f"Token{currency}", self._connection.address(spender)
        return self._do(Approval, token, "approve", address, value)

    def withdraw_credit(self, currency: str) -> CreditWithdrawn:
        """Has what receipts credited to this organisation paid to its account."""
        return self._do(
            CreditWithdrawn, "ClaimLedger", "withdraw", self.org, currency_number(currency)
        )

    def release_receipts(self, financing: FinancingId) -> ReceiptReleased:
        """Has what was kept for this organisation while a financing was frozen credited to it."""
        return self._do(ReceiptReleased, "ClaimLedger", "release", financing, self.org)

    def release(self, guarantee: GuaranteeId) -> GuaranteeReleased:
        """Ends a guarantee: its beneficiary any time, others once it or the debt is over."""
        return self._do(GuaranteeReleased, "GuaranteeEscrow", "release", guarantee)

    def reduce(self, guarantee: GuaranteeId) -> GuaranteeReduced:
        """Books the reductions of a cover whose day has come; its capital is freed."""
        return self._do(GuaranteeReduced, "GuaranteeEscrow", "reduce", guarantee)

    def settle_premium(self, guarantee: GuaranteeId) -> PremiumSettled:
        """Has what is earned of a premium paid, or what was paid and not earned given back."""
        return self._do(PremiumSettled, "GuaranteeEscrow", "settlePremium", guarantee)

    def recount_group(self, guarantor: OrgId, client: OrgId, currency: str) -> ClientRegrouped:
        """Counts a guarantor's exposure to a client to the group that it belongs to since."""
        call = (guarantor, client, currency_number(currency))
        return self._do(ClientRegrouped, "GuarantorCapital", "regroup", *call)

    def pay(self, demand: DemandId) -> DemandPaid:
        """Has a complying or precluded demand paid, as far as the guarantor's money goes.

        Buys that much of the bank's claim. What is missing is paid when this is called again.
        """
        return self._do(DemandPaid, "GuaranteeDemands", "pay", demand)

    def arbitrate(self, demand: DemandId, *, complies: bool) -> DemandDecided:
        """Decides a contested refusal, as the arbiter whom the guarantee names."""
        return self._do(DemandDecided, "GuaranteeDemands", "arbitrate", demand, complies)

    def release_cargo(self, financing: FinancingId, cargo: DocumentId) -> CargoReleased:
        """Gives back cargo that secures a financing: its bank any time, others once it is over."""
        return self._do(CargoReleased, "Collateral", "release", financing, cargo)

    def release_collateral(self, guarantee: GuaranteeId, asset: DocumentId) -> AssetReleased:
        """Gives an asset back; the cover stays. The guarantor any time, others once it is over."""
        return self._do(AssetReleased, "CounterSecurity", "release", guarantee, asset)

    def relieve(self, financing: FinancingId) -> FinancingRelieved:
        """Frees papers and line of principal that was discharged out of a holder's security."""
        return self._do(FinancingRelieved, "ReceivablePledge", "relieve", self._held(financing))

    def inbox(self) -> list[Notice]:
        """What waits for this organisation, the most urgent first."""
        return notices_for(self, self.org)

    def _held(self, financing: FinancingId) -> tuple[Any, ...]:
        return held(financing, self.basis(financing))

    def _collect(self, asset: DocumentId, amount: Money, reference: str) -> Collected:
        return self._do(
            Collected,
            "ReceivablePledge",
            "collect",
            asset,
            amount.minor,
            keccak(text=reference),
            self._ranks(asset),
        )

    def _clear(
        self, invoice: DocumentId, payer: OrgId, reference: bytes, amount: int
    ) -> DifferenceCleared:
        receipt = (invoice, payer, reference, amount)
        return self._do(DifferenceCleared, "PledgeRegister", "clearDifference", receipt)

    def _ranks(self, asset: DocumentId) -> list[tuple[Any, ...]]:
        return [self._held(financing) for financing in self.financings_on(asset, OWING)]


def held(financing: FinancingId, basis: Basis) -> tuple[Any, ...]:
    """A financing with its papers, as the contract takes them."""
    return (financing, (basis.whole, [(part.document, part.share) for part in basis.parts]))
