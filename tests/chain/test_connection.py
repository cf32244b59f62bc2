"""What can go wrong between a program and a node is said in a sentence, never as a traceback."""

from __future__ import annotations

import pytest

from tests.conftest import Consortium
from tradefin import connect
from tradefin.chain.local import Anvil
from tradefin.enums import Role
from tradefin.errors import ChainError, InvalidInput
from tradefin.roles.network import account_of, local


def test_a_value_of_another_type_is_refused_with_the_call_it_was_for(embedded: Consortium) -> None:
    with pytest.raises(InvalidInput) as refused:
        embedded.registrar.admit("LEI:TRAD00JSGUARANTEE188", signer="0x123", roles={Role.BANK})
    assert str(refused.value).startswith("the call is admit((string,address,uint8,uint16,")
    assert "0x123" not in str(refused.value)


def test_an_address_needs_no_checksum(embedded: Consortium) -> None:
    c = embedded
    key = c.net.keys[9]
    c.net.consent(key, c.bank.org)
    assert c.bank.add_signer(key.address.lower()).signer == key.address


def test_no_node_is_told(embedded: Consortium) -> None:
    with pytest.raises(ChainError, match="no node answers"):
        connect("http://127.0.0.1:1", embedded.net.deployment)


def test_a_node_that_went_away_is_told() -> None:
    with local("anvil") as net:
        registrar = net.registrar(net.keys[0])
        chain = net._chain
        assert isinstance(chain, Anvil)
        chain.stop()
        for act in (registrar.now, lambda: registrar.suspend(1)):
            with pytest.raises(ChainError, match="no node answers"):
                act()
        with pytest.raises(ChainError, match="no node answers"):
            next(net.events())


def test_what_is_no_key_is_refused_unseen() -> None:
    with pytest.raises(InvalidInput) as refused:
        account_of("0xabc123")
    assert "abc123" not in str(refused.value)
