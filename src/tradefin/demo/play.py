"""What a play of the story leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a party did; `gas` is None where nothing was sent.

    `holdings` are minor units by name, of every party and contract that holds money, after it.
    """

    ending: str
    time: datetime
    actor: str
    action: str
    detail: str
    gas: int | None
    ids: Mapping[str, str] = field(default_factory=dict)
    holdings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that a contract refused, with the values of its error."""

    ending: str
    time: datetime
    actor: str
    action: str
    error: str
    arguments: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Who held what before and after, minor units by name; play money is minted before."""

    name: str
    before: Mapping[str, int]
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Played:
    """Both endings; names for the papers and financings that the chain knows by id."""

    engine: str
    currency: str
    steps: tuple[Step, ...]
    refusals: tuple[Refusal, ...]
    endings: tuple[Ending, ...]
    document_names: Mapping[bytes, str]
    financing_names: Mapping[int, str]
