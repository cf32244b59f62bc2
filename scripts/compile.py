"""Compiles contracts/ with the pinned compiler into src/tradefin/artifacts/, one JSON a contract.

    .venv/bin/python scripts/compile.py            write the artifacts and show the runtime sizes
    .venv/bin/python scripts/compile.py --check    write nothing; name what differs and exit 1

A contract is compiled alone with the sources that it imports, so its bytes depend on those only.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = ROOT / "contracts"
OPENZEPPELIN = ROOT / "node_modules/@openzeppelin"
ARTIFACTS = ROOT / "src/tradefin/artifacts"
CACHE = ROOT / "build/cache"

VERSION = json.loads((ROOT / "package.json").read_text())["devDependencies"]["solc"]
SHIPPED_FROM_OPENZEPPELIN = ["contracts/access/manager/AccessManager.sol"]
SETTINGS: dict[str, Any] = {
    "evmVersion": "cancun",
    "metadata": {"appendCBOR": False, "bytecodeHash": "none"},
    "optimizer": {"enabled": True, "runs": 800},
    "viaIR": True,
}
OUTPUTS = ["abi", "devdoc", "userdoc", "metadata", "evm.bytecode", "evm.deployedBytecode"]
SIZE_LIMIT = 24_576
SIZE_WARNINGS = {"5574", "3860"}  # measured here, after all contracts are compiled

IMPORT = re.compile(r"""^\s*import\b[^;"']*["']([^"']+)["']""", re.MULTILINE)
DEPLOYABLE = re.compile(r"^contract\s+(\w+)", re.MULTILINE)


class CompileError(Exception):
    """What the compiler, or the look for a source, had to say."""


