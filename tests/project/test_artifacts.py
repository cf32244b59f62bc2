"""The artifacts in the package are what the pinned compiler makes of contracts/ today."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.compile import SIZE_LIMIT, differing, runtime_size, shipped
from tradefin.chain.artifacts import artifact, names
from tradefin.errors import InvalidInput


@pytest.fixture(scope="module")
def built() -> dict[str, dict[str, Any]]:
    return shipped()


@pytest.mark.node
def test_artifacts_are_up_to_date(built: dict[str, dict[str, Any]]) -> None:
    assert differing(built) == [], "run make compile"


@pytest.mark.node
def test_every_contract_fits_the_size_limit(built: dict[str, dict[str, Any]]) -> None:
    assert {name: size for name, a in built.items() if (size := runtime_size(a)) > SIZE_LIMIT} == {}


def test_loader_knows_every_contract() -> None:
    assert "AccessManager" in names()
    for name in names():
        loaded = artifact(name)
        assert loaded.name == name
        assert loaded.compiler.startswith("0.8.37+commit.")
        assert loaded.bytecode.endswith(loaded.runtime) or len(loaded.bytecode) > len(
            loaded.runtime
        )


def test_masked_code_equals_the_runtime_code() -> None:
    loaded = next(a for a in map(artifact, names()) if a.immutables)
    on_chain = bytearray(loaded.runtime)
    for span in loaded.immutables:
        on_chain[span.start : span.start + span.length] = b"\x5a" * span.length
    assert bytes(on_chain) != loaded.runtime
    assert loaded.masked(bytes(on_chain)) == loaded.runtime


def test_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        InvalidInput, match=r"no contract 'Nothing' ships; there are .*AccessManager"
    ):
        artifact("Nothing")
