"""Refusals of regulators' freezes, of papers, organisations and financings alike.

`subject` is a paper's id or, in as many bytes, the number of an organisation or a financing.
"""

from __future__ import annotations

from datetime import datetime

from tradefin.errors.tree import Conflict, NotFound, OutOfBounds


class FreezeNotFound(NotFound):
    """A freeze is lifted that doesn't stand, or is another regulator's."""

    subject: bytes
    case_number: bytes
    says = "no freeze of {subject:subject} in the case {case_number} of this regulator stands"


class FreezesTooMany(OutOfBounds):
    """A further case would freeze what enough others freeze already."""

    subject: bytes
    most: int
    says = (
        "{most} cases freeze {subject:subject}, the most there can be; wait until one of them ends"
    )


class FreezeUsedUp(Conflict):
    """A case freezes a third time, or again after its freeze was lifted."""

    subject: bytes
    case_number: bytes
    says = (
        "the case {case_number} froze {subject:subject} and renewed that, or lifted it; a case "
        "freezes and renews once"
    )


class FreezeWithoutCase(OutOfBounds):
    """A freeze names no case."""

    subject: bytes
    says = "a freeze of {subject:subject} names the case in which it is ordered"


class StopTooLong(OutOfBounds):
    """A freeze or a rejection would run longer than it may."""

    until: datetime | None
    latest: datetime | None
    says = "a stop until {until} is too long; it may run until {latest}"