def compile_sources(
    paths: Iterable[Path], *, names: Collection[str] | None = None
) -> dict[str, dict[str, Any]]:
    """The deployable contracts declared in `paths`, or those of `names`, by contract name.

    They may import each other, `@openzeppelin/...` and, relatively, anything in the checkout.
    """
    _lay_compiler()
    wanted: list[tuple[str, str]] = []
    for path in paths:
        unit = _unit(path)
        wanted += [(unit, name) for name in DEPLOYABLE.findall(_read(unit))]
    if names is not None:
        if missing := set(names) - {name for _, name in wanted}:
            raise CompileError(
                f"no deployable contract {', '.join(sorted(missing))} in the sources"
            )
        wanted = [pair for pair in wanted if pair[1] in names]
    if twice := {name for _, name in wanted if sum(name == other for _, other in wanted) > 1}:
        raise CompileError(f"declared more than once: {', '.join(sorted(twice))}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        built = list(pool.map(lambda pair: _compile(*pair), wanted))
    return {artifact["name"]: artifact for artifact in built}


def shipped() -> dict[str, dict[str, Any]]:
    """Every contract of the package: the deployable ones of contracts/ and OpenZeppelin's."""
    foreign = [OPENZEPPELIN / path for path in SHIPPED_FROM_OPENZEPPELIN]
    # ape keeps what it depends on in contracts/.cache.
    own = [*CONTRACTS.glob("*.sol"), *CONTRACTS.glob("[!.]*/*.sol")]
    return compile_sources([*sorted(own), *foreign])


def text_of(artifact: dict[str, Any]) -> str:
    return json.dumps(artifact, indent=0, sort_keys=True, separators=(",", ":")) + "\n"


def differing(built: dict[str, dict[str, Any]]) -> list[str]:
    """Names whose file differs, is missing, or has no contract any more."""
    stored = {file.stem: file.read_text() for file in ARTIFACTS.glob("*.json")}
    fresh = {name: text_of(artifact) for name, artifact in built.items()}
    return sorted(
        name for name in stored.keys() | fresh.keys() if stored.get(name) != fresh.get(name)
    )


def runtime_size(artifact: dict[str, Any]) -> int:
    return (len(artifact["deployedBytecode"]) - 2) // 2


def _unit(path: Path) -> str:
    path = path.resolve()
    if path.is_relative_to(OPENZEPPELIN):
        return f"@openzeppelin/{path.relative_to(OPENZEPPELIN).as_posix()}"
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()


def _read(unit: str) -> str:
    head, _, tail = unit.partition("/")
    file = OPENZEPPELIN / tail if head == "@openzeppelin" else ROOT / unit
    try:
        return file.read_text()
    except OSError as error:
        raise CompileError(f"{unit}: {error.strerror}") from None


def _closure(unit: str) -> dict[str, str]:
    """`unit` and all that it imports, by source unit name, sorted."""
    found: dict[str, str] = {}
    todo = [unit]
    while todo:
        at = todo.pop()
        if at in found:
            continue
        try:
            found[at] = _read(at)
        except CompileError as error:
            raise CompileError(f"{error} (reached from {unit})") from None
        for target in IMPORT.findall(found[at]):
            relative = target.startswith(".")
            todo.append(os.path.normpath(Path(at).parent / target) if relative else target)
    return dict(sorted(found.items()))


def _compile(unit: str, name: str) -> dict[str, Any]:
    sources = _closure(unit)
    request = {
        "language": "Solidity",
        "settings": {**SETTINGS, "outputSelection": {unit: {name: OUTPUTS}}},
        "sources": {key: {"content": text} for key, text in sources.items()},
    }
    key = hashlib.sha256(json.dumps([VERSION, request]).encode()).hexdigest()
    file = CACHE / f"{key}.json"
    if file.exists():
        return dict(json.loads(file.read_text()))
    artifact = _artifact(unit, name, sources, _solc(request))
    CACHE.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_text(text_of(artifact))
    part.replace(file)
    return artifact


def _artifact(
    unit: str, name: str, sources: dict[str, str], output: dict[str, Any]
) -> dict[str, Any]:
    contract = output["contracts"][unit][name]
    creation, runtime = contract["evm"]["bytecode"], contract["evm"]["deployedBytecode"]
    if links := sorted(creation["linkReferences"]):
        raise CompileError(f"{unit}: {name} must be linked with {', '.join(links)}")
    hashed = hashlib.sha256()
    for key, text in sources.items():
        hashed.update(f"{key}\0{text}\0".encode())
    return {
        "name": name,
        "source": unit,
        "sourceHash": hashed.hexdigest(),
        # From the metadata, where native and WebAssembly builds of one commit agree.
        "compiler": json.loads(contract["metadata"])["compiler"]["version"],
        "settings": SETTINGS,
        "abi": contract["abi"],
        "bytecode": f"0x{creation['object']}",
        "deployedBytecode": f"0x{runtime['object']}",
        "immutableReferences": runtime.get("immutableReferences", {}),
        "linkReferences": creation["linkReferences"],
        "devdoc": contract["devdoc"],
        "userdoc": contract["userdoc"],
    }


@functools.cache
def _lay_compiler() -> None:
    """Where py-solc-x looks for it; brings node_modules, and with it OpenZeppelin's sources."""
    command = [sys.executable, str(ROOT / "scripts/env.py"), "solc"]
    laid = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if laid.returncode:
        raise CompileError("there is no compiler: see above")
    os.environ["SOLCX_BINARY_PATH"] = str(Path(laid.stdout.strip()).parent)


def _solc(request: dict[str, Any]) -> dict[str, Any]:
    import solcx  # noqa: PLC0415  (it looks at SOLCX_BINARY_PATH when imported)

    try:
        output: dict[str, Any] = solcx.compile_standard(request, solc_version=VERSION)
    except solcx.exceptions.SolcError as error:
        raise CompileError(str(error.message)) from None
    complaints = [
        said["formattedMessage"].strip()
        for said in output.get("errors", [])
        if said["severity"] != "info"
        and said.get("errorCode") not in SIZE_WARNINGS
        and not said.get("sourceLocation", {}).get("file", "").startswith("@openzeppelin/")
    ]
    if complaints:
        raise CompileError("\n\n".join(complaints))
    return output


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        built = shipped()
    except CompileError as error:
        print(error, file=sys.stderr)
        return 1
    changed = differing(built)
    if arguments:
        if changed:
            print(f"artifacts differ from contracts/: {', '.join(changed)}; run make compile")
        return 1 if changed else 0
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    for name in changed:
        file = ARTIFACTS / f"{name}.json"
        if name in built:
            file.write_text(text_of(built[name]))
        else:
            file.unlink()
    print(f"{len(built)} contracts, {len(changed)} artifacts changed; runtime bytes:")
    for name, artifact in sorted(built.items()):
        size = runtime_size(artifact)
        print(f"  {name:24}{size:7,}  {size / SIZE_LIMIT:4.0%} of {SIZE_LIMIT:,}")
    too_large = [name for name, artifact in built.items() if runtime_size(artifact) > SIZE_LIMIT]
    if too_large:
        print(f"over the limit of {SIZE_LIMIT:,} bytes: {', '.join(too_large)}", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
