"""Identifiers, one type each, so that an organisation's number is never taken for a line's."""

from __future__ import annotations

from typing import NewType

OrgId = NewType("OrgId", int)
"""An organisation's number in ParticipantRegistry; 0 is nobody."""

DocumentId = NewType("DocumentId", bytes)
"""A document's business key, 32 bytes."""

LineId = NewType("LineId", int)
FinancingId = NewType("FinancingId", int)
GuaranteeId = NewType("GuaranteeId", int)
DemandId = NewType("DemandId", int)
ShareId = NewType("ShareId", int)
