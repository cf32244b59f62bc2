"""A regulator: reads everything, blocks papers for a time, moves no money."""

from __future__ import annotations

from datetime import datetime

from eth_utils.crypto import keccak

from tradefin.events import DocumentFrozen
from tradefin.ids import DocumentId
from tradefin.roles.party import Party


class Regulator(Party):
    """Acts for a regulator through one of its keys."""

    def freeze(
        self, document: DocumentId, *, case_number: str, until: datetime | None
    ) -> DocumentFrozen:
        """Stops new uses of a paper, attested or not, for 180 days at most; `until` None ends it.

        The digest of the case number goes on the chain. Repayment and collection go on.
        """
        return self._do(
            DocumentFrozen,
            "DocumentRegistry",
            "freeze",
            document,
            keccak(text=case_number),
            until,
        )
