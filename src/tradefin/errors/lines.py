"""Refusals of CreditLines."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import LineTerm
from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import LineId, OrgId


class CallerNotPledge(NotPermitted):
    """Only the pledge draws on lines and frees them."""

    caller: str
    says = "{caller} is not the pledge contract, which alone draws on lines and frees them"


class DebtorConcentrated(OutOfBounds):
    """More was asked than one debtor's receivables may bear under a line."""

    line: LineId
    debtor: OrgId
    requested: int
    available: int
    says = (
        "{requested:,} minor units requested on line {line} on receivables against organisation "
        "{debtor}, which may bear {available:,} more; ask for no more, or bring another debtor's"
    )


class LineExpired(WrongStatus):
    """A line may not be drawn any more."""

    line: LineId
    expiry: datetime | None
    says = "line {line} could be drawn until {expiry}; ask for a new line"


class LineExpiryInPast(OutOfBounds):
    """A line would be over at once."""

    expiry: datetime | None
    says = "a line ends later than now; given was {expiry}"


class LineToItself(Conflict):
    """A bank opens a line for itself."""

    bank: OrgId
    says = "organisation {bank} can't lend to itself"


class LineIsClosed(WrongStatus):
    """A line was closed."""

    line: LineId
    says = "line {line} is closed to new drawings"


class LineLendsNoCargo(WrongStatus):
    """A line's terms advance nothing on cargo."""

    line: LineId
    says = "line {line} lends nothing on cargo; its bank may change that"


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
    """A term of a line is outside its bounds: minor units, basis points or days."""

    term: LineTerm
    given: int
    least: int
    most: int
    says = "the {term} of this line is {least:,} to {most:,}; given was {given:,}"


class LineUnknown(NotFound):
    """No line has this number."""

    line: LineId
    says = "no line has the number {line}"


class LineVersionMismatch(Conflict):
    """A line's terms are others than the ones that the enterprise agreed to."""

    line: LineId
    actual: int
    given: int
    says = (
        "the terms of line {line} are version {actual}, the request agrees to version {given}; "
        "look at them again and name the version that you agree to"
    )


class LineVersionsUsedUp(WrongStatus):
    """A line was changed as often as it can be."""

    line: LineId
    most: int
    says = "line {line} has had {most} versions of its terms, no more can be; open another line"


class UseExceedsLine(OutOfBounds):
    """More was asked of a line than is free on it."""

    line: LineId
    requested: int
    available: int
    says = (
        "{requested:,} minor units requested on line {line}, {available:,} are free; ask for no "
        "more, or wait until a drawing is repaid"
    )
