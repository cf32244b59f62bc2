"""What `pip install tradefin` brings: code, artifacts and samples, and little weight."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tradefin.chain.artifacts import names

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_wheel_holds_all_that_the_package_reads(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    papers = {paper.relative_to(source).as_posix() for paper in source.rglob("*.xml")}
    assert papers | {"tradefin/py.typed"} <= held
    assert {f"tradefin/artifacts/{name}.json" for name in names()} <= held
    assert any(name.endswith("LICENSE") for name in held)
    assert all(name.startswith(("tradefin/", "tradefin-")) for name in held)


def test_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 560_000


def test_the_core_depends_on_no_tool() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {text.split(">")[0].split("[")[0] for text in project["dependencies"]}
    assert needed == {
        *("web3", "eth-account", "eth-abi", "eth-utils"),
        *("iso4217", "python-stdnum", "lxml", "pydantic"),
    }
