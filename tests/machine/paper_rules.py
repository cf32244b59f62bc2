"""What may happen to papers."""

from __future__ import annotations

from eth_utils.crypto import keccak
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.covers import Model
from tests.machine.days import DAY
from tests.machine.house import DECLARATIONS, INVOICES, House, amounts, mostly, pick
from tests.machine.papers import Said
from tradefin.enums import DocumentKind
from tradefin.errors import SignatureInvalid


class PaperRules(House):
    """Statements, amendments, revocations, freezes."""

    @rule(
        who=st.sampled_from(
            ["bank", "bank", "other_bank", "customs", "customs", "buyer", "exporter"]
        ),
        n=pick,
        kind=st.integers(0, 1),
        amount=amounts,
        debtor=st.sampled_from([0, 6, 6, 6]),
        due=st.integers(0, 120),
        same=st.booleans(),
        version=st.sampled_from([1, 1, 1, 1, 1, 2]),
    )
    def attest(
        self,
        who: str,
        n: int,
        kind: int,
        amount: int,
        debtor: int,
        due: int,
        same: bool,
        version: int,
    ) -> None:
        s = self._said(n, kind, amount, debtor, due, same, version)
        call = ("DocumentRegistry", "attest", s.values())
        self._do("attest", lambda m, t: m.attest(t, who, s), who, *call)

    def _said(
        self, n: int, kind: int, amount: int, debtor: int, due: int, same: bool, version: int
    ) -> Said:
        pool = (INVOICES, DECLARATIONS)[kind]
        document = pool[n % len(pool)]
        if same and document in self.model.papers:
            return self.model.papers[document].said
        now = self.world.now
        said = DocumentKind.CUSTOMS_DECLARATION if kind else DocumentKind.INVOICE
        return Said(
            document=document,
            commitment=keccak(document + bytes([amount % 256])),
            kind=said,
            holder=1 if n < 11 else 6,
            counterparty=debtor,
            amount=amount,
            currency=978 if n == 9 else 840,
            due=0 if kind else now + due * DAY,
            valid_until=now + (9 if n % 4 == 3 else 400) * DAY,
            version=version,
        )

    @precondition(lambda self: self.model.papers)
    @rule(
        n=pick,
        amount=amounts,
        step=st.sampled_from([1, 1, 1, 1, 0, 2]),
        other=st.integers(0, 7),
        who=st.sampled_from([None, None, None, "bank", "customs"]),
        signed=st.booleans(),
    )
    def amend(
        self, n: int, amount: int, step: int, other: int, who: str | None, signed: bool
    ) -> None:
        """By its attestor mostly; sent, or signed and presented by a stranger."""
        paper = list(self.model.papers.values())[n % len(self.model.papers)]
        own = paper.said
        s = Said(
            **{
                **vars(own),
                "amount": amount,
                "version": own.version + step,
                "commitment": keccak(own.commitment),
                "counterparty": 0 if other == 7 else own.counterparty,
                "valid_until": self.world.now + (400 if other else -1) * DAY,
            }
        )
        by = who or self.model.name(paper.attestor)
        if signed:
            self._present(by, s, forged=other == 6)
            return
        call = ("DocumentRegistry", "amend", s.values())
        self._do("amend", lambda m, t: m.amend(t, by, s), by, *call)

    @rule(
        who=st.sampled_from(["bank", "other_bank", "customs", "buyer"]),
        n=pick,
        amount=amounts,
        due=st.integers(0, 120),
        same=st.booleans(),
        forged=st.integers(0, 7),
    )
    def present(self, who: str, n: int, amount: int, due: int, same: bool, forged: int) -> None:
        kind = int(who == "customs")
        self._present(who, self._said(n, kind, amount, 0 if kind else 6, due, same, 1), not forged)

    def _present(self, signer: str, s: Said, forged: bool) -> None:
        address = self.world.keys[signer].address
        signature = self.world.sign("stranger" if forged else signer, s)

        def foretell(m: Model, t: int) -> None:
            if forged:
                raise SignatureInvalid(address, s.document)
            m.present(t, signer, s)

        signed = [(s.values(), address, signature)]
        self._do("present", foretell, "stranger", "DocumentRegistry", "present", signed)

    @precondition(lambda self: self.model.papers)
    @rule(n=pick, who=st.sampled_from([None, None, "bank", "buyer"]), sure=st.integers(0, 7))
    def revoke(self, n: int, who: str | None, sure: int) -> None:
        document, paper = list(self.model.papers.items())[n % len(self.model.papers)]
        by = who or self.model.name(paper.attestor)
        if sure and by == self.model.name(paper.attestor):
            return
        call = ("DocumentRegistry", "revoke", document)
        self._do("revoke", lambda m, t: m.revoke(t, by, document), by, *call)

    @rule(
        n=pick,
        kind=st.integers(0, 1),
        who=mostly("regulator"),
        until=st.sampled_from([None, 3 * DAY, 20 * DAY, 180 * DAY, 180 * DAY + 1]),
    )
    def freeze(self, n: int, kind: int, who: str, until: int | None) -> None:
        document = (INVOICES, DECLARATIONS)[kind][n % 2]
        end = 0 if until is None else self.world.now + until
        call = ("DocumentRegistry", "freeze", document, b"\1" * 32, end)
        self._do("freeze", lambda m, t: m.freeze(t, who, document, end), who, *call)
