"""Writes the lock files anew: locks/*.txt from pyproject.toml, package-lock.json from package.json.

    python3 -m scripts.lock              keep locked versions where they still fit
    python3 -m scripts.lock --upgrade    take the newest that fit

Python's are made with uv, for every platform, with hashes; plain pip installs from them. Neither
kind names a registry, so each user's own index or mirror serves them.
"""

from __future__ import annotations

import shutil
import sys

from scripts.env import BUILD, LOCKS, ROOT, Failed, node_and_npm, run, say

SOURCES = {
    "dev": ["pyproject.toml", "--all-extras", "--group", "dev"],
    "ape": ["pyproject.toml", "--extra", "local", "--group", "ape"],
    "node": ["--group", "node"],
}
FORM = [
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
]


def uv() -> str:
    if found := shutil.which("uv"):
        return found
    venv = BUILD / "uv"
    if not (venv / "bin/uv").exists():
        run([sys.executable, "-m", "venv", venv])
        run([venv / "bin/python", "-m", "pip", "install", "-qq", "uv"])
    return str(venv / "bin/uv")


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--upgrade"]):
        say(__doc__ or "")
        return 2
    try:
        for name, source in SOURCES.items():
            file = LOCKS / f"{name}.txt"
            say(f"Locking {file.relative_to(ROOT)}")
            run([uv(), "pip", "compile", *source, *FORM, *arguments, "--output-file", file])
        say("Locking package-lock.json")
        _, npm = node_and_npm()
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"]
        run([*npm, "update" if arguments else "install", "--package-lock-only", *quiet])
    except Failed as failed:
        say(str(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
