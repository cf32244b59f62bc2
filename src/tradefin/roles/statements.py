"""From a paper to the statement about it that goes on the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from eth_account.signers.base import BaseAccount

from tradefin.documents import TradeDocument
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId, OrgId
from tradefin.money import Money, currency_number
from tradefin.roles.reads import Reads

VALID_FOR = timedelta(days=365)
"""How long new financings may rest on a paper where its attestor says nothing else."""

Aliases = Mapping[tuple[str, str], str]

_FIELDS = (
    ("document", "bytes32"),
    ("commitment", "bytes32"),
    ("kind", "uint8"),
    ("holder", "uint32"),
    ("counterparty", "uint32"),
    ("amount", "uint96"),
    ("currency", "uint16"),
    ("due", "uint40"),
    ("validUntil", "uint40"),
    ("version", "uint8"),
)


@dataclass(frozen=True, slots=True)
class Attestation:
    """What an attestor says of a paper: digests, parties, amount; nothing that the paper says."""

    document: DocumentId
    commitment: bytes
    kind: DocumentKind
    holder: OrgId
    counterparty: OrgId
    amount: Money
    due: datetime | None
    valid_until: datetime
    version: int

    def values(self) -> tuple[Any, ...]:
        """The fields in the contract's order and units."""
        return (
            self.document,
            self.commitment,
            int(self.kind),
            self.holder,
            self.counterparty,
            self.amount.minor,
            currency_number(self.amount.currency),
            0 if self.due is None else int(self.due.timestamp()),
            int(self.valid_until.timestamp()),
            self.version,
        )


@dataclass(frozen=True, slots=True)
class SignedAttestation:
    """An attestation with its attestor's EIP-712 signature; anybody may present it."""

    attestation: Attestation
    signer: str
    signature: bytes


def attestation_of(
    reads: Reads,
    paper: TradeDocument,
    secret: bytes,
    aliases: Aliases,
    *,
    version: int,
    valid_until: datetime | None,
) -> Attestation:
    """The statement about `paper`, its parties found among the participants.

    Raises InvalidInput where the paper has no number, issuer or positive amount, or where its
    holder isn't admitted.
    """
    key = paper.business_key(secret, participants=aliases)
    if paper.receivable is None:
        raise InvalidInput("the paper has no amount due, so nothing can be financed on it")
    if paper.holder is None:
        raise InvalidInput("the paper doesn't say who holds the right in it")
    holder = reads.organisation_number(paper.holder.identity(aliases))
    if holder is None:
        raise InvalidInput("the paper's holder isn't an admitted organisation; admit it first")
    return Attestation(
        document=key,
        commitment=paper.commitment(secret, participants=aliases),
        kind=paper.kind,
        holder=holder,
        counterparty=_debtor(reads, paper, aliases),
        amount=paper.receivable,
        due=None if paper.due_date is None else close_of(paper.due_date),
        valid_until=valid_until or reads.now() + VALID_FOR,
        version=version,
    )


def close_of(day: date) -> datetime:
    """The last second of a day, UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def sign(
    attestation: Attestation, account: BaseAccount, chain_id: int, registry: str
) -> SignedAttestation:
    """Signs for one registry on one chain; worthless anywhere else."""
    names = [name for name, _ in _FIELDS]
    signed = account.sign_typed_data(  # type: ignore[attr-defined]
        domain_data={
            "name": "tradefin DocumentRegistry",
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": registry,
        },
        message_types={"Statement": [{"name": n, "type": t} for n, t in _FIELDS]},
        message_data=dict(zip(names, attestation.values(), strict=True)),
    )
    return SignedAttestation(attestation, str(account.address), bytes(signed.signature))


def _debtor(reads: Reads, paper: TradeDocument, aliases: Aliases) -> OrgId:
    """The debtor's number; 0 where the paper names none that can be told or is admitted."""
    if paper.counterparty is None:
        return OrgId(0)
    try:
        identity = paper.counterparty.identity(aliases)
    except InvalidInput:
        return OrgId(0)
    return reads.organisation_number(identity) or OrgId(0)
