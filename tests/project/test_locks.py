"""Locks pin everything by hash and name no registry, so that anyone's mirror can serve them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))


def requirements(lock: Path) -> list[str]:
    joined = re.sub(r"\\\n\s*", "", lock.read_text())
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def npm_packages() -> dict[str, dict[str, object]]:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    return {name: entry for name, entry in lock["packages"].items() if name}


def test_every_environment_has_a_lock() -> None:
    assert [lock.name for lock in LOCKS] == ["ape.txt", "dev.txt", "node.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_python_requirements_are_exact_and_hashed(lock: Path) -> None:
    lines = requirements(lock)
    assert lines
    bad = [
        line for line in lines if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert bad == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_python_locks_hold_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|\s@\s", text)


def test_npm_packages_are_hashed_and_hold_no_address() -> None:
    packages = npm_packages()
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert str(entry["integrity"]).startswith("sha512-"), name
        # A package's own funding page is the one address that npm copies into a lock.
        rest = {key: value for key, value in entry.items() if key != "funding"}
        assert "://" not in json.dumps(rest), name


def test_npm_dependencies_are_pinned_exactly() -> None:
    manifest = json.loads((ROOT / "package.json").read_text())
    wanted = manifest["dependencies"] | manifest["devDependencies"]
    locked = npm_packages()
    for name, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert locked[f"node_modules/{name}"]["version"] == version


def test_one_compiler_version_everywhere() -> None:
    version = json.loads((ROOT / "package.json").read_text())["devDependencies"]["solc"]
    assert f"version: {version}\n" in (ROOT / "ape-config.yaml").read_text()
    pragmas = {
        pragma
        for file in (ROOT / "contracts").glob("[!.]*/*.sol")
        for pragma in re.findall(r"^pragma solidity (.+);", file.read_text(), re.MULTILINE)
    }
    assert pragmas == {version}
