"""Whether the chain is what the model says, and whether both keep the promises of the house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.machine.capital import CLIENT_BPS, LEVERAGE, Capital
from tests.machine.covers import Cover, Demand
from tests.machine.demands import Model
from tests.machine.promises import PaperPromises, free_of, status_of, stops_of
from tests.machine.sharing import Claim
from tests.machine.world import View, World
from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeStatus

F, G, D = FinancingStatus, GuaranteeStatus, DemandStatus
DRAWING: dict[type, set[tuple[int, int]]] = {
    F: {
        (F.NONE, F.REQUESTED),
        (F.REQUESTED, F.FUNDED),
        (F.REQUESTED, F.LAPSED),
        (F.REQUESTED, F.CLOSED),
        (F.LAPSED, F.CLOSED),
        (F.FUNDED, F.OVERDUE),
        (F.FUNDED, F.DEFAULTED),
        (F.OVERDUE, F.DEFAULTED),
        (F.FUNDED, F.SETTLED),
        (F.OVERDUE, F.SETTLED),
        (F.DEFAULTED, F.SETTLED),
        (F.DEFAULTED, F.WRITTEN_OFF),
        (F.OVERDUE, F.FUNDED),
        (F.DEFAULTED, F.FUNDED),
        (F.WRITTEN_OFF, F.SETTLED),
    },
    G: {
        (G.NONE, G.OFFERED),
        (G.OFFERED, G.LIVE),
        (G.OFFERED, G.LAPSED),
        (G.LIVE, G.RELEASED),
        (G.LIVE, G.EXHAUSTED),
        (G.LIVE, G.EXPIRED),
        (G.EXPIRED, G.RELEASED),
    },
    D: {
        (D.NONE, D.INCOMPLETE),
        (D.NONE, D.PRESENTED),
        (D.INCOMPLETE, D.PRESENTED),
        (D.INCOMPLETE, D.WITHDRAWN),
        (D.PRESENTED, D.COMPLYING),
        (D.PRESENTED, D.REFUSED),
        (D.PRESENTED, D.WITHDRAWN),
        (D.PRESENTED, D.PRECLUDED),
        (D.REFUSED, D.CONTESTED),
        (D.CONTESTED, D.COMPLYING),
        (D.CONTESTED, D.REFUSED),
        (D.CONTESTED, D.WITHDRAWN),
        (D.COMPLYING, D.PAID),
        (D.COMPLYING, D.SHORT),
        (D.COMPLYING, D.WITHDRAWN),
        (D.PRECLUDED, D.PAID),
        (D.PRECLUDED, D.SHORT),
        (D.PRECLUDED, D.WITHDRAWN),
        (D.SHORT, D.PAID),
        (D.SHORT, D.WITHDRAWN),
    },
}
"""Every edge of layout.md that this house has; nothing leaves the last of each line."""


class Look(NamedTuple):
    """A view, what the model expects of it, and how to make the answer comparable."""

    view: View
    expected: Any
    read: Callable[[Any], Any] = lambda answer: answer


class Mirror(PaperPromises):
    """Compares after each step; remembers what must not go back."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._before: dict[tuple[type, int], int] = {}
        self._short: dict[bytes, int] = {}
        self._used: dict[tuple[int, ...], int] = {}
        self._supply = world.view("TokenUSD", "totalSupply")
        self._promised: dict[tuple[int, int], int] = {}

    def compare(self, model: Model) -> None:
        """The chain's state is the model's, unit for unit."""
        looks = list(self._looks(model))
        for look, answer in zip(looks, self._world.views(l.view for l in looks), strict=True):
            assert look.read(answer) == look.expected, (look.view, look.read(answer), look.expected)

    def check(self, model: Model) -> None:
        """What holds in every state, told in the model's words; `compare` makes it the chain's."""
        self.money_is_conserved(model)
        self.uses_are_borne(model)
        self.nothing_new_rests_on_a_stopped_paper(model, self._world.now)
        self.what_is_lent_is_the_holders(model)
        self.what_is_gone_comes_not_back(model)
        self.a_paper_under_two_keys_is_one(model)
        self.a_statement_gives_way_to_a_higher_version_only(model)
        self.a_rejection_is_its_authors(model, self._world.now)
        self.capital_stands_behind_what_is_promised(model)
        self.promises_grow_within_their_limits(model)
        self.what_was_demanded_keeps_its_guarantee(model)
        self.claims_are_shared(model)
        self.states_follow_the_drawing(model)

    def money_is_conserved(self, model: Model) -> None:
        assert sum(model.tokens.values()) == self._supply
        assert all(balance >= 0 for balance in model.tokens.values())
        parked = sum(sum(c.parked.values()) for c in model.claims.values())
        assert model.tokens["ClaimLedger"] == sum(model.credit.values()) + parked
        deposits = model.capital.values()
        assert model.tokens["GuarantorCapital"] == sum(c.balance for c in deposits)

    def capital_stands_behind_what_is_promised(self, model: Model) -> None:
        """Locked: each lock, and each premium to be given back; lacking: what is short."""
        for org, own in model.capital.items():
            given = [g for g in model.covers.values() if g.guarantor == org]
            live = [g for g in given if g.status is G.LIVE]
            assert own.locked == sum(g.lock for g in live) + sum(g.refund for g in given)
            assert 0 <= own.locked <= own.balance
            short = (g.open for g in given if g.open and g.open.status is D.SHORT)
            assert own.shortfall == sum(d.amount for d in short)
            for client in {g.client for g in given}:
                promised = sum(g.left for g in live if g.client == client)
                assert own.exposure[client] == promised

    def promises_grow_within_their_limits(self, model: Model) -> None:
        for org, own in model.capital.items():
            bounds = [(0, own.liability, LEVERAGE * (own.net or 0))]
            share = CLIENT_BPS * (own.net or 0) // 10_000
            bounds += [(client, amount, share) for client, amount in own.exposure.items()]
            for client, amount, limit in bounds:
                assert amount <= max(limit, self._promised.get((org, client), 0))
                self._promised[org, client] = amount

    def what_was_demanded_keeps_its_guarantee(self, model: Model) -> None:
        now = self._world.now
        for g in model.covers.values():
            assert g.paid <= g.cover
            if g.open and g.open.waits(now):
                assert g.status_at(now) in (G.LIVE, G.EXHAUSTED)

    def uses_are_borne(self, model: Model) -> None:
        used = dict.fromkeys(model.papers, 0)
        for (_, (whole, parts)), use in model.uses.items():
            used[whole] += use.amount
            left = use.amount
            for document, share in parts:
                used[document] += min(left, share)
                left -= min(left, share)
            assert left == 0 or not parts  # of cargo the paper bears it alone
        for document, paper in model.papers.items():
            assert paper.used == used[document]
            if paper.used > paper.open:
                assert paper.used <= self._short.get(document, paper.used), "used while short"
            self._short[document] = paper.used
        drawn, borne = dict.fromkeys(model.lines, 0), Counter[tuple[int, int]]()
        for c in model.claims.values():
            held = model.uses.get((c.id, c.basis))
            waits = c.status is F.REQUESTED
            assert (held.amount if held else 0) == (c.original if waits else c.principal)
            drawn[c.line] += c.original if waits else c.principal
            borne[c.line, c.debtor] += (c.original if waits else c.principal) if c.capped else 0
        for line in model.lines.values():
            assert line.used == drawn[line.id]
            self._grows_within(line.limit, line.used, line.id)
            for debtor, bears in line.borne.items():
                assert bears == borne[line.id, debtor]
                share = line.limit * line.concentration // 10_000
                self._grows_within(share, bears, line.id, debtor)

    def _grows_within(self, limit: int, used: int, *what: int) -> None:
        """A limit that was lowered below what is used lends nothing more."""
        assert used <= max(limit, self._used.get(what, 0)), what
        self._used[what] = used

    def claims_are_shared(self, model: Model) -> None:
        now = self._world.now
        for c in model.claims.values():
            lead, others = c.holdings(now)
            assert lead >= 0 and all(held >= 0 for held in others.values())
            assert lead + sum(others.values()) == sum(c.owed(now))
            behind = [g for g in model.covers.values() if g.financing == c.id]
            assert model.covered(now, c.id) <= c.original
            assert c.ceiling == sum(g.left for g in behind if g.status is G.LIVE)
            assert len(c.bought) <= 3 and len(c.others) - len(c.bought) <= 4

    def states_follow_the_drawing(self, model: Model) -> None:
        now = self._world.now
        for thing in (*model.claims.values(), *model.covers.values(), *model.demands.values()):
            after = thing.status_at(now)
            key = (type(after), thing.id)
            before = self._before.get(key, type(after)(0))
            assert after == before or _reachable(before, after), (thing.id, before, after)
            self._before[key] = after

    # What is looked at

    def _looks(self, model: Model) -> Iterator[Look]:
        now = self._world.now
        for who, balance in model.tokens.items():
            yield Look(View("TokenUSD", "balanceOf", (model.addresses[who],)), balance)
        for member in model.members.values():
            credit = View("ClaimLedger", "creditOf", (member.org, 840))
            yield Look(credit, model.credit.get(member.org, 0))
        for document in {**model.papers, **model.bound, **model.stops}:
            yield from _paper(model, document, now)
        for (attestor, root), stands in model.batches.items():
            yield Look(View("DocumentRegistry", "isAnchored", (attestor, root)), stands)
        yield Look(View("DocumentRegistry", "epochs", ()), (model.oldest, model.current))
        for line in model.lines.values():
            told = line.used, line.closed, line.version
            yield Look(View("CreditLines", "get", (line.id,)), told, lambda answer: answer[4:])
            for debtor in (0, 1, 6):
                room = View("CreditLines", "debtorFree", (line.id, debtor))
                yield Look(room, line.room(debtor))
        for claim in model.claims.values():
            yield from _claim(claim, now)
            for org in (claim.bank, *claim.others):
                parked = View("ClaimLedger", "retainedOf", (claim.id, org))
                yield Look(parked, claim.parked.get(org, 0))
            covered = View("GuaranteeEscrow", "coveredOf", (claim.id,))
            yield Look(covered, model.covered(now, claim.id))
        for invoice, note in model.notes:
            yield Look(View("PledgeRegister", "isNoteBooked", (invoice, note)), True)
        for (payer, reference), (invoice, amount) in model.receipts.items():
            told = ((invoice, payer, reference, amount),)
            yield Look(View("ReceivablePledge", "isBooked", told), True)
            contested = (payer, reference) in model.contested
            yield Look(View("PledgeRegister", "isContested", (payer, reference)), contested)
        for (ref, basis), use in model.uses.items():
            args = (model.pledge, ref.to_bytes(32, "big"), basis)
            held = (use.amount, use.until, use.org, use.counterparty)
            yield Look(View("DocumentRegistry", "useOf", args), held)
        for org, own in model.capital.items():
            yield from _capital(org, own)
        for cover in model.covers.values():
            yield _cover(cover, now)
        for demand in model.demands.values():
            yield _demand(demand, now)


