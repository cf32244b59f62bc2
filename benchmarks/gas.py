"""Gas of every verb and size of every contract, written to snapshots/gas.json.

    python benchmarks/gas.py

Receipt gas on the embedded chain (py-evm, Cancun rules), counters and balances above zero,
allowances maximal. Every number is the same on every machine, so that a change shows in the diff.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import Consortium, assemble, usd
from tests.roles.acts import admit, attestation, enter
from tradefin import documents, local, samples
from tradefin.chain.artifacts import artifact, names
from tradefin.documents import TradeDocument
from tradefin.enums import DocumentKind, Role
from tradefin.events import Event
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, LineId
from tradefin.roles.attestations import Evidence
from tradefin.roles.bank import Bank

BATCH = 1_024
SNAPSHOT = Path(__file__).resolve().parents[1] / "snapshots" / "gas.json"


def gas(event: Event) -> int:
    assert event.receipt is not None
    assert event.receipt.gas is not None
    return event.receipt.gas


def others(paper: TradeDocument) -> list[TradeDocument]:
    """As many papers of the same kind as fill a batch with `paper`."""
    return [replace(paper, number=f"{paper.number}/{n}") for n in range(1, BATCH)]


class Bench:
    """A consortium that has done each thing once before."""

    def __init__(self, c: Consortium) -> None:
        self.c = c
        self.serial = 200
        self.found: dict[str, int] = {}
        self.line = c.line(limit="4000000.00")
        warm = self.present("")
        financing = self.request("", self.line, warm)
        self.warm = self.guarantee("", financing)
        c.bank.fund(financing)
        self.third = self.third_bank()
        until = c.net.now() + timedelta(days=2)
        # Never withdrawn, so that the ledger holds something.
        for_sale = (financing, self.third.org, usd("1000.00"))
        share = c.bank.offer_share(*for_sale, price=usd("1.00"), until=until).share
        self.third.buy_share(share)
        c.exporter.repay(financing)

    def note(self, name: str, event: Event) -> None:
        if name:
            self.found[name] = gas(event)

    def present(self, name: str) -> tuple[DocumentId, DocumentId]:
        sale = self.sale()
        signed = (self.c.bank.sign(sale[0]), self.c.customs.sign(sale[1]))
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

    def guarantee(self, name: str, financing: FinancingId, premium: str = "500.00") -> GuaranteeId:
        c = self.c
        deposit = c.guarantor.deposit(usd("100000.00"))
        offer = c.guarantor.offer(
            financing,
            usd("100000.00"),
            premium=usd(premium),
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
            self.note(f"accept, last of two: {name}", last)
        return offer.guarantee

    def papers(self) -> None:
        invoice, declaration = self.sale()
        self.note("attest", self.c.bank.attest(invoice))
        signed = self.c.customs.sign(declaration)
        self.note("present one signed paper", self.c.exporter.present(signed)[0])
        self.note("open_line", self.open_line(self.c.bank))

    def open_line(self, bank: Bank) -> Event:
        expiry = self.c.net.now() + timedelta(days=360)
        return bank.open_line(self.c.exporter.org, usd("50000.00"), rate_bps=525, expiry=expiry)

    def lives(self) -> None:
        """Two papers, request, funding, repayment in full: in four transactions, and in three."""
        papers = self.present("present two signed papers")
        financing = self.request("request", self.line, papers)
        self.life(financing, "present two signed papers", "request")
        self.found["request + fund"] = self.found["request"] + self.found["fund"]

        c = self.c
        invoice, declaration = self.sale()
        signed = (c.bank.sign(invoice), c.customs.sign(declaration))
        name = "request with two signed papers"
        self.life(self.bring(name, signed), name)

        invoices, declarations = (
            attestor.batch([paper, *others(paper)])
            for attestor, paper in zip((c.bank, c.customs), self.sale(), strict=True)
        )
        c.customs.anchor(declarations)
        self.note(f"anchor {BATCH:,} papers", c.bank.anchor(invoices)[1])
        anchored = (invoices[0], declarations[0])
        name = "request with two papers out of batches"
        self.life(self.bring(name, anchored), name)

    def sale(self) -> tuple[TradeDocument, TradeDocument]:
        self.serial += 1
        trade = samples.trade(self.c.net.now().date(), serial=self.serial)
        return documents.read(trade.invoice), documents.read(trade.declaration)

    def bring(self, name: str, evidence: Sequence[Evidence]) -> FinancingId:
        """A request with evidence for its papers, which nobody presented before."""
        ids = [one.attestation.document for one in evidence]
        asked = self.c.exporter.request(self.line, ids[0], ids[1:], evidence=evidence)
        self.note(name, asked)
        return FinancingId(asked.financing)

    def life(self, financing: FinancingId, *before: str) -> None:
        """Funding, 60 days, repayment in full."""
        self.note("fund", self.c.bank.fund(financing))
        self.pass_days(60)
        self.note("repay in full", self.c.exporter.repay(financing))
        steps = (*before, "fund", "repay in full")
        self.found[f"whole life: {', '.join(steps)}"] = sum(self.found[step] for step in steps)

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
        self.bookings()
        self.ranks("two", (self.c.bank, self.c.other_bank, self.c.bank))
        self.ranks("three", (self.c.bank, self.c.other_bank, self.third))

    def bookings(self) -> None:
        c = self.c
        papers = [self.present("") for _ in range(2)]
        asked = [self.request("", self.line, pair) for pair in papers]
        c.bank.fund_all(asked)
        note = replace(self.sale()[0], kind=DocumentKind.CREDIT_NOTE, total=usd("1000.00"))
        self.note("book_credit_note", c.bank.book_credit_note(asked[0], note))
        short = usd("358990.00")
        c.bank.collect(papers[0][0], short, "short")
        self.note("clear_difference", c.bank.clear_difference(papers[0][0], short, "short"))
        contested = c.bank.contest_receipt(papers[0][0], short, "short", b"recalled")
        self.note("contest_receipt", contested)
        c.exporter.repay(asked[1])

    def ranks(self, count: str, banks: Sequence[Bank]) -> None:
        """A debtor pays for an invoice on which three financings rest."""
        papers = self.present("")
        for bank in banks:
            line = self.line if bank is self.c.bank else self.c.line(bank, limit="900000.00")
            bank.fund(self.request("", line, papers, "90000.00"))
        paid = self.c.buyer.collect(papers[0], usd("360000.00"), f"{count} banks")
        self.note(f"collect, three ranks and {count} banks", paid)

    def third_bank(self) -> Bank:
        net, key = self.c.net, self.c.net.keys[8]
        admit(self.c, key.address, roles=[Role.BANK])
        net.mint(key.address, usd("1000000.00"))
        bank = net.bank(key)
        bank.approve("USD")
        return bank

    def guarantees(self) -> None:
        financing = self.request("", self.line, self.present(""))
        c = self.c
        c.bank.release(self.warm)
        released = self.guarantee("new client, premium in advance", financing)
        self.note("release early, premium to be given back", c.bank.release(released))
        self.note("settle_premium: given back", c.bank.settle_premium(released))
        plain = self.guarantee("", financing, "0.00")
        self.note("release", c.bank.release(plain))
        covered = self.guarantee("", financing)
        other = self.request("", self.line, self.present(""))
        known = self.guarantee("known client, premium in advance", other)
        self.note("release, another stays for the client", c.bank.release(known))
        self.c.bank.fund(financing)
        f = self.c.net.financing(financing)
        due = datetime.combine(f.maturity_day, datetime.min.time(), UTC)
        self.c.net.travel(due + timedelta(days=f.grace_days + 1))
        c.bank.withdraw_demand(c.bank.demand(covered, usd("1.00"), b"before").demand)
        demand = self.c.bank.demand(covered, usd("60000.00"), b"not repaid")
        self.note("demand", demand)
        self.note("examine", self.c.guarantor.examine(demand.demand))
        self.note("pay", self.c.guarantor.pay(demand.demand))
        self.note("repay in full, two holders, overdue", self.c.exporter.repay(financing))
        self.note("withdraw_credit", self.c.guarantor.withdraw_credit("USD"))

    def changes(self) -> None:
        financing = self.request("", self.line, self.present(""))
        self.c.bank.fund(financing)
        until = self.c.net.now() + timedelta(days=2)
        self.note("propose", self.c.bank.propose_terms(financing, until=until, rate_bps=500))
        self.note("accept terms", self.c.exporter.accept_terms(financing))
        self.c.guarantor.approve_purchases("USD")
        for buyer, name in ((self.c.other_bank, "first"), (self.c.guarantor, "second")):
            amount = usd("50000.00")
            price = usd("49000.00")
            offered = self.c.bank.offer_share(
                financing, buyer.org, amount, price=price, until=until
            )
            self.note(f"offer_share, {name}", offered)
            self.note(f"buy_share, {name}", buyer.buy_share(offered.share))
            paid = self.c.exporter.repay(financing, usd("1000.00"))
            self.note(f"repay a part, {name} holder beside the lead", paid)
            paid = self.c.exporter.repay(financing, usd("1000.00"))
            self.note(f"repay a part again, {name} holder beside the lead", paid)

    def securities(self) -> None:
        """Assets behind a guarantee that pays; two are realised, together for more than it paid."""
        c, key = self.c, self.c.net.keys[9]
        admit(c, key.address, roles=[Role.ATTESTOR], kinds=[DocumentKind.TITLE_DEED])
        registry = c.net.attestor(key)
        financing = self.request("", self.line, self.present(""))
        guarantee = self.guarantee("", financing)
        c.bank.fund(financing)
        deeds = [
            enter(
                registry,
                attestation(
                    c,
                    f"deed {n}",
                    DocumentKind.TITLE_DEED,
                    amount=usd("300000.00"),
                    due=c.net.now(),
                ),
            )
            for n in range(20)
        ]
        for name, some in (
            ("", deeds[:1]),
            ("secure a guarantor by one asset", deeds[1:2]),
            ("secure a guarantor by two assets", deeds[2:4]),
            ("secure a guarantor by sixteen assets", deeds[4:]),
        ):
            given = [(deed, usd("100000.00")) for deed in some]
            self.note(name, c.exporter.offer_all_collateral(guarantee, given)[0])
        self.note("release an asset", c.guarantor.release_collateral(guarantee, deeds[1]))
        f = c.net.financing(financing)
        due = datetime.combine(f.maturity_day, datetime.min.time(), UTC)
        c.net.travel(due + timedelta(days=f.grace_days + 1))
        demand = c.bank.demand(guarantee, usd("60000.00"), b"not repaid").demand
        c.guarantor.examine(demand)
        c.guarantor.pay(demand)
        self.note("book_costs", c.guarantor.book_costs(guarantee, usd("10.00"), b"bills"))
        realised = {"value": usd("300000.00"), "reference": "sale"}
        for name, deed, proceeds in (
            ("recover, all for the claim", deeds[2], "30000.00"),
            ("recover, a rest for the holder", deeds[3], "100000.00"),
        ):
            done = c.guarantor.recover(guarantee, deed, proceeds=usd(proceeds), **realised)
            self.note(name, done)

    def pass_days(self, days: int) -> None:
        self.c.net.travel(self.c.net.now() + timedelta(days=days))


def measure() -> dict[str, dict[str, int]]:
    """Gas by verb; bytes of runtime code by contract."""
    with local(aliases=samples.PARTICIPANTS) as net:
        bench = Bench(assemble(net))
        for part in (
            bench.papers,
            bench.lives,
            bench.parts,
            bench.collections,
            bench.guarantees,
            bench.changes,
            bench.securities,
        ):
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
