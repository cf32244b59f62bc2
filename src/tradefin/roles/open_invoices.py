"""The invoices that a bank knows from its papers, as they stand on the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tradefin.documents import Participants, Party, TradeDocument, normal
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.events import Collected
from tradefin.ids import DocumentId, OrgId
from tradefin.models import Document
from tradefin.money import Money
from tradefin.receipts.payers import Who, numbers_in
from tradefin.roles.drafting import Drafter
from tradefin.roles.reads import Reads

Papers = Iterable[TradeDocument] | Mapping[str, DocumentId]


@dataclass(slots=True, repr=False, eq=False)
class Known:
    """An invoice in the bank's files: its number in normal form, and who owes it."""

    number: str
    paper: TradeDocument | None = None
    id: DocumentId | None = None
    debtor: Who = field(default_factory=Who)


@dataclass(slots=True, repr=False, eq=False)
class Standing:
    """An invoice on the chain: what is open of it, and who is owed what on it, by rank."""

    document: Document
    number: str
    debtor: Who
    open: Money
    ranks: list[tuple[OrgId, Money]]
    last: Money | None = None
    """The payment before, None where there was none."""

    def has_rank(self, bank: OrgId) -> bool:
        return any(lender == bank and owed.minor > 0 for lender, owed in self.ranks)

    def pay(self, amount: Money, *, in_full: bool) -> None:
        """What a collection of `amount` would leave; a dry run's chain."""
        nothing, left, ranks = Money(0, amount.currency), amount, []
        for lender, owed in self.ranks:
            part = min(left, owed)
            left -= part
            ranks.append((lender, owed - part))
        self.ranks, self.last = ranks, amount
        self.open = nothing if in_full else max(self.open - amount, nothing)


class Invoices:
    """Found by number and by debtor. The chain is asked for one when it is first needed."""

    def __init__(
        self, reads: Reads, drafter: Drafter, aliases: Participants, papers: Papers
    ) -> None:
        """Raises InvalidInput for a paper that has no key, before anything is sent."""
        self._reads = reads
        self._drafter = drafter
        self._aliases = aliases
        self._by_chain = isinstance(papers, Mapping)
        self._standing: dict[DocumentId, Standing] = {}
        self._missing: set[int] = set()
        self._currency: dict[DocumentId, str] = {}
        self._numbered: dict[str, list[Known]] = {}
        self._owed: dict[str, list[Known]] = {}
        known = _mapped(papers) if isinstance(papers, Mapping) else self._read(papers)
        for one in known:
            self._numbered.setdefault(one.number, []).append(one)
            for label in one.debtor.labels:
                self._owed.setdefault(label, []).append(one)

    def named_in(self, text: str) -> dict[str, list[Standing]]:
        """The invoices whose number stands in `text`, by number."""
        found = sorted(numbers_in(text, self._numbered))
        return {number: self._of(self._numbered[number]) for number in found}

    def owed_by(self, who: Who) -> list[Standing]:
        """The invoices of which `who` is the debtor, oldest due first."""
        owed = self._of(self._files_of(who))
        return sorted(owed, key=lambda s: (s.document.due is None, s.document.due, s.number))

    def has_debtor(self, who: Who) -> bool:
        """Whether `who` is the debtor of any, be it attested or not."""
        return bool(self._files_of(who))

    def payer(self, party: Party) -> Who:
        """Who that is, in the terms in which debtors are known here.

        Raises InvalidInput where the party's identifiers belong to different participants.
        """
        who = Who.of(party, self._aliases)
        if not self._by_chain or who.identity is None:
            return who
        number = self._reads.organisation_number(who.identity)
        return who if number is None else _organisation(number)

    def is_of(self, event: Collected, amount: Money) -> bool:
        """Whether a collection was of this amount, in its currency."""
        if event.amount != amount.minor:
            return False
        if event.asset not in self._currency:
            self._currency[event.asset] = self._reads.document(event.asset).currency
        return self._currency[event.asset] == amount.currency

    def left_by(self, event: Collected) -> Money | None:
        """What an invoice has open since a collection; None for nothing, or after another one."""
        left = self._reads.document(event.asset).open
        paid = self._reads.collections(asset=event.asset) if left.minor else []
        return left if paid and paid[-1].bank_reference == event.bank_reference else None

    def forget(self, document: DocumentId) -> None:
        """Has the chain asked anew for an invoice."""
        self._standing.pop(document, None)

    def _files_of(self, who: Who) -> list[Known]:
        if self._by_chain and not self._owed:
            self._ask_for_debtors()
        labelled = (one for label in sorted(who.labels) for one in self._owed.get(label, []))
        return [one for one in dict.fromkeys(labelled) if who.is_same_as(one.debtor)]

    def _of(self, known: Iterable[Known]) -> list[Standing]:
        found = (self._ask(one) for one in known)
        return list(dict.fromkeys(standing for standing in found if standing is not None))

    def _ask(self, one: Known) -> Standing | None:
        if id(one) in self._missing:
            return None
        if one.id in self._standing:
            return self._standing[one.id]
        document = self._document(one)
        if document is None:
            self._missing.add(id(one))
            return None
        one.id = document.id
        if document.id not in self._standing:
            self._standing[document.id] = self._ask_for(document, one)
        return self._standing[document.id]

    def _ask_for(self, document: Document, one: Known) -> Standing:
        ranks = self._reads.owed_on(document.id)
        debtor = _organisation(document.counterparty) if self._by_chain else one.debtor
        standing = Standing(document, one.number, debtor, document.open, ranks)
        if document.consumed.minor:
            paid = self._reads.collections(asset=document.id)
            standing.last = Money(paid[-1].amount, document.currency) if paid else None
        return standing

    def _document(self, one: Known) -> Document | None:
        """The paper on record with these contents, or the only one there is under its number."""
        if one.id is not None:
            return self._reads.find_document(one.id)
        if one.paper is None:
            return None
        found = list(self._drafter.standing(one.paper))
        same = (document for document, is_same in found if is_same)
        return next(same, found[0][0] if len(found) == 1 else None)

    def _ask_for_debtors(self) -> None:
        for one in [one for listed in self._numbered.values() for one in listed]:
            standing = self._ask(one)
            if standing is not None:
                one.debtor = standing.debtor
                for label in standing.debtor.labels:
                    self._owed.setdefault(label, []).append(one)

    def _read(self, papers: Iterable[TradeDocument]) -> Iterable[Known]:
        for paper in papers:
            if paper.kind is DocumentKind.INVOICE:
                self._drafter.keys(paper)
                yield Known(normal(paper.number or ""), paper, debtor=self._debtor(paper))

    def _debtor(self, paper: TradeDocument) -> Who:
        try:
            return Who.of(paper.counterparty, self._aliases)
        except InvalidInput:
            return Who()


def _mapped(papers: Mapping[str, DocumentId]) -> Iterable[Known]:
    for number, document in papers.items():
        if not normal(number):
            raise InvalidInput("an invoice's number has neither letter nor digit")
        yield Known(normal(number), id=document)


def _organisation(number: OrgId) -> Who:
    return Who.known_as(f"ORG:{number}") if number else Who()