def _reachable(before: int, after: int) -> bool:
    """By one verb and what the clock did meanwhile."""
    edges = DRAWING[type(before)]
    return (before, after) in edges or any(
        (before, between) in edges and (between, after) in edges for between in type(before)
    )


def _paper(model: Model, document: bytes, now: int) -> Iterator[Look]:
    paper, status = model.papers.get(document), status_of(model, document)
    expected = (0, 0, 0, 0, status, *(0,) * 9)
    if paper:
        s = paper.said
        expected = (
            *(s.amount, paper.used, s.holder, s.kind, status, s.version),
            *(paper.commits, paper.consumed, paper.attestor, s.counterparty, s.currency),
            *(s.due, s.valid_until, paper.by_debtor),
        )
        commitment = View("DocumentRegistry", "commitmentOf", (document,))
        yield Look(commitment, s.commitment)
    yield Look(View("DocumentRegistry", "document", (document,)), expected)
    free = View("DocumentRegistry", "free", (document,))
    yield Look(free, free_of(model, document, now))
    short = paper is not None and paper.used > paper.open
    yield Look(View("DocumentRegistry", "isShort", (document,)), short)
    stops = View("DocumentRegistry", "stopsOn", (document,))
    undisputed = (*stops_of(model, document, now), 0)
    yield Look(stops, undisputed)


