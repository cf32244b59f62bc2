"""The contracts as ape sees them: its own compilation, its own test chain."""

from __future__ import annotations

import ape
import pytest

from tradefin.chain.artifacts import artifact


@pytest.fixture
def registry(accounts, project):
    return accounts[0].deploy(project.ParticipantRegistry, accounts[0])


def test_registry_answers_to_its_authority_only(accounts, registry) -> None:
    assert registry.authority() == accounts[0]
    stranger = accounts[1]
    with ape.reverts(registry.AccessManagedUnauthorized, inputs={"caller": stranger.address}):
        registry.suspend(1, sender=stranger)


@pytest.mark.parametrize("name", ["BusinessCalendar", "ParticipantRegistry"])
def test_ape_compiles_what_ships(project, name: str) -> None:
    # ape can't leave solc's metadata out: it trails the runtime code that both share.
    compiled = bytes.fromhex(getattr(project, name).contract_type.runtime_bytecode.bytecode[2:])
    shipped = artifact(name).runtime
    assert compiled[: len(shipped)] == shipped
    assert len(compiled) - len(shipped) < 64
