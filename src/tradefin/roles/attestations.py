"""What an attestor says of a paper, and how it comes to the chain: signed, or out of a batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from eth_account.signers.base import BaseAccount
from eth_utils.address import to_checksum_address

from tradefin.documents.keccak import keccak
from tradefin.documents.merkle import Tree
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId, OrgId
from tradefin.money import Money, currency_code, currency_number

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
    ("epoch", "uint16"),
    ("otherKeys", "bytes32[]"),
)
_TYPE = f"Statement({','.join(f'{kind} {name}' for name, kind in _FIELDS)})"
_TYPEHASH = keccak(_TYPE.encode())


@dataclass(frozen=True, slots=True)
class Attestation:
    """What an attestor says of a paper: digests, parties, amount; nothing that the paper says.

    `document` is the paper's key under the secret of `epoch`, `other_keys` its keys under the other
    live epochs.
    """

    document: DocumentId
    commitment: bytes
    kind: DocumentKind
    holder: OrgId
    counterparty: OrgId
    amount: Money
    due: datetime | None
    valid_until: datetime
    version: int
    epoch: int = 1
    other_keys: tuple[DocumentId, ...] = ()

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
            self.epoch,
            list(self.other_keys),
        )

    @classmethod
    def of(cls, values: Sequence[Any]) -> Attestation:
        """Out of the contract's values."""
        document, commitment, kind, holder, debtor, amount, currency, due, until, *rest = values
        version, epoch, others = rest
        return cls(
            DocumentId(document),
            commitment,
            DocumentKind(kind),
            OrgId(holder),
            OrgId(debtor),
            Money(amount, currency_code(currency)),
            datetime.fromtimestamp(due, UTC) if due else None,
            datetime.fromtimestamp(until, UTC),
            version,
            epoch,
            tuple(map(DocumentId, others)),
        )

    @property
    def leaf(self) -> bytes:
        """keccak256 of EIP-712's hashStruct: how the statement stands in a batch."""
        document, commitment, *numbers, others = self.values()
        words = b"".join(number.to_bytes(32, "big") for number in numbers)
        keys = keccak(b"".join(others))
        return keccak(keccak(b"".join((_TYPEHASH, document, commitment, words, keys))))


@dataclass(frozen=True, slots=True)
class SignedAttestation:
    """An attestation with its attestor's EIP-712 signature; anybody may present it."""

    attestation: Attestation
    signer: str
    signature: bytes

    def values(self) -> tuple[Any, ...]:
        """The fields in the contract's order."""
        return self.attestation.values(), self.signer, self.signature

    def to_json(self) -> str:
        """For the way to whoever presents it."""
        return _to_json(self.attestation, signer=self.signer, signature=self.signature.hex())


@dataclass(frozen=True, slots=True)
class AnchoredAttestation:
    """An attestation with its way to a root that its attestor anchored; anybody may present it."""

    attestation: Attestation
    attestor: OrgId
    proof: tuple[bytes, ...]

    def values(self) -> tuple[Any, ...]:
        """The fields in the contract's order."""
        return self.attestation.values(), self.attestor, list(self.proof)

    def to_json(self) -> str:
        """For the way to whoever presents it."""
        proof = [node.hex() for node in self.proof]
        return _to_json(self.attestation, attestor=self.attestor, proof=proof)


Evidence = SignedAttestation | AnchoredAttestation


@dataclass(frozen=True, slots=True)
class Batch:
    """Attestations under one root, which stands on the chain once it is anchored."""

    attestor: OrgId
    attestations: tuple[Attestation, ...]
    tree: Tree

    @classmethod
    def of(cls, attestor: OrgId, attestations: Sequence[Attestation]) -> Batch:
        """Raises InvalidInput for none, and for two of the same words."""
        given = tuple(attestations)
        return cls(attestor, given, Tree.of([one.leaf for one in given]))

    @property
    def root(self) -> bytes:
        return self.tree.root

    def __len__(self) -> int:
        return len(self.attestations)

    def evidence(self, attestation: Attestation) -> AnchoredAttestation:
        """One attestation of the batch with its proof. Raises InvalidInput where it isn't in it."""
        return AnchoredAttestation(attestation, self.attestor, self.tree.proof(attestation.leaf))

    def __getitem__(self, index: int) -> AnchoredAttestation:
        return self.evidence(self.attestations[index])


def parted(evidence: Iterable[Evidence]) -> tuple[list[object], list[object]]:
    """Signed and anchored statements apart, as the contract takes them."""
    signed: list[object] = []
    anchored: list[object] = []
    for one in evidence:
        (signed if isinstance(one, SignedAttestation) else anchored).append(one.values())
    return signed, anchored


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


def evidence_of(text: str) -> Evidence:
    """Evidence out of its JSON. Raises InvalidInput for anything else."""
    try:
        given = json.loads(text)
        document, commitment, *numbers, others = given["statement"]
        keys = [bytes.fromhex(key) for key in others]
        attestation = Attestation.of(
            (bytes.fromhex(document), bytes.fromhex(commitment), *numbers, keys)
        )
        if "signature" in given:
            signature = bytes.fromhex(given["signature"])
            return SignedAttestation(attestation, to_checksum_address(given["signer"]), signature)
        proof = tuple(bytes.fromhex(node) for node in given["proof"])
        return AnchoredAttestation(attestation, OrgId(int(given["attestor"])), proof)
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        raise InvalidInput("the text is no evidence of an attestation in JSON") from None


def _to_json(attestation: Attestation, **more: Any) -> str:
    document, commitment, *numbers, others = attestation.values()
    statement = [document.hex(), commitment.hex(), *numbers, [key.hex() for key in others]]
    return json.dumps({"statement": statement, **more})
