"""What the tests of the rooms share: raw calls, refusals that leave no trace, further parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_canonical_address
from eth_utils.crypto import keccak

from tests.conftest import NET_ASSETS, Consortium, Papers, usd
from tradefin import LocalNetwork, Money
from tradefin.chain.connection import Connection, Done
from tradefin.enums import DocumentKind, GuaranteeKind, Role
from tradefin.errors import Reverted
from tradefin.events import OrganisationAdmitted
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, LineId, OrgId
from tradefin.money import currency_number
from tradefin.roles.attestations import Attestation
from tradefin.roles.guarantor import Guarantor
from tradefin.roles.party import Actor, held
from tradefin.roles.registrar import kind_bits

USD = currency_number("USD")
EUR = currency_number("EUR")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
ZERO = "0x" + "00" * 20
GAS_MONEY = 10**18
GAS_LIMIT = 8_000_000


def connection_of(net: LocalNetwork) -> Connection:
    return net._connection


def send(party: Actor, contract: str, function: str, *args: Any) -> Done:
    """A call that the SDK doesn't offer, or never makes in this way."""
    return party._connection.write(party._account, contract, function, *args)


def by_key(net: LocalNetwork, key: LocalAccount, contract: str, function: str, *args: Any) -> Done:
    """The same from a key that need not be anybody's."""
    return connection_of(net).write(key, contract, function, *args)


def address_of(net: LocalNetwork, contract: str) -> str:
    return connection_of(net).address(contract)


def traces(net: LocalNetwork) -> dict[str, bytes]:
    """The root of everything that each contract has stored: equal roots, equal contents."""
    placed = connection_of(net).deployment.contracts
    return {name: _storage_root(net, contract.address) for name, contract in placed.items()}


def _storage_root(net: LocalNetwork, address: str) -> bytes:
    backend = getattr(net._chain, "_backend", None)
    if backend is None:
        proof = connection_of(net).web3.eth.get_proof(address, [])  # type: ignore[arg-type]
        return bytes(proof["storageHash"])
    accounts = backend.chain.get_vm().state._account_db
    return bytes(accounts._get_account(to_canonical_address(address)).storage_root)


@contextmanager
def refused(net: LocalNetwork, expected: Reverted) -> Iterator[None]:
    """What happens inside is refused with exactly this error, and no contract stored anything."""
    before = traces(net)
    with pytest.raises(type(expected)) as caught:
        yield
    assert caught.value == expected
    assert traces(net) == before


@contextmanager
def at(net: LocalNetwork, when: datetime) -> Iterator[None]:
    """What happens inside happens at that second; sent without the estimate, which is earlier."""
    connection = connection_of(net)
    limit, connection._gas_limit = connection._gas_limit, GAS_LIMIT
    net.next_block(when)
    try:
        yield
    finally:
        connection._gas_limit = limit


def midnight(day: date) -> datetime:
    """The first second of a day."""
    return datetime.combine(day, time(), UTC)


def close_of(day: date) -> datetime:
    """The last second of a day."""
    return midnight(day + DAY) - SECOND


def fresh_key(net: LocalNetwork, name: str) -> LocalAccount:
    """A key that nobody has admitted, with gas."""
    key: LocalAccount = Account.from_key(keccak(text=name))
    web3, giver = connection_of(net).web3, net.keys[0]
    gift = {
        "to": key.address,
        "value": GAS_MONEY,
        "gas": 21_000,
        "chainId": web3.eth.chain_id,
        "nonce": web3.eth.get_transaction_count(giver.address),
        **connection_of(net)._fees(),
    }
    signed = giver.sign_transaction(gift)
    sent = web3.eth.send_raw_transaction(signed.raw_transaction)
    web3.eth.wait_for_transaction_receipt(sent, 10, 0.02)
    return key


def admit(
    c: Consortium,
    signer: str,
    *,
    roles: Iterable[Role] = (),
    kinds: Iterable[DocumentKind] = (),
    group: int = 0,
    valid_until: datetime | None = None,
    identifier: str | None = None,
) -> OrgId:
    """Admits an organisation as the contract takes it, its identifier made up."""
    admission = (
        identifier or f"TEST:{signer}",
        signer,
        sum(1 << role for role in roles),
        kind_bits(kinds),
        group,
        valid_until or c.net.now() + 900 * DAY,
    )
    done = send(c.registrar, "ParticipantRegistry", "admit", admission)
    return OrgId(done.one(OrganisationAdmitted).org)


def another_guarantor(c: Consortium, name: str, capital: Money, *, group: int = 0) -> Guarantor:
    """A further guarantor, admitted and with `capital` deposited."""
    key = fresh_key(c.net, name)
    admit(c, key.address, roles=[Role.GUARANTOR], group=group)
    c.net.mint(key.address, capital)
    guarantor = c.net.guarantor(key)
    guarantor.approve(capital.currency)
    guarantor.deposit(capital)
    c.regulator.attest_net_assets(guarantor.org, NET_ASSETS)
    return guarantor


