"""From what a node says of a revert to the exception named after the contract's error."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from requests import RequestException
from web3.exceptions import ContractLogicError

from tradefin.chain.decode import refusal
from tradefin.errors import ChainError, Reverted, TradefinError

_HEX = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
_LITERAL = re.compile(r"""b(?:'.*'|".*")""", re.DOTALL)


@contextmanager
def translated() -> Iterator[None]:
    """What a node says inside, as the package's own errors."""
    try:
        yield
    except TradefinError:
        raise
    except Exception as fault:
        raise refusal_of(fault) from None


def refusal_of(fault: Exception) -> Reverted | ChainError:
    """The refusal behind a node's error; ChainError with the node's words where it is none."""
    if isinstance(fault, RequestException):
        return ChainError(f"no node answers ({type(fault).__name__}); is it running there?")
    data = _data_of(fault)
    if data is not None:
        return refusal(data)
    if isinstance(fault, ContractLogicError) or "revert" in str(fault):
        return refusal(b"")
    return ChainError(f"the node refused: {fault}")


def _data_of(fault: Exception) -> bytes | None:
    """Anvil and geth put hex beside the message, eth-tester puts bytes into it."""
    response = getattr(fault, "rpc_response", None) or {}
    for value in (getattr(fault, "data", None), response.get("error"), *fault.args):
        data = _bytes_in(value)
        if data is not None:
            return data
    return None


def _bytes_in(value: Any) -> bytes | None:
    if isinstance(value, bytes):
        return value
    if isinstance(value, dict):
        return _bytes_in(value.get("data"))
    if not isinstance(value, str):
        return None
    if _HEX.fullmatch(value) and len(value) % 64 == 10:
        return bytes.fromhex(value[2:])
    literal = _LITERAL.search(value)
    return bytes(ast.literal_eval(literal.group())) if literal else None
