"""Keccak-256 by the quickest library at hand: one commitment takes 38 hashes.

safe-pysha3, of the extra `bulk`, needs a fifth of pycryptodome's time, but has no wheels for
Windows and macOS.
"""

from __future__ import annotations

try:
    from eth_hash.backends.pysha3 import keccak256 as keccak
except ImportError:
    from eth_hash.backends.pycryptodome import keccak256 as keccak

__all__ = ["keccak"]