def key_of(text: str, kind: DocumentKind = DocumentKind.INVOICE) -> DocumentId:
    """A made-up key of a paper: its first byte is the kind."""
    return DocumentId(bytes([kind]) + keccak(text=text)[1:])


def attestation(
    c: Consortium,
    document: bytes | str,
    kind: DocumentKind = DocumentKind.INVOICE,
    **changes: Any,
) -> Attestation:
    """A statement on a made-up paper: USD 1,000.00, the exporter's, due in 60 days."""
    number = key_of(document, kind) if isinstance(document, str) else document
    invoice = kind is DocumentKind.INVOICE
    plain = Attestation(
        document=DocumentId(number),
        commitment=keccak(number),
        kind=kind,
        holder=c.exporter.org,
        counterparty=c.buyer.org if invoice else OrgId(0),
        amount=usd("1000.00"),
        due=close_of((c.net.now() + 60 * DAY).date()) if invoice else None,
        valid_until=c.net.now() + 360 * DAY,
        version=1,
    )
    return replace(plain, **changes)


def next_version(c: Consortium, document: DocumentId, **changes: Any) -> Attestation:
    """The statement that would amend a paper as it stands, other in `changes` and commitment."""
    d = c.net.document(document)
    plain = Attestation(
        document=document,
        commitment=keccak(d.commitment),
        kind=d.kind,
        holder=d.holder,
        counterparty=d.counterparty,
        amount=d.amount,
        due=d.due,
        valid_until=d.valid_until,
        version=d.version + 1,
    )
    return replace(plain, **changes)


def enter(attestor: Actor, statement: Attestation) -> DocumentId:
    """Sends a statement by its attestor's own key, as a first one or an amendment."""
    send(attestor, "DocumentRegistry", "attest", statement.values())
    return statement.document


def invoice_and_declaration(
    c: Consortium, name: str, amount: Money, declared: Money
) -> tuple[DocumentId, DocumentId]:
    """Made-up papers of any amounts, attested."""
    invoice = enter(c.bank, attestation(c, f"invoice {name}", amount=amount))
    kind = DocumentKind.CUSTOMS_DECLARATION
    statement = attestation(c, f"declaration {name}", kind, amount=declared)
    return invoice, enter(c.customs, statement)


def ask(
    c: Consortium, papers: Papers, line: LineId | None = None, amount: Money | None = None
) -> FinancingId:
    """A request of the exporter's on these papers, on a line of `c.bank` unless told."""
    chosen = c.line() if line is None else line
    return c.exporter.request(chosen, papers.invoice, [papers.declaration], amount).financing


def drawn(
    c: Consortium, papers: Papers, line: LineId | None = None, amount: Money | None = None
) -> FinancingId:
    """The same, funded by the line's bank."""
    financing = ask(c, papers, line, amount)
    bank = c.net.financing(financing).bank
    (c.bank if bank == c.bank.org else c.other_bank).fund(financing)
    return financing


def held_by_request(c: Consortium, financing: FinancingId) -> tuple[Any, ...]:
    return held(financing, c.net.basis(financing))


def ranks(c: Consortium, *financings: FinancingId) -> list[tuple[Any, ...]]:
    return [held_by_request(c, financing) for financing in financings]


def default_of(c: Consortium, financing: FinancingId) -> datetime:
    """The first second in which a financing counts as defaulted."""
    f = c.net.financing(financing)
    return midnight(f.maturity_day + (f.grace_days + 1) * DAY)


def covered(
    c: Consortium,
    financing: FinancingId,
    cover: Money,
    *,
    guarantor: Guarantor | None = None,
    premium: Money | None = None,
    **terms: Any,
) -> GuaranteeId:
    """A guarantee that its bank accepted; the bank pays the premium, none unless told."""
    giver = guarantor or c.guarantor
    if guarantor is None:
        giver.deposit(cover)
    chosen = {
        "payer": c.net.financing(financing).bank,
        "expiry": c.net.now() + 300 * DAY,
        "offer_until": c.net.now() + 2 * DAY,
        "kind": GuaranteeKind.ACCESSORY,
        **terms,
    }
    chosen["offer_until"] = min(chosen["offer_until"], chosen["expiry"])  # type: ignore[type-var]
    nothing = Money(0, cover.currency)
    offer = giver.offer(financing, cover, premium=premium or nothing, **chosen)
    bank = c.bank if c.net.financing(financing).bank == c.bank.org else c.other_bank
    bank.accept(offer.guarantee)
    return GuaranteeId(offer.guarantee)
