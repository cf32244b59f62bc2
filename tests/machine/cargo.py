"""Rights in goods: a model of what may be lent on them, and of their surrender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tests.machine.days import DAY, at
from tests.machine.papers import Paper, require_kind
from tests.machine.uses import Registries
from tradefin.enums import DocumentKind
from tradefin.errors import (
    AttestorNotOfDocument,
    DeclarationsOutOfBounds,
    DocumentInUse,
    DocumentIsFrozen,
    DocumentNotCargo,
    LineLendsNoCargo,
    SurrenderOutOfBounds,
    ValuationInFuture,
    ValuationStale,
)


class Terms(Protocol):
    """What a line says of cargo."""

    id: int
    cargo: int
    valuation: int


def is_cargo(document: bytes) -> bool:
    return document[0] in (DocumentKind.WAREHOUSE_RECEIPT, DocumentKind.BILL_OF_LADING)


def require_papers(cargo: bool, declarations: int) -> None:
    """One to sixteen with an invoice, none with cargo."""
    if cargo and declarations:
        raise DeclarationsOutOfBounds(declarations, 0)
    if not cargo and not 0 < declarations <= 16:
        raise DeclarationsOutOfBounds(declarations, 16)


@dataclass
class Warehouse(Registries):
    """Papers as assets, by kind and by how long ago they were valued."""

    def _paper(self, t: int, document: bytes, kind: DocumentKind) -> Paper:
        paper = self.sound(t, document)
        require_kind(document, kind)
        return paper

    def freshly_valued(self, t: int, line: Terms, document: bytes) -> Paper:
        if not line.cargo:
            raise LineLendsNoCargo(line.id)
        paper = self._paper(t, document, DocumentKind.WAREHOUSE_RECEIPT)
        valued, oldest = paper.said.due, t - line.valuation * DAY
        if valued > t:
            raise ValuationInFuture(document, at(valued))
        if valued < oldest:
            raise ValuationStale(document, at(valued), at(oldest))
        return paper

    def surrender(self, t: int, who: str, document: bytes, amount: int) -> None:
        paper, keeper = self.known(document), self.org(who)
        self.require_unfrozen(keeper)
        if paper.attestor != keeper:
            raise AttestorNotOfDocument(document, paper.attestor, keeper)
        if not is_cargo(document):
            raise DocumentNotCargo(document)
        frozen = self.stops[document].frozen if document in self.stops else 0
        if t <= frozen:
            raise DocumentIsFrozen(document, at(frozen))
        self.require_unfrozen(paper.said.holder)
        if paper.used:
            raise DocumentInUse(document, paper.used)
        if not 0 < amount <= paper.open:
            raise SurrenderOutOfBounds(document, amount, paper.open)
        paper.consumed += amount
