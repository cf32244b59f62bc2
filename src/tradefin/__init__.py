"""Trade finance on a shared ledger: one paper, one financing, one guarantee behind it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tradefin.money import Money
    from tradefin.roles.network import LocalNetwork, Network, connect, local

__all__ = ["LocalNetwork", "Money", "Network", "connect", "local"]

_NETWORK = "tradefin.roles.network"
_WHERE = dict.fromkeys(__all__, _NETWORK) | {"Money": "tradefin.money"}


def __getattr__(name: str) -> Any:
    """Imports on first use: web3 takes a second, and a command's --help needs none of it."""
    if name not in _WHERE:
        raise AttributeError(f"module 'tradefin' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
