"""How sources become artifacts, and what is refused on the way."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from scripts.compile import ROOT, SETTINGS, CompileError, compile_sources
from scripts.env import SOLC_VERSION

pytestmark = pytest.mark.node

HEAD = "// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.37;\n"
SOLC = ROOT / "build/solc/solc-v0.8.37"


def source(folder: Path, body: str, name: str = "Sample.sol") -> Path:
    file = folder / name
    file.write_text(HEAD + body)
    return file


def test_only_deployable_contracts_are_built(tmp_path: Path) -> None:
    source(
        tmp_path, "interface IOther { function two() external view returns (uint256); }", "I.sol"
    )
    file = source(
        tmp_path,
        'import {IOther} from "./I.sol";\n'
        "abstract contract Base is IOther { uint256 public immutable two = block.number; }\n"
        "contract Sample is Base {}\n"
        "contract Second is Base {}\n",
    )
    assert compile_sources([file]).keys() == {"Sample", "Second"}
    built = compile_sources([file], names=["Sample"])
    assert built.keys() == {"Sample"}
    [spans] = built["Sample"]["immutableReferences"].values()
    code = bytes.fromhex(built["Sample"]["deployedBytecode"][2:])
    assert all(code[s["start"] : s["start"] + s["length"]] == bytes(32) for s in spans)


def test_the_hash_covers_imported_sources(tmp_path: Path) -> None:
    file = source(tmp_path, 'import {N} from "./N.sol";\ncontract Sample { uint256 public n = N; }')
    hashes = set()
    for value in (1, 2):
        source(tmp_path, f"uint256 constant N = {value};", "N.sol")
        hashes.add(compile_sources([file])["Sample"]["sourceHash"])
    assert len(hashes) == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("contract Sample { uint256 x = ; }", r"(?s)ParserError.*Sample.sol"),
        (
            "contract Sample { function f() external returns (uint256) { return 1; } }",
            r"Warning: Function state mutability can be restricted",
        ),
        ('import "./Gone.sol";\ncontract Sample {}', r"Gone\.sol: No such file .*reached from"),
        (
            "library L { function f() external {} }\n"
            "contract Sample { function g() external { L.f(); } }",
            r"Sample must be linked with .*Sample\.sol",
        ),
        ("contract Sample {}\n//\ncontract Sample {}", r"declared more than once: Sample"),
    ],
)
def test_refusals(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(CompileError, match=said):
        compile_sources([source(tmp_path, body)])


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CompileError, match="no deployable contract Other"):
        compile_sources([source(tmp_path, "contract Sample {}")], names=["Other"])


def solc(request: dict[str, object], *options: str) -> list[str]:
    compile_sources([])  # lays the compiler
    done = subprocess.run(
        [SOLC, *options, "--standard-json"],
        input=json.dumps({"language": "Solidity", **request}),
        capture_output=True,
        text=True,
        check=True,
    )
    return [error["message"] for error in json.loads(done.stdout).get("errors", [])]


def test_the_compiler_reads_allowed_folders_only(tmp_path: Path) -> None:
    base, other = tmp_path / "base", tmp_path / "other"
    base.mkdir()
    other.mkdir()
    target = source(other, "contract Sample {}")
    content = f'{HEAD}import "{target}";\n'
    request: dict[str, object] = {"sources": {"Top.sol": {"content": content}}}
    assert "outside of allowed directories" in solc(request, "--base-path", str(base))[0]
    assert solc(request, "--base-path", str(base), "--allow-paths", str(other)) == []


def test_the_compiler_honours_base_path_and_remappings(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    source(tmp_path / "lib", "contract Sample {}")
    request: dict[str, object] = {
        "sources": {"Top.sol": {"content": f'{HEAD}import "@lib/Sample.sol";\n'}},
        "settings": {"remappings": ["@lib/=lib/"]},
    }
    assert solc(request, "--base-path", str(tmp_path)) == []


def test_ape_compiles_with_the_same_settings() -> None:
    config = (ROOT / "ape-config.yaml").read_text()
    assert f"optimization_runs: {SETTINGS['optimizer']['runs']}" in config
    assert f"evm_version: {SETTINGS['evmVersion']}" in config
    assert f"version: {SOLC_VERSION}" in config
