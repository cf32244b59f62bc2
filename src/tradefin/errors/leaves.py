"""The leaves of the tree by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tradefin.errors import (  # noqa: F401  (a class is known once its module is imported)
    access,
    amendments,
    calendar,
    calls,
    capital,
    cargo,
    changes,
    claims,
    demands,
    documents,
    freezes,
    guarantees,
    lines,
    participants,
    pledge,
    register,
    sales,
    security,
    tokens,
)
from tradefin.errors.tree import (
    Conflict,
    Failed,
    NotFound,
    NotPermitted,
    OutOfBounds,
    Reverted,
    WrongStatus,
)

_BRANCHES = (NotPermitted, NotFound, Conflict, WrongStatus, OutOfBounds, Failed)

LEAVES: Mapping[str, type[Reverted]] = MappingProxyType(
    {leaf.__name__: leaf for branch in _BRANCHES for leaf in branch.__subclasses__()}
)
"""One refusal for each error that the shipped contracts declare, by name."""
