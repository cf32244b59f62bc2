"""How quick the rooms without a chain are, written to docs/speed.md.

    python benchmarks/speed.py

One process, best of three rounds of about a second each; the figures are this machine's.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import resource
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

from tradefin import documents, local, samples
from tradefin.chain import decode
from tradefin.documents import ReadingKey, TradeDocument, open_sealed, seal
from tradefin.documents.merkle import Tree
from tradefin.enums import DocumentKind, Role
from tradefin.roles.attestations import Batch

TABLE = Path(__file__).resolve().parents[1] / "docs" / "speed.md"
SECRET = bytes(range(32))
ROUND = 1.0
LEAVES = 100_000
BATCH = 20_000
BANK = "LEI:TRAD00WUXICOMBANKA65"


def rate(act: Callable[[], Any], each: int = 1) -> float:
    """Things done a second, `each` of them a call: the best of three rounds."""
    act()
    best = 0.0
    for _ in range(3):
        calls, start = 0, perf_counter()
        while (spent := perf_counter() - start) < ROUND:
            act()
            calls += 1
        best = max(best, calls * each / spent)
    return best


def for_each(items: Iterable[Any], act: Callable[[Any], Any]) -> Callable[[], Any]:
    """`act` on the next of `items` at every call, so that no result is of a paper seen just now."""
    turn = cycle(items)
    return lambda: act(next(turn))


def different(invoice: bytes) -> list[TradeDocument]:
    """A thousand papers, each read from its own bytes."""
    return [documents.read(invoice.replace(b"2026/0117", b"2026/%04d" % i)) for i in range(1_000)]


def logs() -> list[tuple[str, list[bytes], bytes]]:
    """What a deployment and an admission write."""
    with local() as net:
        registrar = net.registrar(net.keys[0])
        registrar.admit(samples.EXPORTER, signer=net.keys[1].address, roles=set())
        connection = net._connection
        found = connection.web3.eth.get_logs(
            {
                "address": [connection.address("ParticipantRegistry")],
                "fromBlock": 0,
                "toBlock": connection.web3.eth.block_number,
                "topics": [],  # type: ignore[typeddict-item]
            }
        )
    return [
        (log["address"], [bytes(topic) for topic in log["topics"]], bytes(log["data"]))
        for log in found
    ]


def anchored() -> tuple[float, float]:
    """Papers a second from `TradeDocument` to the receipt of one transaction; the same of
    statements drafted before."""
    with local(aliases=samples.PARTICIPANTS) as net:
        registrar, bank = net.registrar(net.keys[0]), net.keys[1].address
        invoices = {DocumentKind.INVOICE}
        registrar.admit(samples.EXPORTER, signer=net.keys[2].address, roles={Role.ENTERPRISE})
        registrar.admit(BANK, signer=bank, roles={Role.BANK}, kinds=invoices)
        attestor = net.bank(net.keys[1])
        paper = documents.read(samples.trade(net.now().date()).invoice)
        rounds = cycle(range(1_000_000))

        def papers() -> Batch:
            n = next(rounds)
            sale = (replace(paper, number=f"{n}/{i}") for i in range(BATCH))
            return attestor.anchor(sale)[0]

        drafts = papers().attestations

        def statements() -> None:
            n = next(rounds) % 200
            anew = [replace(one, version=2 + n % 200) for one in drafts]
            attestor.anchor(Batch.of(attestor.org, anew))

        return rate(papers, BATCH), rate(statements, BATCH)


def measured() -> list[tuple[str, float]]:
    trade = samples.trade(dt.date(2026, 3, 2))
    invoice = documents.read(trade.invoice)
    aliases = documents.Participants.of(samples.PARTICIPANTS)
    root = invoice.commitment(SECRET, participants=aliases)
    papers = different(trade.invoice)
    leaves = [sha256(i.to_bytes(4)).digest() for i in range(LEAVES)]
    tree = Tree.of(leaves)
    built = rate(lambda: Tree.of(leaves), LEAVES)
    key = ReadingKey.new()
    document = invoice.business_key(SECRET, participants=aliases)
    sealed = seal(trade.invoice, [key.public], document=document)
    written = logs()

    def of_papers(act: Callable[[TradeDocument], Any]) -> float:
        return rate(for_each(papers, act))

    def disclose(paper: TradeDocument) -> Any:
        return paper.disclose("total", "due_date", secret=SECRET, participants=aliases)

    def decode_all() -> None:
        for address, topics, data in written:
            decode.event(address, topics, data)

    shown = disclose(invoice)
    papers_anchored, statements_anchored = anchored()
    return [
        ("UBL invoices read", rate(lambda: documents.read(trade.invoice))),
        ("CII invoices read", rate(lambda: documents.read(trade.retyped))),
        ("customs declarations read", rate(lambda: documents.read(trade.declaration))),
        ("business keys", of_papers(lambda p: p.business_key(SECRET, participants=aliases))),
        ("commitments", of_papers(lambda p: p.commitment(SECRET, participants=aliases))),
        (
            "keys and commitments together",
            of_papers(lambda p: p.digests(SECRET, participants=aliases)),
        ),
        ("disclosures of two fields made", of_papers(disclose)),
        ("disclosures of two fields verified", rate(lambda: shown.verify(root))),
        (f"leaves built into a tree of {LEAVES:,}, {LEAVES / built:.2f} s a tree", built),
        (f"proofs made out of a tree of {LEAVES:,}", rate(for_each(leaves, tree.proof))),
        (
            "papers sealed to one reader",
            rate(lambda: seal(trade.invoice, [key.public], document=document)),
        ),
        ("papers opened", rate(lambda: open_sealed(sealed, key, document=document))),
        (f"papers anchored, {BATCH:,} in one transaction, from paper to receipt", papers_anchored),
        ("the same from statements drafted before", statements_anchored),
        ("events decoded", rate(decode_all, len(written))),
    ]


def machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor() or platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def page(rows: list[tuple[str, float]]) -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = [
        "# Speed",
        "",
        "Written by `make speed`; one process, the best of three rounds.",
        "",
        f"Machine: {machine()}. Peak memory {peak} MiB, the embedded chain included.",
        "",
        "| what | a second |",
        "|---|---:|",
        *(f"| {name} | {value:,.0f} |" for name, value in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(page(measured()))
    sys.stdout.write(TABLE.read_text())
