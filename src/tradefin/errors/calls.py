"""Failures of calls, conversions and signatures (OpenZeppelin's utilities)."""

from __future__ import annotations

import builtins

from tradefin.errors.tree import Failed


class AddressEmptyCode(Failed):
    """A call to an address without a contract."""

    target: str
    says = "there is no contract at {target}"


class ECDSAInvalidSignature(Failed):
    """A signature that no key can have made."""

    says = "the signature is no valid signature"


class ECDSAInvalidSignatureLength(Failed):
    """A signature of another length than 65 bytes."""

    length: int
    says = "a signature has 65 bytes, not {length}"


class ECDSAInvalidSignatureS(Failed):
    """A signature in the malleable half."""

    s: bytes
    says = "the signature's s value {s} is in the upper half of the curve's order"


class FailedCall(Failed):
    """A call within the call failed and gave no reason."""

    says = "a call to another contract failed and gave no reason"


class InsufficientBalance(Failed):
    """A contract holds less native currency than it was to send."""

    balance: int
    needed: int
    says = "the contract holds {balance:,} wei, {needed:,} are needed"


class InvalidShortString(Failed):
    """A short string that is none."""

    says = "a stored short string is damaged"


class MerkleProofInvalidMultiproof(Failed):
    """A proof of several fields has a shape that none can have."""

    says = "the proof has too many or too few parts for the fields it comes with"


class ReentrancyGuardReentrantCall(Failed):
    """A token called back into the contract that was moving it."""

    says = "the contract was called again while a call to it was running"


class SafeCastOverflowedIntToUint(Failed):
    """A negative number where none can be."""

    value: int
    says = "{value:,} is negative"


class SafeCastOverflowedUintDowncast(Failed):
    """A number too large for its place."""

    bits: int
    value: int
    says = "{value:,} does not fit into {bits} bits"


class SafeCastOverflowedUintToInt(Failed):
    """A number too large for its place."""

    value: int
    says = "{value:,} does not fit into a signed number of 256 bits"


class StringTooLong(Failed):
    """A short string of more than 31 bytes."""

    str: builtins.str
    says = "{str!r} has more than 31 bytes"
