"""What counts of what attestors say: versions, epochs, signatures, batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from eth_utils.crypto import keccak

from tests.machine.days import DAY, at
from tests.machine.papers import Paper, Said, require_kind
from tests.machine.stops import Stops
from tradefin.errors import (
    AttestorNotOfDocument,
    BatchAlreadyAnchored,
    BatchNotAnchored,
    CurrencyMismatch,
    DocumentAlreadyAttested,
    DocumentConflict,
    DocumentInUse,
    DocumentIsRevoked,
    DocumentKnownAs,
    EpochIsCurrent,
    EpochNotLive,
    EpochNotOver,
    EpochsTooMany,
    KindNotEntitled,
    OtherKeysMissing,
    OtherKeysTooMany,
    SignatureInvalid,
    StatementExpired,
    StatementIncomplete,
    VersionOutranked,
)

MOST_EPOCHS = 4
EPOCH_LIFE = 730 * DAY


class Signed(NamedTuple):
    """A statement under its attestor's signature, or under one that isn't its."""

    said: Said
    signer: str
    forged: bool = False


class Leaf(NamedTuple):
    """A statement with its way to a root."""

    said: Said
    attestor: int
    proof: tuple[bytes, ...]

    @property
    def root(self) -> bytes:
        node = self.said.leaf
        for other in self.proof:
            node = keccak(min(node, other) + max(node, other))
        return node


@dataclass
class Statements(Stops):
    """`batches` by attestor and root: whether it answers for them still."""

    batches: dict[tuple[int, bytes], bool] = field(default_factory=dict)
    oldest: int = 1
    current: int = 1
    ended: dict[int, int] = field(default_factory=dict)

    def attest(self, t: int, who: str, s: Said) -> None:
        self._enter(t, s, *self.attestor(who, s.kind, s.holder, s.counterparty))

    def present(self, t: int, signed: list[Signed], leaves: list[Leaf]) -> None:
        for s, signer, forged in signed:
            if forged:
                raise SignatureInvalid(self.addresses[signer], s.document)
            self._count(t, s, *self.attestor(signer, s.kind, s.holder, s.counterparty))
        for leaf in leaves:
            s, attestor = leaf.said, leaf.attestor
            if not self.batches.get((attestor, leaf.root)):
                raise BatchNotAnchored(attestor, leaf.root)
            entitled = self.attests(attestor, s.kind, s.holder, s.counterparty)
            self._count(t, s, attestor, entitled)

    def _count(self, t: int, s: Said, attestor: int, entitled: bool) -> None:
        """Nothing comes of what stands, unless a debtor alone says it and an attestor does now."""
        paper = self.papers.get(s.document)
        if paper is None or not paper.says(s) or (entitled and paper.by_debtor):
            self._enter(t, s, attestor, entitled)

    def _enter(self, t: int, s: Said, attestor: int, entitled: bool) -> None:
        if t > s.valid_until:
            raise StatementExpired(s.document, at(s.valid_until))
        if not s.holder or not s.amount or not any(s.commitment):
            raise StatementIncomplete(s.document)
        paper = self.papers.get(s.document)
        if s.version == 0:
            raise VersionOutranked(s.document, paper.said.version if paper else 0, 0)
        if s.document in self.bound:
            raise DocumentKnownAs(s.document, s.document)
        require_kind(s.document, s.kind)
        first = paper is None or (entitled and paper.by_debtor)
        if first:
            self._require_live(s, entitled)
        elif paper:
            _require_later(paper, s, attestor, entitled)
        if paper and (paper.commits or not first):
            _require_terms(paper, s)
        if entitled:
            self._bind(t, s, first)
        if paper is None:
            self.papers[s.document] = Paper(s, attestor, by_debtor=not entitled)
            return
        paper.said, paper.attestor = s, attestor
        if first:
            paper.by_debtor = paper.revoked = False

    def revoke(self, _: int, who: str, document: bytes) -> None:
        paper = self.known(document)
        if paper.revoked:
            raise DocumentIsRevoked(document)
        own = paper.said
        caller, _entitled = self.attestor(who, own.kind, 0, own.counterparty)
        if paper.attestor != caller:
            raise AttestorNotOfDocument(document, paper.attestor, caller)
        paper.revoked = True

    # Batches

    def anchor(self, _: int, who: str, root: bytes) -> None:
        attestor = self.active(who).org
        if (attestor, root) in self.batches:
            raise BatchAlreadyAnchored(attestor, root)
        self.batches[attestor, root] = True

    def retract(self, _: int, who: str, root: bytes) -> None:
        """Suspended or not."""
        if not self.batches.get((self.org(who), root)):
            raise BatchNotAnchored(self.org(who), root)
        self.batches[self.org(who), root] = False

    # Epochs

    def rotate(self, t: int, who: str) -> None:
        self.require_registrar(who)
        if self.current - self.oldest + 1 == MOST_EPOCHS:
            raise EpochsTooMany(MOST_EPOCHS)
        self.ended[self.current] = t
        self.current += 1

    def retire(self, t: int, who: str) -> None:
        self.require_registrar(who)
        if self.oldest == self.current:
            raise EpochIsCurrent(self.oldest)
        over = self.ended[self.oldest] + EPOCH_LIFE
        if t < over:
            raise EpochNotOver(self.oldest, at(over))
        self.oldest += 1

    def _require_live(self, s: Said, entitled: bool) -> None:
        if not self.oldest <= s.epoch <= self.current:
            raise EpochNotLive(s.epoch, self.oldest, self.current)
        given, expected = len(s.other_keys), s.epoch - self.oldest
        if entitled and given < expected:
            raise OtherKeysMissing(s.document, given, expected)

    def _bind(self, t: int, s: Said, first: bool) -> None:
        """A debtor's other keys count for nothing: it doesn't hold the secret."""
        if len(s.other_keys) >= MOST_EPOCHS:
            raise OtherKeysTooMany(s.document, len(s.other_keys), MOST_EPOCHS - 1)
        for key in s.other_keys:
            require_kind(key, s.kind)
            other = self.papers.get(key)
            stands = other is not None and other.keeps_off
            taken = first and key in self.bound
            if stands or taken or self.stopped(t, key) or key == s.document:
                raise DocumentKnownAs(s.document, key)
            self.bound.setdefault(key, s.document)


def _require_later(paper: Paper, s: Said, attestor: int, entitled: bool) -> None:
    own = paper.said
    if paper.says(s):
        raise DocumentAlreadyAttested(s.document, own.version)
    if s.version < own.version:
        raise VersionOutranked(s.document, own.version, s.version)
    if s.version == own.version:
        raise DocumentConflict(s.document, own.commitment, s.commitment)
    if paper.attestor != attestor:
        raise AttestorNotOfDocument(s.document, paper.attestor, attestor)
    if not (entitled or paper.by_debtor):
        raise KindNotEntitled(attestor, s.kind)
    if paper.revoked:
        raise DocumentIsRevoked(s.document)


def _require_terms(paper: Paper, s: Said) -> None:
    own = paper.said
    if own.currency != s.currency:
        raise CurrencyMismatch(own.currency, s.currency)
    if paper.used and s.kept_parties != own.kept_parties:
        raise DocumentInUse(s.document, paper.used)