def _claim(c: Claim, now: int) -> Iterator[Look]:
    expected = c.status_at(now), c.principal, c.drawn, c.version
    yield Look(View("ClaimLedger", "get", (c.id,)), expected, lambda answer: answer[1:5])
    penalty, interest, principal = c.owed(now)
    owed = (0, penalty, interest, principal)
    yield Look(View("ClaimLedger", "debtOf", (c.id,)), owed)
    yield Look(View("ClaimLedger", "arrearsOf", (c.id,)), c.arrears(now))
    lead, others = c.holdings(now)
    yield Look(View("ClaimLedger", "holdingsOf", (c.id,)), (lead, tuple(others.items())))
    yield Look(View("ClaimLedger", "ceilingOf", (c.id,)), c.ceiling)


def _capital(org: int, own: Capital) -> Iterator[Look]:
    state = View("GuarantorCapital", "capitalOf", (org, 840))
    yield Look(state, (own.balance, own.locked, own.shortfall != 0))
    yield Look(View("GuarantorCapital", "shortfallOf", (org, 840)), own.shortfall)
    told = (own.net or 0, own.liability)
    yield Look(View("GuarantorCapital", "standingOf", (org, 840)), told, lambda a: a[:2])
    for client, amount in own.exposure.items():
        exposed = View("GuarantorCapital", "exposureOf", (org, 840, client))
        yield Look(exposed, (amount, amount))


def _cover(g: Cover, now: int) -> Look:
    view = View("GuaranteeEscrow", "get", (g.id,))
    live = g.status is GuaranteeStatus.LIVE
    left = (g.left_at(now), g.lock) if live else (0, 0)
    expected = (g.status_at(now), g.paid, *left, g.premium_paid, g.demand)
    return Look(view, expected, lambda a: (*a[5:9], a[10], a[12]))


def _demand(d: Demand, now: int) -> Look:
    view = View("GuaranteeDemands", "get", (d.id,))
    told = (d.guarantee, d.amount, d.by, d.status_at(now), d.suspended, d.extend_to, d.listed)
    return Look(view, told)
