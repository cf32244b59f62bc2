"""Trade documents: read them, know them again, prove what they say without showing them."""

from tradefin.documents.crosschecks import crosscheck
from tradefin.documents.document import Reference, ReferenceType, TradeDocument
from tradefin.documents.findings import Code, Finding
from tradefin.documents.identifiers import organisation_id
from tradefin.documents.key import business_key
from tradefin.documents.normalform import normal
from tradefin.documents.parties import Participants, Party
from tradefin.documents.proofs import Disclosure, commitment, core_fields, disclose
from tradefin.documents.reader import read
from tradefin.enums import DocumentKind

__all__ = [
    "Code",
    "Disclosure",
    "DocumentKind",
    "Finding",
    "Participants",
    "Party",
    "Reference",
    "ReferenceType",
    "TradeDocument",
    "business_key",
    "commitment",
    "core_fields",
    "crosscheck",
    "disclose",
    "normal",
    "organisation_id",
    "read",
]
