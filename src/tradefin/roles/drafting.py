"""From papers to the statements about them, their parties found among the participants."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tradefin.documents import Participants, Secrets, TradeDocument
from tradefin.documents.kinds import VALUED
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId, OrgId
from tradefin.models import Document
from tradefin.money import Money
from tradefin.roles.attestations import Attestation
from tradefin.roles.reads import Reads

CARGO = frozenset({DocumentKind.BILL_OF_LADING, DocumentKind.WAREHOUSE_RECEIPT})
"""Rights in goods: what is stated of them is what the goods are worth."""

SUFFIXES = ("", *"23456789")
"""Under which papers that share issuer, number and year stand, in the order they are given."""

VALID_FOR = timedelta(days=365)
"""How long new financings may rest on a paper where its attestor says nothing else."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one paper: `document` its id, under the secret of `epoch`; `others` the live ones
    beside it."""

    document: DocumentId
    epoch: int
    others: tuple[DocumentId, ...]


class Drafter:
    """Drafts statements; asks the chain once for the epochs, the time and each organisation."""

    def __init__(self, reads: Reads, secrets: Secrets, aliases: Participants) -> None:
        self._reads = reads
        self._secrets = secrets
        self._aliases = aliases
        self._oldest, self._current = reads.epochs()
        self._now = reads.now()
        self._valid_until = self._now + VALID_FOR
        self._numbers: dict[str, OrgId | None] = {}

    def keys(self, paper: TradeDocument, suffix: str = "") -> Keys:
        """The paper's id: its key under the first epoch in which anything stands under one.

        Raises InvalidInput as `business_key` does, and where the secret of an epoch is missing,
        live or retired: a paper of its time would not be known again.
        """
        epochs = range(1, self._current + 1)
        keys = {epoch: self.key(paper, epoch, suffix) for epoch in epochs}
        first = self._current
        if len(keys) > 1:
            stands = (epoch for epoch, key in keys.items() if self._reads.stands_under(key))
            first = next(stands, self._current)
        live = range(self._oldest, self._current + 1)
        others = tuple(key for epoch, key in keys.items() if epoch in live and epoch != first)
        return Keys(keys[first], first, others)

    def key(self, paper: TradeDocument, epoch: int, suffix: str = "") -> DocumentId:
        """The paper's key under the secret of `epoch`."""
        secret = self._secrets[epoch]
        return paper.business_key(secret, participants=self._aliases, suffix=suffix)

    def draft(
        self,
        paper: TradeDocument,
        *,
        version: int = 1,
        valid_until: datetime | None = None,
        suffix: str = "",
        value: Money | None = None,
        valued: date | None = None,
    ) -> Attestation:
        """The statement about `paper`. `value` is what a paper that states no amount, or an asset,
        is worth; `valued` the day on whose first second an asset is, the chain's time if None. A
        straight bill of lading is never valued, so that nothing is lent on it.

        Raises InvalidInput where the paper has no number, issuer or positive amount, where its
        holder isn't admitted, and for a suffix that isn't the next of SUFFIXES or a paper that
        stands under an earlier one.
        """
        if suffix:
            self._require_another(paper, suffix)
        keys, commitment = self._digests(paper, suffix)
        if paper.holder is None:
            raise InvalidInput("the paper doesn't say who holds the right in it")
        holder = self._number(paper.holder.identity(self._aliases))
        if holder is None:
            raise InvalidInput("the paper's holder isn't an admitted organisation; admit it first")
        return Attestation(
            document=keys.document,
            commitment=commitment,
            kind=paper.kind,
            holder=holder,
            counterparty=self._debtor(paper),
            amount=_amount(paper, value),
            due=self._due(paper, valued),
            valid_until=valid_until or self._valid_until,
            version=version,
            epoch=keys.epoch,
            other_keys=keys.others,
        )

    def _due(self, paper: TradeDocument, valued: date | None) -> datetime | None:
        if paper.fields.get("to_order") == "false":
            if valued is not None:
                raise InvalidInput(
                    "a straight bill of lading is not negotiable, so it isn't valued"
                )
            return None
        if paper.kind in VALUED:
            return self._now if valued is None else datetime.combine(valued, time(), UTC)
        if valued is not None:
            raise InvalidInput(f"a paper of kind {paper.kind.name} is not valued as of a day")
        return None if paper.due_date is None else close_of(paper.due_date)

    def commitment(self, paper: TradeDocument, epoch: int, suffix: str = "") -> bytes:
        """The root over the paper's fields under the secret of `epoch`."""
        secret = self._secrets[epoch]
        return paper.commitment(secret, participants=self._aliases, suffix=suffix)

    def _digests(self, paper: TradeDocument, suffix: str) -> tuple[Keys, bytes]:
        if self._current > 1:
            keys = self.keys(paper, suffix)
            return keys, self.commitment(paper, keys.epoch, suffix)
        secret = self._secrets[1]
        key, root = paper.digests(secret, participants=self._aliases, suffix=suffix)
        return Keys(key, 1, ()), root

    def standing(self, paper: TradeDocument) -> Iterator[tuple[Document, bool]]:
        """What is attested under the paper's number, suffix by suffix, and whether it is this
        paper."""
        for suffix in SUFFIXES:
            keys = self.keys(paper, suffix)
            known = self._reads.find_document(keys.document)
            if known is None:
                return
            yield known, self.commitment(paper, keys.epoch, suffix) == known.commitment

    def _require_another(self, paper: TradeDocument, suffix: str) -> None:
        """A suffix is for a paper that really is another one, and given in turn."""
        if suffix not in SUFFIXES:
            raise InvalidInput(f"a suffix is one of {', '.join(SUFFIXES[1:])}")
        before = list(itertools.islice(self.standing(paper), SUFFIXES.index(suffix)))
        if any(same for _, same in before):
            raise InvalidInput("the paper is attested already, under an earlier suffix or none")
        if len(before) < SUFFIXES.index(suffix):
            raise InvalidInput(
                f"suffix {suffix} comes after the papers before it; attest or present those first"
            )

    def _debtor(self, paper: TradeDocument) -> OrgId:
        """The debtor's number; 0 where the paper names none that can be told or is admitted."""
        if paper.counterparty is None:
            return OrgId(0)
        try:
            identity = paper.counterparty.identity(self._aliases)
        except InvalidInput:
            return OrgId(0)
        return self._number(identity) or OrgId(0)

    def _number(self, identity: str) -> OrgId | None:
        if identity not in self._numbers:
            self._numbers[identity] = self._reads.organisation_number(identity)
        return self._numbers[identity]


def close_of(day: date) -> datetime:
    """The last second of a day, UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def _amount(paper: TradeDocument, value: Money | None) -> Money:
    if value is not None and paper.total is not None and paper.kind not in VALUED:
        raise InvalidInput("the paper states its own amount, so that no other value counts")
    amount = paper.receivable if value is None else value
    if amount is None:
        raise InvalidInput(
            "the paper states no amount, so nothing can rest on it; its attestor may give a value"
        )
    return amount
