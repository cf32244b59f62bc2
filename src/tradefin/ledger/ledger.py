"""The ledger: reads a deployment's events once, in order, and answers from SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from importlib.resources import files as resources
from os import PathLike, fspath

from tradefin.errors import ChainError, InvalidInput
from tradefin.events import Event
from tradefin.ids import DocumentId, FinancingId, OrgId
from tradefin.ledger import bookings, covers, debts, deposits, histories, papers, totals
from tradefin.ledger.filing import enter
from tradefin.ledger.records import (
    CapitalPoint,
    CoverPoint,
    DebtPoint,
    Dilution,
    DocumentPoint,
    Exposure,
    FinancingFacts,
    PaymentFact,
    ReceiptEntry,
    Stops,
)
from tradefin.roles.network import Network

VERSION = 5
_ROOMS = (papers, debts, bookings, covers, deposits)  # imported for what they file


class Ledger:
    """Events of one deployment in SQLite. A context manager: leaving it closes the file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def open(cls, path: str | PathLike[str] = ":memory:") -> Ledger:
        """Opens a ledger, a new one where there is none.

        Raises InvalidInput where the file is something else, or was made by another version.
        """
        db = sqlite3.connect(fspath(path))
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
            if version == 0 and empty:
                db.executescript(resources(__package__).joinpath("schema.sql").read_text())
            elif version != VERSION:
                raise InvalidInput(f"{path} is no ledger of version {VERSION}; choose another file")
        except sqlite3.DatabaseError as fault:
            db.close()
            raise InvalidInput(f"{path} can't be opened as a ledger: {fault}") from None
        except InvalidInput:
            db.close()
            raise
        return cls(db)

    def __repr__(self) -> str:
        return f"Ledger({self._db.execute('SELECT count(*) FROM events').fetchone()[0]} events)"

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def follow(self, net: Network) -> int:
        """Files what happened since the last call, all of it or nothing; returns how many events.

        Raises InvalidInput where the ledger follows another deployment, ChainError where the chain
        no longer has the last event filed: it was reset or reorganised.
        """
        with self._db:
            self._pin(net)
            last = self._db.execute(
                "SELECT block, tx, log_index FROM events ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            if last is None:
                return self._file(net.events())
            block, *place = last
            events = list(net.events(since=block))
            if tuple(place) not in {_place(event) for event in events}:
                raise ChainError(
                    f"the chain has another block {block} than the one that was filed; "
                    "open a new ledger and follow from the start"
                )
            return self._file(events)

    def file(self, events: Iterable[Event]) -> int:
        """Files events in the order given, each once; returns how many were new.

        They need what `Network.events` gives them: receipt, time and log index.
        """
        with self._db:
            return self._file(events)

    def document_history(self, document: DocumentId) -> tuple[DocumentPoint, ...]:
        """What a paper bore over time; empty where nobody attested it."""
        return histories.document(self._db, document)

    def stops(self, document: DocumentId) -> Stops:
        """What a regulator and attestors last said against new uses of a paper, known or not."""
        return histories.stops(self._db, document)

    def debt_history(self, financing: FinancingId) -> tuple[DebtPoint, ...]:
        """The principal outstanding over time, from funding on."""
        return histories.debt(self._db, financing)

    def cover_history(self, financing: FinancingId) -> tuple[CoverPoint, ...]:
        """The cover over time, from the first guarantee on."""
        return histories.cover(self._db, financing)

    def capital_history(self, guarantor: OrgId, currency: str) -> tuple[CapitalPoint, ...]:
        """A guarantor's deposit over time."""
        return histories.capital(self._db, guarantor, currency)

    def exposure(self, org: OrgId) -> tuple[Exposure, ...]:
        """What an organisation has at stake, by currency; empty where it has nothing."""
        return totals.exposure(self._db, org)

    def financing(self, financing: FinancingId) -> FinancingFacts:
        """What happened to a financing; InvalidInput where there is none."""
        return totals.financing(self._db, financing)

    def payment_history(self, enterprise: OrgId) -> tuple[PaymentFact, ...]:
        """Receipts on what an enterprise borrowed, in order, against the day they were due."""
        return totals.payments(self._db, enterprise)

    def receipt_book(self, payer: OrgId) -> tuple[ReceiptEntry, ...]:
        """What an organisation booked as collected, and its counter-entries, in order."""
        return bookings.receipts(self._db, payer)

    def dilution(self, debtor: OrgId) -> tuple[Dilution, ...]:
        """What of a debtor's invoices was credited or cleared, by currency; 0 for debtors that are
        no participants."""
        return bookings.dilution(self._db, debtor)

    def _pin(self, net: Network) -> None:
        """One ledger, one deployment."""
        deployment = net.deployment
        source = (deployment.chain_id, deployment.address("DocumentRegistry"))
        known = self._db.execute("SELECT chain_id, registry FROM source").fetchone()
        if known is None:
            self._db.execute("INSERT INTO source VALUES (?, ?)", source)
        elif tuple(known) != source:
            raise InvalidInput(
                f"this ledger follows {known[1]} on chain {known[0]}, not {source[1]} on "
                f"{source[0]}; open another one for that"
            )

    def _file(self, events: Iterable[Event]) -> int:
        return sum(enter(self._db, event) for event in events)


def _place(event: Event) -> tuple[bytes, int | None] | None:
    return None if event.receipt is None else (event.receipt.transaction, event.log_index)
