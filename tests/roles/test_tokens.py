"""Settlement tokens that lie, keep a fee, revert, return nothing or call back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.conftest import Consortium
from tests.roles.acts import (
    DAY,
    EUR,
    USD,
    address_of,
    attestation,
    by_key,
    connection_of,
    enter,
    held_by_request,
    refused,
)
from tests.roles.placing import Helper, known_as
from tradefin import LocalNetwork, Money
from tradefin.enums import DocumentKind, FinancingStatus, GuaranteeKind
from tradefin.errors import (
    AccessManagedUnauthorized,
    ReceivedLessThanSent,
    ReentrancyGuardReentrantCall,
    SafeERC20FailedOperation,
    TokenAlreadyListed,
    TokenDecimalsMismatch,
    TokenNotListed,
    UnknownRevert,
)
from tradefin.events import PayeeCredited
from tradefin.ids import FinancingId, GuaranteeId

TOKENS = "HostileTokens.sol"
EVERYTHING = 2**256 - 1
PRINCIPAL = 80_000


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@dataclass(frozen=True)
class Market:
    """A consortium that settles euros in a token of the tests; everybody has some."""

    c: Consortium
    token: Helper

    @property
    def net(self) -> LocalNetwork:
        return self.c.net

    def turn(self, on: bool = True) -> None:
        self.token.write("turn", on)

    def asked(self) -> FinancingId:
        """EUR 800.00 of an invoice over 1,000.00, requested."""
        c = self.c
        declared = DocumentKind.CUSTOMS_DECLARATION
        thousand = euros(100_000)
        invoice = enter(c.bank, attestation(c, "in euros", amount=thousand))
        paper = attestation(c, "declared in euros", declared, amount=thousand)
        declaration = enter(c.customs, paper)
        expiry = c.net.now() + 300 * DAY
        line = c.bank.open_line(c.exporter.org, thousand, rate_bps=525, expiry=expiry).line
        return c.exporter.request(line, invoice, [declaration]).financing

    def drawn(self) -> FinancingId:
        financing = self.asked()
        self.c.bank.fund(financing)
        return financing

    def covered(self, financing: FinancingId) -> GuaranteeId:
        c = self.c
        c.guarantor.deposit(euros(PRINCIPAL))
        end = c.net.now() + 300 * DAY
        guarantee = c.guarantor.offer(
            financing,
            euros(PRINCIPAL),
            premium=euros(0),
            payer=c.bank.org,
            expiry=end,
            offer_until=end,
            kind=GuaranteeKind.DEMAND,
        ).guarantee
        c.bank.accept(guarantee)
        return guarantee

    def held(self, who: str) -> int:
        return int(self.token.read("balanceOf", who))

    def account(self, party: str) -> str:
        return self.net.organisation(getattr(self.c, party).org).account


def market(c: Consortium, name: str) -> Market:
    token = Helper(c.net, TOKENS, name)
    by_key(c.net, c.net.keys[0], "ClaimLedger", "listToken", EUR, token.address, 2)
    net = known_as(c.net, "TokenEUR", "SettlementToken", token.address)
    spenders = (address_of(net, "ClaimLedger"), address_of(net, "GuarantorCapital"))
    for key in net.keys[1:7]:
        token.write("mint", key.address, 10_000_000)
        for spender in spenders:
            token.write("approve", spender, EVERYTHING, key=key)
    keys = net.keys
    net.regulator(keys[7]).attest_net_assets(c.guarantor.org, Money.of("1000000.00", "EUR"))
    moved = replace(
        c,
        net=net,
        exporter=net.enterprise(keys[1]),
        bank=net.bank(keys[2]),
        other_bank=net.bank(keys[3]),
        guarantor=net.guarantor(keys[4]),
        customs=net.attestor(keys[5]),
        buyer=net.enterprise(keys[6]),
    )
    return Market(moved, token)


# Listing


def test_a_token_counts_in_its_currencys_minor_units(embedded: Consortium) -> None:
    c = embedded
    wide = Helper(c.net, TOKENS, "WideToken").address
    with refused(c.net, TokenDecimalsMismatch(wide, 2, 18)):
        by_key(c.net, c.net.keys[0], "ClaimLedger", "listToken", EUR, wide, 2)


def test_a_currency_has_one_token_for_good(embedded: Consortium) -> None:
    c = embedded
    known = address_of(c.net, "TokenUSD")
    other = Helper(c.net, TOKENS, "SilentToken").address
    for token in (known, other):
        with refused(c.net, TokenAlreadyListed("USD", known)):
            by_key(c.net, c.net.keys[0], "ClaimLedger", "listToken", USD, token, 2)


def test_only_the_administration_lists_a_token(embedded: Consortium) -> None:
    c = embedded
    token = Helper(c.net, TOKENS, "SilentToken").address
    for key in (c.net.keys[2], c.net.keys[11]):
        with refused(c.net, AccessManagedUnauthorized(key.address)):
            by_key(c.net, key, "ClaimLedger", "listToken", EUR, token, 2)


def test_an_address_without_code_is_no_token(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, UnknownRevert(b"", "no reason was given")):
        key = c.net.keys[11]
        by_key(c.net, c.net.keys[0], "ClaimLedger", "listToken", EUR, key.address, 2)


def test_nothing_is_funded_in_a_currency_without_token(embedded: Consortium) -> None:
    c = embedded
    financing = Market(c, None).asked()  # type: ignore[arg-type]
    with refused(c.net, TokenNotListed("EUR")):
        c.bank.fund(financing)


# Tokens that don't move what they should


@pytest.mark.parametrize("name", ["SilentToken", "FalseToken", "FeeToken", "ReenteringToken"])
def test_a_token_that_behaves_serves_a_whole_life(embedded: Consortium, name: str) -> None:
    m = market(embedded, name)
    c = m.c
    ledger, capital = address_of(m.net, "ClaimLedger"), address_of(m.net, "GuarantorCapital")
    financing = m.asked()
    guarantee = m.covered(financing)
    c.bank.fund(financing)
    demand = c.bank.demand(guarantee, euros(30_000), b"first demand").demand
    c.guarantor.examine(demand)
    c.guarantor.pay(demand)
    c.buyer.collect(c.net.financing(financing).basis.whole, euros(100_000), "MT103 1")
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert (m.held(ledger), m.held(capital)) == (30_000, 50_000)
    c.guarantor.withdraw_credit("EUR")
    c.bank.release(guarantee)
    c.guarantor.withdraw(euros(50_000))
    assert (m.held(ledger), m.held(capital)) == (0, 0)
    assert m.held(m.account("guarantor")) == 10_000_000
    assert m.held(m.account("bank")) == 10_000_000
    assert m.held(m.account("exporter")) == 10_000_000 + 100_000


def spoiled(m: Market, verb: str) -> Any:
    """Brings the market to the point of `verb`; returns what would do it."""
    c = m.c
    if verb == "fund":
        financing = m.asked()
        return lambda: c.bank.fund(financing)
    if verb == "repay":
        financing = m.drawn()
        return lambda: c.exporter.repay(financing)
    if verb == "collect":
        invoice = c.net.financing(m.drawn()).basis.whole
        return lambda: c.buyer.collect(invoice, euros(PRINCIPAL), "MT103 1")
    if verb == "deposit":
        return lambda: c.guarantor.deposit(euros(PRINCIPAL))
    if verb == "withdraw":
        c.guarantor.deposit(euros(PRINCIPAL))
        return lambda: c.guarantor.withdraw(euros(PRINCIPAL))
    financing = m.drawn()
    demand = c.bank.demand(m.covered(financing), euros(PRINCIPAL), b"demand").demand
    c.guarantor.examine(demand)
    if verb == "pay":
        return lambda: c.guarantor.pay(demand)
    c.guarantor.pay(demand)
    c.exporter.repay(financing)
    return lambda: c.guarantor.withdraw_credit("EUR")


VERBS = ["fund", "repay", "collect", "deposit", "withdraw", "pay", "credit"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_token_that_says_false_moves_nothing(embedded: Consortium, verb: str) -> None:
    m = market(embedded, "FalseToken")
    act = spoiled(m, verb)
    m.turn()
    with refused(m.net, SafeERC20FailedOperation(m.token.address)):
        act()
    m.turn(False)
    act()


@pytest.mark.parametrize("verb", VERBS)
def test_a_token_that_keeps_a_fee_settles_nothing(embedded: Consortium, verb: str) -> None:
    m = market(embedded, "FeeToken")
    act = spoiled(m, verb)
    m.turn()
    short = ReceivedLessThanSent(m.token.address, PRINCIPAL, PRINCIPAL * 99 // 100)
    with refused(m.net, short):
        act()


@pytest.mark.parametrize("verb", VERBS)
def test_a_token_that_lies_settles_nothing(embedded: Consortium, verb: str) -> None:
    m = market(embedded, "LyingToken")
    act = spoiled(m, verb)
    m.turn()
    with refused(m.net, ReceivedLessThanSent(m.token.address, PRINCIPAL, 0)):
        act()


@pytest.mark.parametrize("verb", VERBS)
def test_a_token_that_reverts_takes_everything_back(embedded: Consortium, verb: str) -> None:
    m = market(embedded, "RevertingToken")
    act = spoiled(m, verb)
    m.turn()
    reason = bytes.fromhex(
        connection_of(m.net).web3.keccak(text="TokenPaused(uint256)").hex()[-64:]
    )
    data = reason[:4] + PRINCIPAL.to_bytes(32, "big")
    named = UnknownRevert(data, f"the error 0x{reason[:4].hex()} is not one of the contracts'")
    with refused(m.net, named):
        act()
    m.token.write("silence", True)
    with refused(m.net, UnknownRevert(b"", "no reason was given")):
        act()
    m.turn(False)
    act()


# Tokens that call back


def reentry(m: Market, verb: str, financing: FinancingId | None) -> tuple[str, bytes]:
    """A call of the contract that is moving the token just then."""
    connection = connection_of(m.net)
    whole = held_by_request(m.c, financing) if financing else (1, (bytes(32), []))
    calls: dict[str, tuple[Any, ...]] = {
        "fund": ("ReceivablePledge", "repay", whole, 1),
        "repay": ("ReceivablePledge", "collect", whole[1][0], 1, bytes(32), [whole]),
        "collect": ("ReceivablePledge", "fund", whole),
        "deposit": ("GuarantorCapital", "withdraw", EUR, 1),
        "withdraw": ("GuarantorCapital", "deposit", EUR, 1),
        "pay": ("GuaranteeDemands", "pay", 1),
        "credit": ("ClaimLedger", "withdraw", m.c.guarantor.org, EUR),
    }
    contract, function, *arguments = calls[verb]
    return address_of(m.net, contract), connection.encode(contract, function, *arguments)


@pytest.mark.parametrize("verb", VERBS)
def test_a_token_that_calls_back_is_refused(embedded: Consortium, verb: str) -> None:
    m = market(embedded, "ReenteringToken")
    act = spoiled(m, verb)
    known = verb not in ("deposit", "withdraw")
    m.token.write("aim", *reentry(m, verb, FinancingId(1) if known else None))
    m.turn()
    with refused(m.net, ReentrancyGuardReentrantCall()):
        act()
    m.turn(False)
    act()


def test_a_payout_within_a_repayment_pays_nothing_twice(embedded: Consortium) -> None:
    m = market(embedded, "ReenteringToken")
    c = m.c
    financing = m.drawn()
    demand = c.bank.demand(m.covered(financing), euros(PRINCIPAL), b"demand").demand
    c.guarantor.examine(demand)
    data = connection_of(m.net).encode("GuaranteeDemands", "pay", demand)
    m.token.write("aim", address_of(m.net, "GuaranteeDemands"), data)
    m.turn()
    c.exporter.repay(financing)
    assert m.token.read("succeeded")
    assert m.held(m.account("bank")) == 10_000_000
    assert m.held(address_of(m.net, "GuarantorCapital")) == PRINCIPAL
    assert c.net.demand_of(demand).status.name == "PAID"
    assert c.net.credit(c.guarantor.org, "EUR").minor == 0


def test_a_request_within_a_collection_gets_no_more_than_is_left(embedded: Consortium) -> None:
    """The hook fires when the money moves: what was collected is off the paper by then."""
    m = market(embedded, "ReenteringToken")
    c = m.c
    financing = m.drawn()
    invoice = c.net.financing(financing).basis.whole
    application = (
        c.net.financing(financing).line,
        1,
        invoice,
        [part.document for part in c.net.financing(financing).basis.parts],
        1,
        0,
        0,
        1,
    )
    data = connection_of(m.net).encode("ReceivablePledge", "request", application, [], [], [])
    m.token.write("aim", address_of(m.net, "ReceivablePledge"), data)
    m.turn()
    with refused(m.net, ReentrancyGuardReentrantCall()):
        c.buyer.collect(invoice, euros(100_000), "MT103 1")


# Payees that a token blocks


def test_a_blocked_bank_stops_no_other_rank(embedded: Consortium) -> None:
    m = market(embedded, "BlockingToken")
    c = m.c
    invoice = enter(c.bank, attestation(c, "in euros", amount=euros(100_000)))
    declared = attestation(
        c, "declared in euros", DocumentKind.CUSTOMS_DECLARATION, amount=euros(100_000)
    )
    declaration = enter(c.customs, declared)
    expiry = c.net.now() + 300 * DAY
    for bank in (c.bank, c.other_bank):
        line = bank.open_line(c.exporter.org, euros(100_000), rate_bps=0, expiry=expiry).line
        asked = c.exporter.request(line, invoice, [declaration], euros(40_000))
        bank.fund(asked.financing)
    ledger = address_of(m.net, "ClaimLedger")
    m.token.write("block_", m.account("bank"), True)

    c.buyer.collect(invoice, euros(100_000), "MT103 1")
    (told,) = m.net.all_events("ClaimLedger", PayeeCredited)
    assert (told.org, told.currency, told.amount) == (c.bank.org, "EUR", 40_000)
    assert (m.held(ledger), c.net.credit(c.bank.org, "EUR")) == (40_000, euros(40_000))
    assert m.held(m.account("other_bank")) == 10_000_000
    assert m.held(m.account("exporter")) == 10_000_000 + 80_000 + 20_000
    assert m.held(m.account("buyer")) == 10_000_000 - 100_000

    with pytest.raises(UnknownRevert):
        c.bank.withdraw_credit("EUR")
    m.token.write("block_", m.account("bank"), False)
    c.bank.withdraw_credit("EUR")
    assert (m.held(ledger), c.net.credit(c.bank.org, "EUR")) == (0, euros(0))
    assert m.held(m.account("bank")) == 10_000_000


def test_a_blocked_enterprise_gets_its_surplus_later(embedded: Consortium) -> None:
    m = market(embedded, "BlockingToken")
    c = m.c
    invoice = c.net.financing(m.drawn()).basis.whole
    m.token.write("block_", m.account("exporter"), True)
    c.buyer.collect(invoice, euros(100_000), "MT103 1")
    assert c.net.credit(c.exporter.org, "EUR") == euros(100_000 - PRINCIPAL)
    m.token.write("block_", m.account("exporter"), False)
    c.exporter.withdraw_credit("EUR")
    assert m.held(m.account("exporter")) == 10_000_000 + 100_000


def test_a_blocked_bank_is_repaid_into_its_credit(embedded: Consortium) -> None:
    m = market(embedded, "BlockingToken")
    c = m.c
    financing = m.drawn()
    m.token.write("block_", m.account("bank"), True)
    c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.credit(c.bank.org, "EUR") == euros(PRINCIPAL)


def test_a_blocked_payer_pays_nothing(embedded: Consortium) -> None:
    m = market(embedded, "BlockingToken")
    c = m.c
    financing = m.drawn()
    m.token.write("block_", m.account("exporter"), True)
    with pytest.raises(UnknownRevert):
        c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.FUNDED
    assert c.net.credit(c.bank.org, "EUR") == euros(0)
