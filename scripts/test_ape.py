"""Runs the ape part, offline: compile, ape's tests, a deployment, and the SDK's tests on web3 7."""

from __future__ import annotations

import subprocess
import sys

from scripts.env import ROOT, Failed, ape, say

STEPS = [
    "scripts/ape compile --verbosity SUCCESS",
    "scripts/ape test tests/ape",
    "scripts/ape run deploy --network ethereum:local:foundry",
    ".venv-ape/bin/python -m pytest -p no:ape_test tests/chain tests/roles",
]


def main() -> int:
    try:
        if not ape():
            say("So the ape part was not run.")
            return 0
    except Failed as failed:
        say(str(failed))
        return 1
    for step in STEPS:
        say(f"$ {step}")
        if code := subprocess.run(step.split(), cwd=ROOT, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
