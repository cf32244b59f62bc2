"""Refusals of CreditLines."""

from __future__ import annotations

from datetime import datetime

from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import LineId, OrgId


class CallerNotPledge(NotPermitted):
    """Only the pledge draws on lines and frees them."""

    caller: str
    says = "{caller} is not the pledge contract, which alone draws on lines and frees them"


class LineExpired(WrongStatus):
    """A line may not be drawn any more."""

    line: LineId
    expiry: datetime | None
    says = "line {line} could be drawn until {expiry}; ask for a new line"


class LineToItself(Conflict):
    """A bank opens a line for itself."""

    bank: OrgId
    says = "organisation {bank} can't lend to itself"


class LineIsClosed(WrongStatus):
    """A line was closed."""

    line: LineId
    says = "line {line} is closed to new drawings"


class LineNotOfBank(NotPermitted):
    """A line is another bank's."""

    line: LineId
    bank: OrgId
    caller: OrgId
    says = "line {line} was opened by organisation {bank}, not by {caller}"


class LineNotOfEnterprise(NotPermitted):
    """A line is another enterprise's."""

    line: LineId
    enterprise: OrgId
    caller: OrgId
    says = "line {line} was opened for organisation {enterprise}, not for {caller}"


class LineTermsInvalid(OutOfBounds):
    """A line would be empty, advance nothing or too much, or be over at once."""

    limit: int
    advance_bps: int
    expiry: datetime | None
    says = (
        "a line needs a limit above 0, an advance of 1 to 10,000 basis points and an expiry to "
        "come; given were {limit:,} minor units, {advance_bps:,} basis points, {expiry}"
    )


class LineUnknown(NotFound):
    """No line has this number."""

    line: LineId
    says = "no line has the number {line}"


class UseExceedsLine(OutOfBounds):
    """More was asked of a line than is free on it."""

    line: LineId
    requested: int
    available: int
    says = (
        "{requested:,} minor units requested on line {line}, {available:,} are free; ask for no "
        "more, or wait until a drawing is repaid"
    )
