"""Gas of every verb and size of every contract, written to snapshots/gas.json.

    python benchmarks/gas.py

Receipt gas on the embedded chain (py-evm, Cancun rules), counters and balances above zero,
allowances maximal. Every number is the same on every machine, so that a change shows in the diff.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import Consortium, assemble, usd
from tradefin import documents, local, samples
from tradefin.chain.artifacts import artifact, names
from tradefin.events import Event
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, LineId
from tradefin.roles.bank import Bank

SNAPSHOT = Path(__file__).resolve().parents[1] / "snapshots" / "gas.json"


def gas(event: Event) -> int:
    assert event.receipt is not None
    assert event.receipt.gas is not None
    return event.receipt.gas


class Bench:
    """A consortium that has done each thing once before."""

    def __init__(self, c: Consortium) -> None:
        self.c = c
        self.serial = 200
        self.found: dict[str, int] = {}
        self.line = c.line(limit="4000000.00")
        warm = self.present("")
        financing = self.request("", self.line, warm)
        self.guarantee("", financing)
        c.bank.fund(financing)
        c.exporter.repay(financing)

    def note(self, name: str, event: Event) -> None:
        if name:
            self.found[name] = gas(event)

    def present(self, name: str) -> tuple[DocumentId, DocumentId]:
        self.serial += 1
        trade = samples.trade(self.c.net.now().date(), serial=self.serial)
        signed = (
            self.c.bank.sign(documents.read(trade.invoice)),
            self.c.customs.sign(documents.read(trade.declaration)),
        )
        invoice, declaration = self.c.exporter.present(*signed)
        self.note(name, invoice)
        return invoice.document, declaration.document

    def request(
        self,
        name: str,
        line: LineId,
        papers: tuple[DocumentId, DocumentId],
        amount: str | None = None,
    ) -> FinancingId:
        asked = self.c.exporter.request(line, papers[0], [papers[1]], amount and usd(amount))
        self.note(name, asked)
        return asked.financing

    def guarantee(self, name: str, financing: FinancingId) -> GuaranteeId:
        c = self.c
        deposit = c.guarantor.deposit(usd("100000.00"))
        offer = c.guarantor.offer(
            financing,
            usd("100000.00"),
            premium=usd("500.00"),
            payer=c.exporter.org,
            expiry=c.net.now() + timedelta(days=200),
            offer_until=c.net.now() + timedelta(days=2),
        )
        first = c.bank.accept(offer.guarantee)
        last = c.exporter.accept(offer.guarantee)
        if name:
            self.note("deposit", deposit)
            self.note("offer", offer)
            self.note("accept, first of two", first)
            self.note("accept, last of two: cover locked, premium paid", last)
        return offer.guarantee

    def papers(self) -> None:
        self.serial += 1
        trade = samples.trade(self.c.net.now().date(), serial=self.serial)
        self.note("attest", self.c.bank.attest(documents.read(trade.invoice)))
        signed = self.c.customs.sign(documents.read(trade.declaration))
        self.note("present one signed paper", self.c.exporter.present(signed)[0])
        self.note("open_line", self.open_line(self.c.bank))

    def open_line(self, bank: Bank) -> Event:
        expiry = self.c.net.now() + timedelta(days=360)
        return bank.open_line(self.c.exporter.org, usd("50000.00"), rate_bps=525, expiry=expiry)

    def life(self) -> None:
        """Two attested papers, request, funding, repayment in full: four transactions."""
        steps = ("present two signed papers", "request", "fund", "repay in full")
        papers = self.present(steps[0])
        financing = self.request(steps[1], self.line, papers)
        self.note(steps[2], self.c.bank.fund(financing))
        self.pass_days(60)
        self.note(steps[3], self.c.exporter.repay(financing))
        self.found["request + fund"] = self.found["request"] + self.found["fund"]
        self.found["whole life: present, request, fund, repay"] = sum(map(self.found.get, steps))  # type: ignore[arg-type]

    def parts(self) -> None:
        financing = self.request("", self.line, self.present(""))
        self.c.bank.fund(financing)
        self.pass_days(30)
        self.note("repay a part, first", self.c.exporter.repay(financing, usd("10000.00")))
        self.note("repay a part, later", self.c.exporter.repay(financing, usd("10000.00")))
        self.c.exporter.repay(financing)

    def collections(self) -> None:
        papers = self.present("")
        financing = self.request("", self.line, papers)
        self.c.bank.fund(financing)
        self.pass_days(30)
        paid = self.c.buyer.collect(papers[0], usd("360000.00"), "one rank")
        self.note("collect, one rank", paid)
        papers = self.present("")
        lines = (self.line, self.c.line(self.c.other_bank, limit="900000.00"), self.line)
        for line, bank in zip(lines, (self.c.bank, self.c.other_bank, self.c.bank), strict=True):
            bank.fund(self.request("", line, papers, "90000.00"))
        paid = self.c.buyer.collect(papers[0], usd("360000.00"), "three ranks")
        self.note("collect, three ranks and two banks", paid)

    def guarantees(self) -> None:
        financing = self.request("", self.line, self.present(""))
        released = self.guarantee("guarantee", financing)
        self.note("release", self.c.bank.release(released))
        covered = self.guarantee("", financing)
        self.c.bank.fund(financing)
        f = self.c.net.financing(financing)
        due = datetime.combine(f.maturity_day, datetime.min.time(), UTC)
        self.c.net.travel(due + timedelta(days=f.grace_days + 1))
        demand = self.c.bank.demand(covered, usd("60000.00"), b"not repaid")
        self.note("demand", demand)
        self.note("examine", self.c.guarantor.examine(demand.demand))
        self.note("pay", self.c.guarantor.pay(demand.demand))
        self.note("repay in full, two holders, overdue", self.c.exporter.repay(financing))
        self.note("withdraw_credit", self.c.guarantor.withdraw_credit("USD"))

    def pass_days(self, days: int) -> None:
        self.c.net.travel(self.c.net.now() + timedelta(days=days))


def measure() -> dict[str, dict[str, int]]:
    """Gas by verb; bytes of runtime code by contract."""
    with local(aliases=samples.PARTICIPANTS) as net:
        bench = Bench(assemble(net))
        for part in (bench.papers, bench.life, bench.parts, bench.collections, bench.guarantees):
            part()
    sizes = {name: len(artifact(name).runtime) for name in names()}
    return {"gas": bench.found, "runtime bytes": sizes}


def table(rows: Sequence[tuple[str, int]]) -> str:
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}} {value:>9,}" for name, value in rows)


if __name__ == "__main__":
    measured = measure()
    SNAPSHOT.write_text(json.dumps(measured, indent=2) + "\n")
    for heading, values in measured.items():
        print(f"{heading}\n{table(list(values.items()))}\n")
