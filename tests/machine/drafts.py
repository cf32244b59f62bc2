"""What attestors may want to say, and how it comes to the chain."""

from __future__ import annotations

from dataclasses import replace

from eth_utils.crypto import keccak
from hypothesis import strategies as st

from tests.machine.days import DAY
from tests.machine.demands import Model
from tests.machine.house import Batch, House
from tests.machine.keys import EPOCHS, KINDS, POOLS, astray, place_of
from tests.machine.papers import Said
from tests.machine.statements import Leaf, Signed
from tradefin.ids import OrgId
from tradefin.roles.attestations import Attestation
from tradefin.roles.attestations import Batch as Tree

Evidence = Signed | Leaf
named = st.sampled_from(
    ["earlier"] * 7
    + ["live", "none", "none", "itself", "twice", "many", "foreign", "alien", "astray"]
)
"""Which other keys a statement tells; none of it hides an earlier key under another one.

Alien is one of another kind, astray the paper's own key.
"""
HOLDERS = {10: 2, 11: 6}
"""By number of the draft: a bank, which may attest, and the buyer, which may come to."""


class Drafts(House):
    """Statements of the pool's papers, signed or in batches."""

    def _said(
        self,
        n: int,
        kind: int,
        amount: int,
        debtor: int,
        due: int,
        version: int,
        epoch: int,
        telling: str,
    ) -> Said:
        """A statement as a first one; epoch 0 is the paper's own, or the current one."""
        known = self._key(kind, n)
        own = place_of(known)[2] if known in self.model.papers else self.model.current
        document = POOLS[kind][n % len(POOLS[kind])][(epoch or own) - 1]
        now = self.world.now
        return Said(
            document=astray(document, amount) if telling == "astray" else document,
            commitment=keccak(document + bytes([amount % 256])),
            kind=KINDS[kind],
            holder=HOLDERS.get(n, 1),
            counterparty=debtor,
            amount=amount,
            currency=978 if n == 9 else 840,
            due=self._due(kind, due),
            valid_until=now + (9 if n % 5 == 3 else 400) * DAY,
            version=version,
            epoch=epoch or own,
            other_keys=self._other_keys(document, telling),
        )

    def _due(self, kind: int, days: int) -> int:
        """When an invoice is payable; when goods were valued, up to some days ago or to come."""
        if kind == 2:
            return self.world.now + DAY if days > 110 else self.world.now - days % 40 * DAY
        return 0 if kind else self.world.now + days * DAY

    def _other_keys(self, document: bytes, telling: str) -> tuple[bytes, ...]:
        m = self.model
        kind, n, epoch = place_of(document)
        pool = POOLS[kind]
        live = [pool[n][e - 1] for e in EPOCHS if m.oldest <= e <= m.current and e != epoch]
        earlier = live[: max(0, epoch - m.oldest)]
        told = {
            "earlier": earlier,
            "live": live,
            "itself": [*earlier, document],
            "twice": earlier * 2,
            "many": [key for key in pool[n] if key != document][:4],
            "foreign": [*earlier, pool[(n + 1) % len(pool)][m.current - 1]],
            "alien": [*earlier, POOLS[int(kind == 0)][n % 2][m.current - 1]],
        }
        return tuple(told.get(telling, []))

    def _later(self, document: bytes, amount: int, step: int, due: int, telling: str) -> Said:
        """What its attestor may say next of a paper; a due date of 0 stays."""
        own = self.model.papers[document].said
        stay = telling == "earlier"
        return replace(
            own,
            document=astray(document, amount) if telling == "astray" else document,
            amount=amount,
            version=max(0, own.version + step),
            commitment=keccak(own.commitment),
            due=self._due(place_of(document)[0], due) if due and own.due else own.due,
            valid_until=self.world.now + 400 * DAY,
            other_keys=own.other_keys if stay else self._other_keys(document, telling),
        )

    def attest(self, who: str, s: Said, rule_name: str = "attest") -> None:
        call = ("DocumentRegistry", "attest", s.values())
        self._do(rule_name, lambda m, t: m.attest(t, who, s), who, *call)

    def _revoke(self, who: str, document: bytes) -> None:
        call = ("DocumentRegistry", "revoke", document)
        self._do("revoke", lambda m, t: m.revoke(t, who, document), who, *call)

    def _batch(self, who: str, said: list[Said]) -> Batch:
        given = tuple({s.leaf: s for s in said}.values())
        org = self.model.org(who)
        tree = Tree.of(OrgId(org), [Attestation.of(s.values()) for s in given])
        leaves = tuple(Leaf(s, org, tree[n].proof) for n, s in enumerate(given))
        return Batch(who, given, tree.root, leaves)

    def _anchor(self, batch: Batch) -> None:
        call = ("DocumentRegistry", "anchor", batch.root)
        done = self._do(
            "anchor", lambda m, t: m.anchor(t, batch.attestor, batch.root), batch.attestor, *call
        )
        if done:
            self.batches.append(batch)

    def _present(self, rule_name: str, evidence: list[Evidence]) -> None:
        """By a stranger."""
        signed, leaves = parted(evidence)
        given = [[self.world.evidence(one) for one in some] for some in (signed, leaves)]

        def foretell(m: Model, t: int) -> None:
            m.present(t, signed, leaves)

        self._do(rule_name, foretell, "stranger", "DocumentRegistry", "present", *given)

    def _carried(self, documents: list[bytes], carry: int) -> list[Evidence]:
        """Leaves of papers that aren't known yet; sometimes a fresh statement on the first."""
        there = [leaf for batch in self.batches for leaf in batch.leaves]
        found: list[Evidence] = [
            next(leaf for leaf in there if leaf.said.document == document)
            for document in documents
            if document not in self.model.papers
            and any(leaf.said.document == document for leaf in there)
        ]
        paper = self.model.papers.get(documents[0])
        if carry == 5 and there:
            found.append(there[-1])
        if carry in (6, 7) and paper:
            due = 0 if paper.used else 40
            fresh = self._later(documents[0], paper.said.amount, 1, due, "earlier")
            found.append(Signed(fresh, self.model.name(paper.attestor)))
        if carry == 8 and found:
            found[-1] = found[-1]._replace(said=replace(found[-1].said, amount=1))
        return found


def parted(evidence: list[Evidence]) -> tuple[list[Signed], list[Leaf]]:
    signed = [one for one in evidence if isinstance(one, Signed)]
    return signed, [one for one in evidence if isinstance(one, Leaf)]
