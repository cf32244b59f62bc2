"""Libraries that only some formats need, imported when a paper asks for them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tradefin.errors import InvalidInput


def library(name: str, extra: str, papers: str) -> Any:
    """The package `name`; InvalidInput that names the extra where it isn't installed."""
    try:
        return import_module(name)
    except ImportError:
        raise InvalidInput(
            f"{papers} are read with {name}: pip install 'tradefin[{extra}]'"
        ) from None
