"""Events of OpenZeppelin's parts of the contracts."""

from __future__ import annotations

from dataclasses import dataclass

from tradefin.events.event import Event


@dataclass(frozen=True, slots=True)
class AuthorityUpdated(Event):
    """A contract got another access manager."""

    authority: str


@dataclass(frozen=True, slots=True)
class EIP712DomainChanged(Event):
    """A contract's domain for signed messages changed."""
