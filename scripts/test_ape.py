"""Runs the ape part, offline: compile, ape's tests, a deployment, and the SDK's tests on web3 7."""

from __future__ import annotations

import shutil
import subprocess
import sys

from scripts.env import BUILD, ROOT, Failed, ape, digest, is_stamped, say, write

STEPS = [
    "scripts/ape compile --verbosity SUCCESS",
    "scripts/ape test tests/ape",
    "scripts/ape run deploy --network ethereum:local:foundry",
    ".venv-ape/bin/python -m pytest -p no:ape_test tests/chain tests/roles",
]


def forget_stale_builds() -> None:
    """ape looks at the sources alone: with other settings it would keep what it compiled."""
    stamp, folder = digest(ROOT / "ape-config.yaml"), BUILD / "ape"
    if not is_stamped(folder, stamp):
        shutil.rmtree(ROOT / ".build", ignore_errors=True)
        write(folder / ".stamp", stamp)


def main() -> int:
    try:
        if not ape():
            say("So the ape part was not run.")
            return 0
    except Failed as failed:
        say(str(failed))
        return 1
    forget_stale_builds()
    for step in STEPS:
        say(f"$ {step}")
        if code := subprocess.run(step.split(), cwd=ROOT, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
