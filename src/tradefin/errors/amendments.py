"""Refusals of GuaranteeAmendments."""

from __future__ import annotations

from datetime import datetime

from tradefin.errors.tree import Conflict, OutOfBounds
from tradefin.ids import GuaranteeId


class AmendmentInvalid(OutOfBounds):
    """An amendment covers nothing, or its times are past."""

    guarantee: GuaranteeId
    cover: int
    expiry: datetime | None
    until: datetime | None
    says = (
        "an amendment of guarantee {guarantee} needs a cover above 0 and times to come; given were "
        "{cover:,} minor units, expiry {expiry}, open until {until}"
    )


class AmendmentMismatch(Conflict):
    """Another amendment is accepted than stands offered, or none stands any more."""

    guarantee: GuaranteeId
    cover: int
    expiry: datetime | None
    until: datetime | None
    says = (
        "of guarantee {guarantee} a cover of {cover:,} minor units and the expiry {expiry} stand "
        "offered, until {until}; read the amendment again"
    )
