"""Papers changed at random, the same way in every run."""

import copy
import random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

SEEDED = settings(
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CHANCE = st.randoms(use_true_random=False)

WILD: list[Any] = [
    None,
    True,
    "",
    "{X}",
    "[X]",
    "NaN",
    "1e9",
    "2026-13-45",
    "\x00",
    "\ud800",
    "9" * 60,
    7,
    -1.5,
    [],
    {},
    [[["x"]]],
    {"a": {"b": []}},
    "Ａ１",
]


def changed_bytes(data: bytes, chance: random.Random) -> bytes:
    """Some bytes flipped, perhaps cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 10)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    end = chance.choice([len(changed), len(changed), chance.randrange(1, len(changed))])
    return bytes(changed[:end])


def changed_json(value: Any, chance: random.Random) -> Any:
    """One to four fields dropped, exchanged or made wild, at any depth."""
    changed = copy.deepcopy(value)
    for _ in range(chance.randint(1, 4)):
        holders = [item for item in _walk(changed) if isinstance(item, dict | list) and item]
        if not holders:
            break
        holder = chance.choice(holders)
        place = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        if chance.random() < 0.2:
            del holder[place]
        else:
            holder[place] = copy.deepcopy(chance.choice([*WILD, holder]))
    return changed


def _walk(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(found for item in inner for found in _walk(item))]
